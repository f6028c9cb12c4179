package io.github.kvssecure.internal.packaging;

import java.util.ArrayDeque;
import java.util.List;

/**
 * The memory of the content store, in chunks of one size that are used again. All streams of a
 * media producer share it. Thread-safe; its lock is a leaf.
 */
final class ChunkPool {

  /** Small enough for a fragment of sound, large enough that video takes few. */
  static final int CHUNK_BYTES = 32 * 1024;

  private static final int KEPT_AT_LEAST = 64;

  private final int limit;
  private final ArrayDeque<byte[]> free = new ArrayDeque<>();
  private int used;

  /**
   * @param bytes how much may be in use at once
   */
  ChunkPool(long bytes) {
    this.limit = (int) Math.min(Integer.MAX_VALUE, bytes / CHUNK_BYTES);
  }

  /** Takes so many chunks, all or none; says whether it did. Their content is anything. */
  synchronized boolean take(int count, List<byte[]> into) {
    if (count > limit - used) {
      return false;
    }
    used += count;
    for (int i = 0; i < count; i++) {
      byte[] chunk = free.pollLast();
      into.add(chunk == null ? new byte[CHUNK_BYTES] : chunk);
    }
    return true;
  }

  /** Takes back all chunks of a list, and empties it. As many are kept as are in use. */
  synchronized void giveBack(List<byte[]> chunks) {
    used -= chunks.size();
    for (byte[] chunk : chunks) {
      if (free.size() < Math.max(KEPT_AT_LEAST, used)) {
        free.addLast(chunk);
      }
    }
    chunks.clear();
  }

  synchronized long bytesUsed() {
    return (long) used * CHUNK_BYTES;
  }

  long bytesLimit() {
    return (long) limit * CHUNK_BYTES;
  }
}
