package io.github.kvssecure.media;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kvssecure.fake.Camera;
import io.github.kvssecure.fake.MovableClock;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FrameClockTest {

  private final MovableClock timeOfDay = new MovableClock(Camera.NOW);
  private long nanos = Long.MAX_VALUE - 1;
  private final FrameClock clock = FrameClock.by(timeOfDay, () -> nanos);

  private void pass(Duration time) {
    timeOfDay.advance(time);
    nanos += time.toNanos();
  }

  @Test
  void timestamps_goOnWithTime() {
    assertThat(clock.now()).isEqualTo(Camera.NOW);
    pass(Duration.ofMillis(40));

    assertThat(clock.now()).isEqualTo(Camera.NOW.plusMillis(40));
  }

  @Test
  void timestampsOfOneMoment_differInMilliseconds() {
    assertThat(clock.now()).isEqualTo(Camera.NOW);
    assertThat(clock.now()).isEqualTo(Camera.NOW.plusMillis(1));
    assertThat(clock.now()).isEqualTo(Camera.NOW.plusMillis(2));
  }

  @ParameterizedTest
  @ValueSource(strings = {"-PT1S", "-PT1H", "-P3650D"})
  void clockThatIsSetBack_isNotFollowed(Duration jump) {
    assertThat(clock.now()).isEqualTo(Camera.NOW);
    timeOfDay.advance(jump);
    pass(Duration.ofMillis(40));

    assertThat(clock.now()).isEqualTo(Camera.NOW.plusMillis(40));
  }

  /** A suspended machine looks the same: its monotonic clock may stand still. */
  @Test
  void clockThatIsSetForward_isFollowed() {
    assertThat(clock.now()).isEqualTo(Camera.NOW);
    timeOfDay.advance(Duration.ofHours(1));
    Instant then = clock.now();
    assertThat(then).isEqualTo(Camera.NOW.plus(Duration.ofHours(1)));
    pass(Duration.ofMillis(40));

    assertThat(clock.now()).isEqualTo(then.plusMillis(40));
  }

  @Test
  void smallCorrection_isNotFollowed() {
    timeOfDay.advance(FrameClock.BEHIND);

    assertThat(clock.now()).isEqualTo(Camera.NOW);
  }
}
