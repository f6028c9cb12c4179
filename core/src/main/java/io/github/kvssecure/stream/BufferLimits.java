package io.github.kvssecure.stream;

import java.time.Duration;
import java.util.Objects;

/**
 * How much media of one stream may wait for its acknowledgement, and what happens at the bound.
 * Immutable.
 *
 * <p>A fragment, which is what lies between two key frames, can be acknowledged only once it has
 * ended. So the duration counts from the end of the oldest fragment that waits, which itself lasts
 * 20 seconds at most, and key frames may be as far apart as that whatever the duration is. The
 * bytes are of all that waits: where one fragment alone uses them up, its further frames are
 * refused at once, for neither waiting nor giving up another one would help. Under {@link
 * WhenFull#dropOldest()} the duration counts from the oldest fragment that is not being sent. Allow
 * at least three fragments: one on its way, one that is being filled, and one for the network's bad
 * moments.
 *
 * @param duration media time behind the oldest fragment that waits, 10 seconds to 10 minutes
 * @param bytes frame bytes, 1 MiB to 1 GiB
 * @param whenFull what {@code put} does when either is used up
 */
public record BufferLimits(Duration duration, long bytes, WhenFull whenFull) {

  /** One minute, 32 MiB; waits ten seconds for room. */
  public static final BufferLimits DEFAULT =
      new BufferLimits(Duration.ofMinutes(1), 32L << 20, WhenFull.block(Duration.ofSeconds(10)));

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
    Objects.requireNonNull(whenFull, "whenFull");
  }
}
