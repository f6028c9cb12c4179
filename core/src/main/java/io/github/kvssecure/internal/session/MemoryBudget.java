package io.github.kvssecure.internal.session;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The memory that the streams of a producer share, in bytes of frames. Thread-safe.
 *
 * <p>A stream may hold as much as is free. So one that stalls alone gets half of the budget; if all
 * stall together, each gets the same and one share stays free; and a stream that goes well, which
 * needs little, finds room. The sum never exceeds the budget. This is the dynamic threshold of
 * shared switch buffers.
 *
 * @see <a href="https://doi.org/10.1109/90.664262">Choudhury, Hahne: Dynamic queue length
 *     thresholds for shared-memory packet switches</a>
 */
public final class MemoryBudget {

  private final long bytes;
  private final Set<Runnable> waiting = ConcurrentHashMap.newKeySet();
  private long used;

  /**
   * A budget of which nothing is used.
   *
   * @param bytes more than zero
   */
  public MemoryBudget(long bytes) {
    this.bytes = bytes;
  }

  /**
   * Takes bytes, if there is room for them.
   *
   * @param held what the stream holds already
   * @param more what it wants
   * @return whether they were taken
   */
  synchronized boolean take(long held, long more) {
    if (!admits(held, more)) {
      return false;
    }
    used += more;
    return true;
  }

  private boolean admits(long held, long more) {
    long free = bytes - used;
    return more <= free && held + more <= free;
  }

  /** Gives bytes back, and wakes whoever waits. Call it without a lock. */
  void free(long given) {
    if (given == 0) {
      return;
    }
    synchronized (this) {
      used -= given;
    }
    waiting.forEach(Runnable::run);
  }

  /** What is in use by all streams together. */
  synchronized long used() {
    return used;
  }

  /** Is told whenever there is more room, until {@link #forget}. */
  void whenFreed(Runnable wake) {
    waiting.add(wake);
  }

  void forget(Runnable wake) {
    waiting.remove(wake);
  }
}
