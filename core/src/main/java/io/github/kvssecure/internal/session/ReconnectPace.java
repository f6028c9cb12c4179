package io.github.kvssecure.internal.session;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * How often a stream reconnects at most. Delays that grow with each failure grow no more once a
 * fragment was stored: two writers of one stream, each of which ends the other's connection, would
 * both store a little and reconnect several times a second for ever. So after a burst there is a
 * steady pace, whatever was stored. Thread-safe.
 */
final class ReconnectPace {

  /** How many times in a row without a wait: more than a bad minute of a network takes. */
  static final int BURST = 20;

  /** How long between two attempts after that. */
  static final Duration EVERY = Duration.ofSeconds(5);

  private final LongSupplier nanoTime;
  private long paidUntil;

  /**
   * A pace of which nothing is used.
   *
   * @param nanoTime the monotonic clock
   */
  ReconnectPace(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    this.paidUntil = nanoTime.getAsLong();
  }

  /**
   * Counts one attempt.
   *
   * @param delay how long it would wait otherwise
   * @return how long it waits
   */
  synchronized Duration noLessThan(Duration delay) {
    long now = nanoTime.getAsLong();
    paidUntil += EVERY.toNanos();
    if (paidUntil - now < EVERY.toNanos()) {
      paidUntil = now + EVERY.toNanos();
    }
    Duration wait = Duration.ofNanos(paidUntil - now - BURST * EVERY.toNanos());
    return wait.compareTo(delay) > 0 ? wait : delay;
  }
}
