package io.github.kvssecure.local.streams;

import io.github.kvssecure.local.http.ServiceException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * How often each operation may be called on one stream: 5 times in any second (<a
 * href="https://docs.aws.amazon.com/kinesisvideostreams/latest/dg/limits.html">quotas</a>). How the
 * real service measures the second is not documented. Thread-safe.
 */
final class CallRate {
  /** Calls of one operation on one stream in a second. */
  static final int CALLS_PER_SECOND = 5;

  private static final long SECOND_NANOS = 1_000_000_000;

  private final Map<String, Deque<Long>> calls = new HashMap<>();
  private final LongSupplier nanos;

  /**
   * Makes a rate without calls.
   *
   * @param nanos a clock that only goes forward, in nanoseconds
   */
  CallRate(LongSupplier nanos) {
    this.nanos = nanos;
  }

  /**
   * Counts a call that is within the rate.
   *
   * @throws ServiceException {@code ClientLimitExceededException} for one that is not
   */
  synchronized void require(String operation) throws ServiceException {
    long now = nanos.getAsLong();
    Deque<Long> recent = calls.computeIfAbsent(operation, o -> new ArrayDeque<>());
    while (!recent.isEmpty() && now - recent.peekFirst() >= SECOND_NANOS) {
      recent.removeFirst();
    }
    if (recent.size() == CALLS_PER_SECOND) {
      throw new ServiceException(
          400,
          "ClientLimitExceededException",
          operation + " was called more than " + CALLS_PER_SECOND + " times in a second.");
    }
    recent.addLast(now);
  }
}
