package io.github.kvssecure.internal.renewal;

import java.time.Duration;
import java.time.Instant;
import java.util.random.RandomGenerator;

/**
 * When a session is renewed: a quarter of its life before its end, bounded, and a little earlier at
 * random, so that a fleet that started together does not ask together. Thread-safe as far as the
 * random generator is.
 */
public final class RenewalSchedule {

  /** Above the five minutes that the strict policy wants to be left when a connection is made. */
  static final Duration LATEST = Duration.ofMinutes(6);

  static final Duration EARLIEST = Duration.ofMinutes(30);

  private static final int SHARE = 4;
  private static final int JITTER_SHARE = 20;

  private final RandomGenerator random;

  /**
   * A schedule.
   *
   * @param random gives the jitter; thread-safe
   */
  public RenewalSchedule(RandomGenerator random) {
    this.random = random;
  }

  /**
   * When to renew.
   *
   * @param now the moment the session was made
   * @param end when it ends, after {@code now}
   * @return a moment between the two
   */
  Instant renewalOf(Instant now, Instant end) {
    Duration life = Duration.between(now, end);
    Duration margin = life.dividedBy(SHARE);
    margin = margin.compareTo(LATEST) < 0 ? LATEST : margin;
    margin = margin.compareTo(EARLIEST) > 0 ? EARLIEST : margin;
    long jitter = random.nextLong(life.dividedBy(JITTER_SHARE).toMillis() + 1);
    Instant renewal = end.minus(margin).minusMillis(jitter);
    return renewal.isBefore(now) ? now.plus(life.dividedBy(2)) : renewal;
  }
}
