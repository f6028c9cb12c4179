package io.github.kvssecure.internal.renewal;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kvssecure.fake.Camera;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RenewalScheduleTest {

  /** Length of a session, and how long before its end the renewal is due, without jitter. */
  @ParameterizedTest
  @CsvSource({"PT15M, PT6M", "PT20M, PT6M", "PT1H, PT15M", "PT2H, PT30M", "PT12H, PT30M"})
  void renewal_isDueBeforeTheStrictPolicyRefusesAConnection(Duration life, Duration margin) {
    Instant end = Camera.NOW.plus(life);
    Random random = new Random(1);

    for (int i = 0; i < 500; i++) {
      assertThat(new RenewalSchedule(random).renewalOf(Camera.NOW, end))
          .isBetween(end.minus(margin).minus(life.dividedBy(20)), end.minus(margin))
          .isAfter(Camera.NOW)
          .isBefore(end.minus(Duration.ofMinutes(5)));
    }
  }

  @Test
  void sessionThatIsShorterThanTheMargin_isRenewedHalfWay() {
    Instant end = Camera.NOW.plusSeconds(60);

    assertThat(new RenewalSchedule(new Random(1)).renewalOf(Camera.NOW, end))
        .isEqualTo(Camera.NOW.plusSeconds(30));
  }

  @Test
  void fleetThatStartedTogether_doesNotAskTogether() {
    RenewalSchedule schedule = new RenewalSchedule(new Random(2));
    Instant end = Camera.NOW.plus(Duration.ofHours(1));

    Set<Long> seconds =
        IntStream.range(0, 1000)
            .mapToObj(device -> schedule.renewalOf(Camera.NOW, end).getEpochSecond())
            .collect(Collectors.toSet());

    assertThat(seconds).hasSizeGreaterThan(150);
  }
}
