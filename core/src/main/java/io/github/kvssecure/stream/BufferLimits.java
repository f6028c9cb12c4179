package io.github.kvssecure.stream;

import java.time.Duration;

/**
 * How much media of one stream may wait for its acknowledgement, and how long a put may wait for
 * room. Immutable.
 *
 * @param duration media time, 10 seconds to 10 minutes
 * @param bytes frame bytes, 1 MiB to 1 GiB
 * @param putTimeout how long {@code put} waits for room before it refuses the frame; zero refuses
 *     at once; at most 1 hour
 */
public record BufferLimits(Duration duration, long bytes, Duration putTimeout) {

  /** One minute, 32 MiB, ten seconds. */
  public static final BufferLimits DEFAULT =
      new BufferLimits(Duration.ofMinutes(1), 32L << 20, Duration.ofSeconds(10));

  /**
   * Checks the ranges.
   *
   * @throws IllegalArgumentException if a limit is out of range
   */
  public BufferLimits {
    if (duration.compareTo(Duration.ofSeconds(10)) < 0
        || duration.compareTo(Duration.ofMinutes(10)) > 0) {
      throw new IllegalArgumentException(
          "buffer duration must be 10 seconds to 10 minutes, found " + duration);
    }
    if (bytes < 1L << 20 || bytes > 1L << 30) {
      throw new IllegalArgumentException("buffer size must be 1 MiB to 1 GiB, found " + bytes);
    }
    if (putTimeout.isNegative() || putTimeout.compareTo(Duration.ofHours(1)) > 0) {
      throw new IllegalArgumentException("put timeout must be 0 to 1 hour, found " + putTimeout);
    }
  }
}
