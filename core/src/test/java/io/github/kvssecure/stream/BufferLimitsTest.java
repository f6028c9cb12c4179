package io.github.kvssecure.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BufferLimitsTest {

  @ParameterizedTest
  @CsvSource({"PT10S, 1048576", "PT10M, 1073741824", "PT1M, 33554432"})
  void limits_atTheEdges(Duration duration, long bytes) {
    BufferLimits limits = new BufferLimits(duration, bytes, WhenFull.dropOldest());

    assertThat(limits).isEqualTo(new BufferLimits(duration, bytes, WhenFull.dropOldest()));
    assertThat(limits.duration()).isEqualTo(duration);
  }

  @ParameterizedTest
  @CsvSource({
    "PT9.999S, 1048576, duration",
    "PT10M0.001S, 1048576, duration",
    "-PT1M, 1048576, duration",
    "PT1M, 1048575, size",
    "PT1M, 1073741825, size",
    "PT1M, -1, size"
  })
  void limits_beyondTheEdges(Duration duration, long bytes, String culprit) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new BufferLimits(duration, bytes, WhenFull.refuse()))
        .withMessageContaining(culprit);
  }

  @ParameterizedTest
  @ValueSource(strings = {"PT0S", "-PT0.001S", "PT1H0.001S"})
  void timeToWait_outOfRange(Duration atMost) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> WhenFull.block(atMost))
        .withMessageContaining("time to wait for room");
  }

  @Test
  void defaults_areAMinuteAnd32MiB() {
    assertThat(BufferLimits.DEFAULT)
        .isEqualTo(
            new BufferLimits(
                Duration.ofMinutes(1), 32L << 20, WhenFull.block(Duration.ofSeconds(10))));
  }
}
