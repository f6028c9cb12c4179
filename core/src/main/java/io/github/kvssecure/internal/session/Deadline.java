package io.github.kvssecure.internal.session;

import java.time.Duration;

/**
 * When something is over at the latest. Several may say so, and the most hurried one counts.
 * Thread-safe.
 */
final class Deadline {

  /** More than anybody waits, and small enough to be added to any moment. */
  private static final long FAR = Long.MAX_VALUE / 2;

  private long end = System.nanoTime() + FAR;

  /** Says when. */
  synchronized void noLaterThan(Duration fromNow) {
    long other = System.nanoTime() + fromNow.toNanos();
    if (other - end < 0) {
      end = other;
    }
  }

  /** How many nanoseconds are left; less than zero when it is over. */
  synchronized long left() {
    return end - System.nanoTime();
  }
}
