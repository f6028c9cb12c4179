package io.github.kvssecure.internal.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.kvssecure.internal.session.CallBudget.Call;
import io.github.kvssecure.stream.StreamName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CallBudgetTest {

  private static final int STREAMS = 200;

  private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 1000);
  private final CallBudget budget = new CallBudget(now::get);

  private static StreamName stream(int number) {
    return StreamName.of("camera-" + number);
  }

  /** 200 streams that open at one moment, as after a region-wide outage. */
  @ParameterizedTest
  @EnumSource(Call.class)
  void twoHundredStreamsAtOnce_areSpacedWithinTheQuota(Call call) {
    List<Duration> moments = new ArrayList<>();
    for (int i = 0; i < STREAMS; i++) {
      moments.add(budget.reserve(call, stream(i)));
    }

    for (int i = 0; i < STREAMS; i++) {
      Duration end = moments.get(i).plusSeconds(1);
      long within = moments.subList(i, STREAMS).stream().filter(m -> m.compareTo(end) < 0).count();
      assertThat(within)
          .as("calls in the second from %s", moments.get(i))
          .isLessThanOrEqualTo(call.perSecond() + 21L);
    }
    assertThat(moments.get(STREAMS - 1)).isLessThan(Duration.ofSeconds(5));
  }

  /** KVS allows 5 calls of each kind in a second for one stream. */
  @ParameterizedTest
  @EnumSource(Call.class)
  void oneStreamAgainAndAgain_isSpacedWithinItsQuota(Call call) {
    List<Duration> moments = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      moments.add(budget.reserve(call, stream(0)));
    }

    for (int i = 0; i < moments.size(); i++) {
      Duration end = moments.get(i).plusSeconds(1);
      long within =
          moments.subList(i, moments.size()).stream().filter(m -> m.compareTo(end) < 0).count();
      assertThat(within).as("calls from %s", moments.get(i)).isLessThan(5);
    }
    assertThat(moments.subList(0, 3)).containsOnly(Duration.ZERO);
    assertThat(moments.get(3)).isPositive();
  }

  @Test
  void streamThatRested_andAnotherOne_doNotWait() {
    for (int i = 0; i < 5; i++) {
      budget.reserve(Call.DESCRIBE_STREAM, stream(0));
    }
    assertThat(budget.reserve(Call.DESCRIBE_STREAM, stream(1))).isZero();
    now.addAndGet(Duration.ofSeconds(3).toNanos());

    assertThat(budget.reserve(Call.DESCRIBE_STREAM, stream(0))).isZero();
  }

  @Test
  void callsThatAreFewAndFarBetween_doNotWait() {
    for (int i = 0; i < 500; i++) {
      assertThat(budget.reserve(Call.PUT_MEDIA, stream(i))).isEqualTo(Duration.ZERO);
      now.addAndGet(Duration.ofMillis(20).toNanos());
    }
  }

  @Test
  void kindsOfCalls_doNotWaitForEachOther() {
    for (int i = 0; i < STREAMS; i++) {
      budget.reserve(Call.PUT_MEDIA, stream(i));
    }

    assertThat(budget.reserve(Call.DESCRIBE_STREAM, stream(0))).isEqualTo(Duration.ZERO);
  }

  @Test
  void oneStreamAtATime_makesACallThatAllWant() {
    List<String> made = new ArrayList<>();

    assertThat(
            budget.unlessAnotherDoes(
                () -> {
                  assertThat(budget.unlessAnotherDoes(() -> made.add("second"))).isFalse();
                  made.add("first");
                }))
        .isTrue();
    assertThat(budget.unlessAnotherDoes(() -> made.add("third"))).isTrue();
    assertThat(made).containsExactly("first", "third");
  }

  @Test
  void callThatFails_letsTheNextOneIn() {
    assertThatThrownBy(
            () ->
                budget.unlessAnotherDoes(
                    () -> {
                      throw new IllegalStateException("refused");
                    }))
        .hasMessage("refused");

    assertThat(budget.unlessAnotherDoes(() -> {})).isTrue();
  }
}
