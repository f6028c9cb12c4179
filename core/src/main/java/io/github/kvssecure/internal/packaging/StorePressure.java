package io.github.kvssecure.internal.packaging;

/**
 * Says once that the content store fills up, and once more after it has emptied. Not thread-safe.
 */
final class StorePressure {

  private static final int HIGH_PERCENT = 80;
  private static final int LOW_PERCENT = 50;

  private final ChunkPool pool;
  private final Uploads uploads;
  private final long high;
  private final long low;
  private boolean said;

  StorePressure(ChunkPool pool, Uploads uploads) {
    this.pool = pool;
    this.uploads = uploads;
    this.high = pool.bytesLimit() / 100 * HIGH_PERCENT;
    this.low = pool.bytesLimit() / 100 * LOW_PERCENT;
  }

  /** Looks at the store after something was put. */
  void look() {
    long used = pool.bytesUsed();
    if (!said && used >= high) {
      full();
    } else if (said && used < low) {
      said = false;
    }
  }

  /** Says that there is no room, unless that was said. */
  void full() {
    if (!said) {
      said = true;
      uploads.pressure(
          "content store has " + (pool.bytesLimit() - pool.bytesUsed()) + " bytes left");
    }
  }
}
