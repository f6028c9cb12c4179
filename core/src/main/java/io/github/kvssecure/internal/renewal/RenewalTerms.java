package io.github.kvssecure.internal.renewal;

import java.time.Clock;
import java.util.random.RandomGenerator;

/**
 * What everybody shares who renews credentials. Immutable.
 *
 * @param clock tells when to renew
 * @param schedule how early
 * @param pauses how long nobody is asked after a failure
 * @param listener told of each renewal, and of each failure at once
 */
public record RenewalTerms(
    Clock clock, RenewalSchedule schedule, RenewalPauses pauses, RenewalListener listener) {

  /**
   * The usual terms.
   *
   * @param clock tells when to renew
   * @param random spreads renewals and pauses; thread-safe
   * @param listener is told
   * @return the terms
   */
  public static RenewalTerms of(Clock clock, RandomGenerator random, RenewalListener listener) {
    return new RenewalTerms(
        clock, new RenewalSchedule(random), new RenewalPauses(random), listener);
  }
}
