package io.github.kvssecure.jni.internal.bind;

import java.time.Duration;
import java.time.Instant;

/**
 * The native producer's unit of time: 100 nanoseconds, since the epoch or as a length.
 *
 * <p>Source: {@code com.amazonaws.kinesisvideo.producer.Time} of the SDK.
 */
final class Ticks {

  static final long PER_MILLISECOND = 10_000;
  static final long PER_SECOND = 1_000 * PER_MILLISECOND;

  private static final int NANOSECONDS_EACH = 100;
  private static final long MAX_EPOCH_MILLISECONDS = Long.MAX_VALUE / PER_MILLISECOND;

  private Ticks() {}

  /** A length in ticks. */
  static long of(Duration length) {
    return Math.addExact(
        Math.multiplyExact(length.getSeconds(), PER_SECOND), length.getNano() / NANOSECONDS_EACH);
  }

  /**
   * An instant in ticks, cut to the millisecond: that is what the timecodes of the media can say,
   * and what acknowledgements are compared with.
   *
   * @return -1 if it is before 1970 or too far away to be said in ticks
   */
  static long ofMillisecond(Instant instant) {
    long seconds = instant.getEpochSecond();
    if (seconds < 0 || seconds >= MAX_EPOCH_MILLISECONDS / 1_000) {
      return -1;
    }
    return instant.toEpochMilli() * PER_MILLISECOND;
  }

  /** How long it is from a time until a time in ticks; zero if that has passed. */
  static Duration until(long ticks, Instant now) {
    Instant then = Instant.ofEpochSecond(ticks / PER_SECOND, ticks % PER_SECOND * NANOSECONDS_EACH);
    return then.isAfter(now) ? Duration.between(now, then) : Duration.ZERO;
  }
}
