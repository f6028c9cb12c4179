package io.github.kvssecure.jni.internal.bind;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** On a monotonic clock that is moved; with native code's own timer in {@code QuietCameraTest}. */
class LongPausesTest {

  private static final OptionalLong FIRST = OptionalLong.of(Media.START.toEpochMilli());

  private final AtomicLong nanos = new AtomicLong();
  private final LongPauses pauses = new LongPauses(nanos::get);

  private OptionalLong after(Duration pause, int frame) {
    nanos.addAndGet(pause.toNanos());
    return pauses.taken(Media.videoFrame(frame));
  }

  @Test
  @ShownGone("5-long-pause")
  void pauseWithinAFragment_losesIt_andIsToldOnce() {
    assertThat(after(Duration.ofSeconds(30), 0)).isEmpty();
    assertThat(after(Duration.ofSeconds(18), 1)).isEmpty();
    assertThat(after(LongPauses.ENDS_FRAGMENT, 2)).isEqualTo(FIRST);
    assertThat(after(Duration.ofMinutes(1), 3)).isEmpty();
  }

  @Test
  void pauseBeforeAFragment_losesNothing() {
    assertThat(after(Duration.ZERO, 0)).isEmpty();
    assertThat(after(Duration.ofHours(1), Media.FRAMES_PER_FRAGMENT)).isEmpty();
    assertThat(after(Duration.ofMillis(40), Media.FRAMES_PER_FRAGMENT + 1)).isEmpty();
  }
}
