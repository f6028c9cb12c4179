package io.github.kvssecure.jni.internal.bind;

import io.github.kvssecure.media.Frame;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.function.LongSupplier;

/**
 * Notices pauses of a camera within a fragment. Native code has a timer of its own that ends the
 * fragment then, and takes what follows up to the next key frame without a word and without sending
 * it; the SDK does not let anybody switch that off. Used by one caller at a time.
 */
final class LongPauses {

  /**
   * Native code ends fragments after 20 s without a frame (INTERMITTENT_PRODUCER_MAX_TIMEOUT); a
   * little less, because its clock is another one.
   */
  static final Duration ENDS_FRAGMENT = Duration.ofSeconds(19);

  private final LongSupplier nanoTime;
  private long last;
  private long fragment;
  private boolean told;

  /**
   * @param nanoTime the monotonic clock
   */
  LongPauses(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    this.last = nanoTime.getAsLong();
  }

  /**
   * Notes a frame that native code took.
   *
   * @return the timecode of its fragment, in milliseconds, if that is lost; once for each fragment
   */
  OptionalLong taken(Frame frame) {
    long now = nanoTime.getAsLong();
    boolean late = now - last >= ENDS_FRAGMENT.toNanos();
    last = now;
    if (frame.isKey()) {
      fragment = frame.presentationTime().toEpochMilli();
      told = false;
    } else if (late && !told) {
      told = true;
      return OptionalLong.of(fragment);
    }
    return OptionalLong.empty();
  }
}
