package io.github.kvssecure.internal.packaging;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * The memory of the content store, in chunks of one size that are used again. All streams of a
 * media producer share it. Thread-safe; its lock is a leaf.
 */
final class ChunkPool {

  /** Small enough for a fragment of sound, large enough that video takes few. */
  static final int CHUNK_BYTES = 32 * 1024;

  private static final int KEPT_AT_LEAST = 64;

  private final int limit;
  private final Supplier<byte[]> memory;
  private final ArrayList<byte[]> free = new ArrayList<>();
  private int used;

  /**
   * @param bytes how much may be in use at once
   */
  ChunkPool(long bytes) {
    this(bytes, () -> new byte[CHUNK_BYTES]);
  }

  /**
   * @param bytes how much may be in use at once
   * @param memory makes a chunk
   */
  ChunkPool(long bytes, Supplier<byte[]> memory) {
    this.limit = (int) Math.min(Integer.MAX_VALUE, bytes / CHUNK_BYTES);
    this.memory = memory;
  }

  /**
   * Takes so many chunks, all or none; says whether it did. Their content is anything. If the heap
   * has no room, nothing is in use that was not before, and nothing is kept for later.
   */
  synchronized boolean take(int count, List<byte[]> into) {
    if (count > limit - used) {
      return false;
    }
    // Whatever can fail comes before anything is handed out.
    fill(count);
    List<byte[]> taken = free.subList(free.size() - count, free.size());
    into.addAll(taken);
    taken.clear();
    used += count;
    return true;
  }

  private void fill(int count) {
    boolean filled = false;
    try {
      while (free.size() < count) {
        free.add(memory.get());
      }
      filled = true;
    } finally {
      if (!filled) {
        free.clear();
      }
    }
  }

  /** Takes back all chunks of a list, and empties it. As many are kept as are in use. */
  synchronized void giveBack(List<byte[]> chunks) {
    used -= chunks.size();
    for (byte[] chunk : chunks) {
      if (free.size() < Math.max(KEPT_AT_LEAST, used)) {
        free.add(chunk);
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
