package io.github.kvssecure.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BufferLimitsTest {

  @ParameterizedTest
  @CsvSource({"PT10S, 1048576, PT0S", "PT10M, 1073741824, PT1H", "PT1M, 33554432, PT10S"})
  void limits_atTheEdges(Duration duration, long bytes, Duration putTimeout) {
    BufferLimits limits = new BufferLimits(duration, bytes, putTimeout);

    assertThat(limits).isEqualTo(new BufferLimits(duration, bytes, putTimeout));
    assertThat(limits.duration()).isEqualTo(duration);
  }

  @ParameterizedTest
  @CsvSource({
    "PT9.999S, 1048576, PT0S, duration",
    "PT10M0.001S, 1048576, PT0S, duration",
    "-PT1M, 1048576, PT0S, duration",
    "PT1M, 1048575, PT0S, size",
    "PT1M, 1073741825, PT0S, size",
    "PT1M, -1, PT0S, size",
    "PT1M, 1048576, -PT0.001S, timeout",
    "PT1M, 1048576, PT1H0.001S, timeout"
  })
  void limits_beyondTheEdges(Duration duration, long bytes, Duration putTimeout, String culprit) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new BufferLimits(duration, bytes, putTimeout))
        .withMessageContaining(culprit);
  }

  @Test
  void defaults_areAMinuteAnd32MiB() {
    assertThat(BufferLimits.DEFAULT)
        .isEqualTo(new BufferLimits(Duration.ofMinutes(1), 32L << 20, Duration.ofSeconds(10)));
  }
}
