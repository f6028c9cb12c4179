package io.github.kvssecure.internal.session;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Spaces the calls of all streams of a producer, so that opening or reconnecting hundreds of them
 * at once stays within the quotas of the account and leaves room for others. Thread-safe.
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

  /** Of each kind, so many are made at once before they are spaced. */
  private static final int BURST = 20;

  private final LongSupplier nanoTime;
  private final Map<Call, Long> next = new EnumMap<>(Call.class);

  /**
   * A budget of which nothing is used.
   *
   * @param nanoTime the monotonic clock
   */
  public CallBudget(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /**
   * Reserves the next call of a kind.
   *
   * @param call which
   * @return how long to wait before it is made; zero or more
   */
  synchronized Duration reserve(Call call) {
    long now = nanoTime.getAsLong();
    long spacing = SECOND / call.perSecond;
    long earliest = now - BURST * spacing;
    Long planned = next.get(call);
    long slot = planned == null || planned - earliest < 0 ? earliest : planned;
    next.put(call, slot + spacing);
    return Duration.ofNanos(Math.max(0, slot - now));
  }
}
