package io.github.kvssecure.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RetentionTest {

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 24, Retention.MAX_HOURS})
  void retention_withinTheService(int hours) {
    assertThat(Retention.ofHours(hours).toDuration()).isEqualTo(Duration.ofHours(hours));
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, Retention.MAX_HOURS + 1, Integer.MAX_VALUE, Integer.MIN_VALUE})
  void retention_outsideTheService(int hours) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Retention.ofHours(hours))
        .withMessageContaining(String.valueOf(hours));
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 3651, Integer.MAX_VALUE, 178_956_971})
  void days_outsideTheService(int days) {
    assertThatIllegalArgumentException().isThrownBy(() -> Retention.ofDays(days));
  }

  @Test
  void days_areHours() {
    assertThat(Retention.ofDays(3650)).isEqualTo(Retention.ofHours(Retention.MAX_HOURS));
    assertThat(Retention.ofDays(0)).isEqualTo(Retention.NONE);
  }

  @Test
  void retentions_areOrderedByLength() {
    assertThat(Retention.ofHours(1))
        .isLessThan(Retention.ofHours(2))
        .isGreaterThan(Retention.NONE)
        .isEqualByComparingTo(Retention.ofHours(1))
        .hasToString("1 h");
  }
}
