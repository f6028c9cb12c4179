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
