package io.github.kvssecure.internal.session;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait before the next attempt: exponential, fully jittered, bounded. Immutable;
 * thread-safe as far as the random generator is.
 *
 * @see <a
 *     href="https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/">Exponential
 *     backoff and jitter</a>
 */
public final class Backoff {

  private static final long FIRST_MILLIS = 250;
  private static final long LIMIT_MILLIS = 30_000;
  private static final int LAST_DOUBLING = 7;

  private final RandomGenerator random;

  /**
   * A back-off.
   *
   * @param random gives the jitter; thread-safe
   */
  public Backoff(RandomGenerator random) {
    this.random = random;
  }

  /**
   * The delay before an attempt.
   *
   * @param failures how many attempts failed in a row, 1 or more
   * @return 50 ms to 30 s
   */
  Duration after(int failures) {
    long ceiling = Math.min(LIMIT_MILLIS, FIRST_MILLIS << Math.min(failures - 1, LAST_DOUBLING));
    return Duration.ofMillis(50 + random.nextLong(ceiling - 49));
  }

  /**
   * A moment within a span, so that what many streams do at the same age is spread.
   *
   * @param most the span
   * @return zero to {@code most}
   */
  Duration within(Duration most) {
    return Duration.ofMillis(random.nextLong(most.toMillis() + 1));
  }
}
