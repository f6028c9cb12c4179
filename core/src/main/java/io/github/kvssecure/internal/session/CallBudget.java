package io.github.kvssecure.internal.session;

import io.github.kvssecure.stream.StreamName;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Spaces the calls of all streams of a producer, so that opening or reconnecting hundreds of them
 * at once stays within the quotas of the account, and opening one of them again and again within
 * the quota of 5 calls per second for each stream; leaves room for others in both. Thread-safe.
 *
 * <p>A caller reserves the next moment and waits until then by itself; a short burst is free.
 *
 * @see <a href="https://docs.aws.amazon.com/kinesisvideostreams/latest/dg/limits.html">Quotas of
 *     Kinesis Video Streams</a>
 */
public final class CallBudget {

  private static final long SECOND = 1_000_000_000L;

  /** A kind of call. */
  public enum Call {
    /** 300 per second for the account; half of it is left to others. */
    DESCRIBE_STREAM(150),
    /** 300 per second for the account; half of it is left to others. */
    GET_DATA_ENDPOINT(150),
    /** No quota of the account is documented; this many TLS handshakes a small gateway can do. */
    PUT_MEDIA(50);

    private final int perSecond;

    Call(int perSecond) {
      this.perSecond = perSecond;
    }

    /**
     * How many are made in a second at most, once the burst of one second is used up.
     *
     * @return more than zero
     */
    public int perSecond() {
      return perSecond;
    }
  }

  /** What is made at once before it is spaced, and how far apart it is then. */
  private record Pace(long spacing, int burst) {

    /** When the next one may be made, of which {@code planned} is the moment that was kept free. */
    long slot(long now, @Nullable Long planned) {
      long earliest = now - burst * spacing;
      return planned == null || planned - earliest < 0 ? earliest : planned;
    }
  }

  /** Of each kind, so many are made at once before they are spaced. */
  private static final int BURST = 20;

  /** For one stream three at once, then two in a second: four in any second, of five. */
  private static final Pace OF_A_STREAM = new Pace(SECOND / 2, 2);

  private record StreamCall(Call call, StreamName stream) {}

  private final LongSupplier nanoTime;
  private final Semaphore alone = new Semaphore(1);
  private final Map<Call, Long> next = new EnumMap<>(Call.class);
  private final Map<StreamCall, Long> nextOfStream = new HashMap<>();

  /**
   * A budget of which nothing is used.
   *
   * @param nanoTime the monotonic clock
   */
  public CallBudget(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /**
   * Reserves the next call of a kind for a stream.
   *
   * @param call which
   * @param stream which
   * @return how long to wait before it is made; zero or more
   */
  synchronized Duration reserve(Call call, StreamName stream) {
    long now = nanoTime.getAsLong();
    nextOfStream.values().removeIf(slot -> now - slot > SECOND);
    StreamCall key = new StreamCall(call, stream);
    long ofStream = OF_A_STREAM.slot(now, nextOfStream.get(key));
    nextOfStream.put(key, ofStream + OF_A_STREAM.spacing());
    Pace pace = new Pace(SECOND / call.perSecond, BURST);
    long ofAll = pace.slot(now, next.get(call));
    next.put(call, ofAll + pace.spacing());
    return Duration.ofNanos(Math.max(0, Math.max(ofAll - now, ofStream - now)));
  }

  /**
   * Makes a call that may block, unless another stream makes one by this method: what all streams
   * want at the same moment must not take every thread.
   *
   * @param call what to do
   * @return whether it was done
   */
  boolean unlessAnotherDoes(Runnable call) {
    if (!alone.tryAcquire()) {
      return false;
    }
    try {
      call.run();
      return true;
    } finally {
      alone.release();
    }
  }
}
