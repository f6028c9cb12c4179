package io.github.kvssecure.internal.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BackoffTest {

  @ParameterizedTest
  @CsvSource({
    "1, 250",
    "2, 500",
    "3, 1000",
    "4, 2000",
    "5, 4000",
    "6, 8000",
    "7, 16000",
    "8, 30000",
    "9, 30000",
    "64, 30000",
    "65, 30000",
    "2147483647, 30000"
  })
  void longestDelay_doublesUpToHalfAMinute(int failures, long millis) {
    assertThat(new Backoff(SessionTrial.LONGEST).after(failures)).hasMillis(millis);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 8, 1000})
  void shortestDelay_isNeverNone(int failures) {
    RandomGenerator lowest = () -> 0L;

    assertThat(new Backoff(lowest).after(failures)).hasMillis(50);
  }

  @Test
  void delays_differ() {
    Backoff backoff = new Backoff(new SplittableRandom(1));

    assertThat(java.util.stream.IntStream.range(0, 100).mapToObj(i -> backoff.after(8)).distinct())
        .hasSizeGreaterThan(90);
  }
}
