package io.github.kvssecure.local.streams;

import java.util.concurrent.atomic.AtomicLong;

/**
 * How much media a stand-in keeps in memory: stored fragments, raw bytes of uploads and their
 * acknowledgement lines. The real service has no such bound; here it turns an OutOfMemoryError
 * somewhere into a refusal that says what to do. Thread-safe.
 */
public final class MediaCapacity {
  private final long limit;
  private final AtomicLong held = new AtomicLong();

  /**
   * Makes an empty store.
   *
   * @param limit in bytes, 1 or more; one fragment of every open upload may come on top
   */
  public MediaCapacity(long limit) {
    if (limit < 1) {
      throw new IllegalArgumentException(
          "media capacity is " + limit + " bytes, required: 1 or more");
    }
    this.limit = limit;
  }

  /** Tells whether nothing more may be stored. */
  public boolean full() {
    return held.get() >= limit;
  }

  /** Says how full it is and what to do about it. */
  public String description() {
    return "kvs-local holds "
        + held.get()
        + " bytes of media, at most "
        + limit
        + " are kept; delete streams that are looked at, or raise"
        + " LocalKvsBuilder.mediaCapacity and the heap";
  }

  void take(long bytes) {
    held.addAndGet(bytes);
  }

  void giveBack(long bytes) {
    held.addAndGet(-bytes);
  }
}
