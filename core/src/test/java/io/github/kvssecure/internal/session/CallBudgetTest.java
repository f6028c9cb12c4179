package io.github.kvssecure.internal.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kvssecure.internal.session.CallBudget.Call;
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

  /** 200 streams that open at one moment, as after a region-wide outage. */
  @ParameterizedTest
  @EnumSource(Call.class)
  void twoHundredStreamsAtOnce_areSpacedWithinTheQuota(Call call) {
    List<Duration> moments = new ArrayList<>();
    for (int i = 0; i < STREAMS; i++) {
      moments.add(budget.reserve(call));
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

  @Test
  void callsThatAreFewAndFarBetween_doNotWait() {
    for (int i = 0; i < 500; i++) {
      assertThat(budget.reserve(Call.PUT_MEDIA)).isEqualTo(Duration.ZERO);
      now.addAndGet(Duration.ofMillis(20).toNanos());
    }
  }

  @Test
  void kindsOfCalls_doNotWaitForEachOther() {
    for (int i = 0; i < STREAMS; i++) {
      budget.reserve(Call.PUT_MEDIA);
    }

    assertThat(budget.reserve(Call.DESCRIBE_STREAM)).isEqualTo(Duration.ZERO);
  }
}
