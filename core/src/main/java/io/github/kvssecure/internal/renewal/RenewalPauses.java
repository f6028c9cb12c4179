package io.github.kvssecure.internal.renewal;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long an issuer is left alone after it gave nothing: twice as long after each failure in a
 * row, bounded, and up to half of it less at random. Thread-safe as far as the random generator is.
 *
 * @see <a
 *     href="https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/">Exponential
 *     backoff and jitter</a>
 */
public final class RenewalPauses {

  /** The longest pause after the first failure. */
  static final Duration FIRST = Duration.ofSeconds(2);

  /** The longest pause. */
  static final Duration LONGEST = Duration.ofMinutes(5);

  /** With which the longest pause is reached. */
  private static final int DOUBLINGS = 8;

  private final RandomGenerator random;

  /**
   * Pauses.
   *
   * @param random gives the jitter; thread-safe
   */
  public RenewalPauses(RandomGenerator random) {
    this.random = random;
  }

  /**
   * The pause after a failure.
   *
   * @param failures how many in a row, 1 or more
   * @return 1 s to 5 min
   */
  Duration after(int failures) {
    Duration doubled = FIRST.multipliedBy(1L << Math.min(failures - 1, DOUBLINGS));
    Duration longest = doubled.compareTo(LONGEST) < 0 ? doubled : LONGEST;
    return longest.minusMillis(random.nextLong(longest.toMillis() / 2 + 1));
  }
}
