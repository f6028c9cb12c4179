package io.github.kvssecure.local.streams;

import io.github.kvssecure.local.http.ServiceException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.ToIntFunction;

/**
 * How often each operation may be called in any second, on one stream or in the whole account (<a
 * href="https://docs.aws.amazon.com/kinesisvideostreams/latest/dg/limits.html">quotas</a>). How the
 * real service measures the second is not documented. Thread-safe.
 */
final class CallRate {
  /** Calls of one operation on one stream in a second. */
  static final int PER_STREAM = 5;

  /** Calls of an operation of the control plane in a second, on all streams. */
  static final int PER_ACCOUNT = 50;

  /** Calls in a second of the operations that every producer needs, on all streams. */
  static final int PER_ACCOUNT_OF_PRODUCERS = 300;

  private static final Set<String> OF_PRODUCERS = Set.of("DescribeStream", "GetDataEndpoint");
  private static final long SECOND_NANOS = 1_000_000_000;

  private final Map<String, Deque<Long>> calls = new HashMap<>();
  private final ToIntFunction<String> limit;
  private final LongSupplier nanos;

  private CallRate(ToIntFunction<String> limit, LongSupplier nanos) {
    this.limit = limit;
    this.nanos = nanos;
  }

  /**
   * Makes the rate of one stream, without calls.
   *
   * @param nanos a clock that only goes forward, in nanoseconds
   */
  static CallRate ofStream(LongSupplier nanos) {
    return new CallRate(operation -> PER_STREAM, nanos);
  }

  /**
   * Makes the rate of an account for operations of the control plane, without calls; there is none
   * for media.
   *
   * @param nanos a clock that only goes forward, in nanoseconds
   */
  static CallRate ofAccount(LongSupplier nanos) {
    return new CallRate(
        operation -> OF_PRODUCERS.contains(operation) ? PER_ACCOUNT_OF_PRODUCERS : PER_ACCOUNT,
        nanos);
  }

  /**
   * Counts a call that is within the rate.
   *
   * @throws ServiceException {@code ClientLimitExceededException} for one that is not
   */
  synchronized void require(String operation) throws ServiceException {
    long now = nanos.getAsLong();
    int most = limit.applyAsInt(operation);
    Deque<Long> recent = calls.computeIfAbsent(operation, o -> new ArrayDeque<>());
    while (!recent.isEmpty() && now - recent.peekFirst() >= SECOND_NANOS) {
      recent.removeFirst();
    }
    if (recent.size() == most) {
      throw new ServiceException(
          400,
          "ClientLimitExceededException",
          operation + " was called more than " + most + " times in a second.");
    }
    recent.addLast(now);
  }
}
