package io.github.kvssecure.jni.internal.bind;

import com.amazonaws.kinesisvideo.producer.ProducerException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Knows when native code may have ended the fragment of a stream by itself. Every five seconds, on
 * the one thread that it has of its own, it looks for streams that got no frame for 20 seconds by
 * the time of day, and marks the end of their fragment. Whatever comes after that and is no key
 * frame it swallows, and says that it took it.
 *
 * <p>Guarded by the client's lock, but for {@link #ended}: that is called with native locks held
 * and must not wait.
 */
final class IdleEnd {

  /** A second less than native code waits; a call into it takes far less. */
  private static final Duration SURELY_NOT_WITHIN = Duration.ofSeconds(19);

  private final Clock clock;
  private final LongSupplier nanoTime;
  private volatile boolean ended;

  // Of the last frame that was taken; guarded by the client's lock.
  private @Nullable Instant takenAt;
  private long takenAtNanos;

  IdleEnd(Clock clock, LongSupplier nanoTime) {
    this.clock = clock;
    this.nanoTime = nanoTime;
  }

  /** Notes that native code ended a fragment. */
  void ended() {
    ended = true;
  }

  /** Puts a frame into native code. */
  @FunctionalInterface
  interface Put {
    void run() throws ProducerException;
  }

  /**
   * Puts a frame unless native code would swallow it.
   *
   * @param key whether it is a key frame to native code, which begins a fragment
   * @return whether it was put
   */
  boolean unlessSwallowed(boolean key, Put put) throws ProducerException {
    if (key) {
      beginFragment(put);
    } else {
      if (mayHaveEnded()) {
        return false;
      }
      put.run();
      if (ended) {
        // Just now. Whether before this frame or after it does not show; nothing may be claimed.
        return false;
      }
    }
    takenAt = clock.instant();
    takenAtNanos = nanoTime.getAsLong();
    return true;
  }

  private void beginFragment(Put put) throws ProducerException {
    boolean before = ended;
    // Not afterwards: that could undo what is noted meanwhile.
    ended = false;
    try {
      put.run();
    } catch (ProducerException e) {
      ended |= before;
      throw e;
    }
  }

  /** Whether a fragment was seen to end since the last frame, or there was time for it. */
  private boolean mayHaveEnded() {
    Instant last = takenAt;
    return ended
        || (last != null
            && (nanoTime.getAsLong() - takenAtNanos > SURELY_NOT_WITHIN.toNanos()
                || clock.instant().isAfter(last.plus(SURELY_NOT_WITHIN))));
  }
}
