package io.github.kvssecure.internal.session;

import static io.github.kvssecure.stream.StreamState.CLOSED;
import static io.github.kvssecure.stream.StreamState.DRAINING;
import static io.github.kvssecure.stream.StreamState.FAILED;
import static io.github.kvssecure.stream.StreamState.OPENING;
import static io.github.kvssecure.stream.StreamState.RECONNECTING;
import static io.github.kvssecure.stream.StreamState.STREAMING;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.kvssecure.stream.StreamState;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LifecycleTest {

  private static final Map<StreamState, Set<StreamState>> LEGAL =
      Map.of(
          OPENING, Set.of(STREAMING, RECONNECTING, DRAINING, FAILED),
          STREAMING, Set.of(RECONNECTING, DRAINING, FAILED),
          RECONNECTING, Set.of(STREAMING, DRAINING, FAILED),
          DRAINING, Set.of(FAILED, CLOSED),
          FAILED, Set.of(CLOSED),
          CLOSED, Set.of());

  private static final Map<StreamState, List<StreamState>> WAY =
      Map.of(
          OPENING, List.of(),
          STREAMING, List.of(STREAMING),
          RECONNECTING, List.of(RECONNECTING),
          DRAINING, List.of(DRAINING),
          FAILED, List.of(FAILED),
          CLOSED, List.of(DRAINING, CLOSED));

  private final List<StreamState> told = new ArrayList<>();
  private final Lifecycle lifecycle = new Lifecycle((state, reason) -> told.add(state));

  @ParameterizedTest
  @EnumSource(StreamState.class)
  void everyState_canBeLeftOnlyAsTheTableSays(StreamState from) {
    for (StreamState to : StreamState.values()) {
      Lifecycle fresh = new Lifecycle((state, reason) -> {});
      Objects.requireNonNull(WAY.get(from))
          .forEach(step -> assertThat(fresh.move(step, "a test")).isTrue());

      assertThat(fresh.move(to, "a test"))
          .as("%s to %s", from, to)
          .isEqualTo(Objects.requireNonNull(LEGAL.get(from)).contains(to));
      assertThat(fresh.state())
          .isEqualTo(Objects.requireNonNull(LEGAL.get(from)).contains(to) ? to : from);
    }
  }

  @Test
  void onlyMovesThatWereMade_areTold() {
    assertThat(lifecycle.move(STREAMING, "up")).isTrue();
    assertThat(lifecycle.move(STREAMING, "up again")).isFalse();
    assertThat(lifecycle.move(OPENING, "back")).isFalse();

    assertThat(told).containsExactly(STREAMING);
  }

  @Test
  void moveOfAnotherThreadMeanwhile_isToldAfterwards() {
    List<StreamState> slowly = new ArrayList<>();
    List<Lifecycle> self = new ArrayList<>();
    Lifecycle told =
        new Lifecycle(
            (state, reason) -> {
              if (state == STREAMING) {
                CompletableFuture.runAsync(() -> self.get(0).move(RECONNECTING, "lost")).join();
              }
              slowly.add(state);
            });
    self.add(told);

    assertThat(told.move(STREAMING, "up")).isTrue();

    assertThat(slowly).containsExactly(STREAMING, RECONNECTING);
  }

  @Test
  void moveOfWhoIsTold_isToldAtOnce() {
    List<String> events = new ArrayList<>();
    List<Lifecycle> self = new ArrayList<>();
    Lifecycle nested =
        new Lifecycle(
            (state, reason) -> {
              events.add("told " + state);
              if (state == DRAINING) {
                assertThat(self.get(0).move(CLOSED, "freed")).isTrue();
                events.add("closed");
              }
            });
    self.add(nested);

    assertThat(nested.move(DRAINING, "closing")).isTrue();

    assertThat(events).containsExactly("told DRAINING", "told CLOSED", "closed");
    assertThat(nested.fail(new IllegalStateException("late"))).isFalse();
  }

  @Test
  void firstFailure_isKept() {
    RuntimeException first = new IllegalStateException("first");

    assertThat(lifecycle.fail(first)).isTrue();
    assertThat(lifecycle.fail(new IllegalStateException("second"))).isFalse();

    assertThat(lifecycle.failure()).isSameAs(first);
    assertThat(told).containsExactly(FAILED);
  }

  @Test
  void closedStream_doesNotFail() {
    assertThat(lifecycle.move(DRAINING, "closing")).isTrue();
    assertThat(lifecycle.move(CLOSED, "freed")).isTrue();

    assertThat(lifecycle.fail(new IllegalStateException("late"))).isFalse();
    assertThat(lifecycle.failure()).isNull();
  }
}
