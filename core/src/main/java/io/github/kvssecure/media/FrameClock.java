package io.github.kvssecure.media;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.LongSupplier;

/**
 * Timestamps for the frames of a live source that has none of its own. Each is later than the one
 * before, whatever happens to the clock of the machine; {@code Instant.now()} goes back when that
 * is set back, and then no frame is taken until it has caught up. Thread-safe.
 *
 * <p>It begins at the time of day and goes on with the monotonic clock. If the time of day has run
 * ahead of it by more than {@link #BEHIND}, because the machine was suspended or its clock was set
 * forward, it follows at once: the media has a gap there. If the clock was set back, it keeps its
 * distance, which WIRE-03 reports from five minutes on: close the stream and open it again, with
 * another frame clock, to follow.
 *
 * <p>Use one for all tracks of a stream.
 */
public final class FrameClock {

  /** How far it may be behind the time of day; a clock that is corrected moves less at a time. */
  public static final Duration BEHIND = Duration.ofSeconds(10);

  /** Matroska counts milliseconds. */
  private static final Duration STEP = Duration.ofMillis(1);

  private final Clock clock;
  private final LongSupplier nanoTime;
  private Instant anchor;
  private long anchorNanos;
  private Instant next = Instant.MIN;

  private FrameClock(Clock clock, LongSupplier nanoTime) {
    this.clock = clock;
    this.nanoTime = nanoTime;
    this.anchor = clock.instant();
    this.anchorNanos = nanoTime.getAsLong();
  }

  /**
   * A clock that begins now.
   *
   * @return a clock for one stream
   */
  public static FrameClock start() {
    return by(Clock.systemUTC(), System::nanoTime);
  }

  /**
   * A clock that begins now by other clocks than the machine's.
   *
   * @param timeOfDay where it begins
   * @param nanoTime how it goes on, in nanoseconds; never goes back
   * @return a clock for one stream
   */
  public static FrameClock by(Clock timeOfDay, LongSupplier nanoTime) {
    return new FrameClock(timeOfDay, nanoTime);
  }

  /**
   * The next timestamp.
   *
   * @return later than every one before, by at least a millisecond
   */
  public synchronized Instant now() {
    long nanos = nanoTime.getAsLong();
    Instant time = anchor.plusNanos(nanos - anchorNanos);
    Instant timeOfDay = clock.instant();
    if (timeOfDay.isAfter(time.plus(BEHIND))) {
      anchor = timeOfDay;
      anchorNanos = nanos;
      time = timeOfDay;
    }
    Instant later = time.isBefore(next) ? next : time;
    next = later.plus(STEP);
    return later;
  }
}
