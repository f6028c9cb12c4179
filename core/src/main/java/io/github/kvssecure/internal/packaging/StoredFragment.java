package io.github.kvssecure.internal.packaging;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import org.jspecify.annotations.Nullable;

/**
 * One fragment in the content store: the bytes of its cluster, as they leave. Fragments of a stream
 * are linked in order. Guarded by the stream's lock; used again for a later fragment.
 */
final class StoredFragment {

  /** No upload has read it. */
  static final long NOBODY = Long.MIN_VALUE;

  private static final byte[] NOTHING = {};

  private final ArrayList<byte[]> chunks = new ArrayList<>();
  private long size;
  private byte[] closing = NOTHING;

  private long sequence;
  private long timecodeMillis;
  private boolean complete;
  private long readBy = NOBODY;
  private long bytesRead;

  @Nullable StoredFragment previous;
  @Nullable StoredFragment next;

  /** Makes it a new, empty fragment. */
  void begin(long number, long timecode) {
    sequence = number;
    timecodeMillis = timecode;
    size = 0;
    closing = NOTHING;
    complete = false;
    readBy = NOBODY;
    bytesRead = 0;
    previous = null;
    next = null;
  }

  /** Its number within the stream; they grow. */
  long sequence() {
    return sequence;
  }

  long timecodeMillis() {
    return timecodeMillis;
  }

  long size() {
    return size;
  }

  /**
   * Says what follows the last frame, once it is complete; replaces what was said before.
   *
   * @return whether there is room for it
   */
  boolean closeWith(ChunkPool pool, byte[] bytes) {
    byte[] before = closing;
    closing = bytes;
    if (!reserve(pool, 0)) {
      closing = before;
      return false;
    }
    return true;
  }

  /** Says that no frame follows. */
  void complete() {
    append(closing, closing.length);
    closing = NOTHING;
    complete = true;
  }

  boolean isComplete() {
    return complete;
  }

  /** Makes room for so many bytes more, and for what closes it; says whether there is. */
  boolean reserve(ChunkPool pool, long bytes) {
    long missing = size + bytes + closing.length - (long) chunks.size() * ChunkPool.CHUNK_BYTES;
    return missing <= 0
        || pool.take((int) ((missing + ChunkPool.CHUNK_BYTES - 1) / ChunkPool.CHUNK_BYTES), chunks);
  }

  /** Gives its memory back. */
  void free(ChunkPool pool) {
    pool.giveBack(chunks);
    size = 0;
  }

  /** Appends bytes for which there is room. */
  void append(byte[] bytes, int length) {
    int from = 0;
    while (from < length) {
      int offset = (int) (size % ChunkPool.CHUNK_BYTES);
      int count = Math.min(length - from, ChunkPool.CHUNK_BYTES - offset);
      System.arraycopy(bytes, from, chunkAt(size), offset, count);
      from += count;
      size += count;
    }
  }

  /** Appends bytes of a buffer, from an absolute index, for which there is room. */
  void append(ByteBuffer data, int start, int length) {
    int from = start;
    int left = length;
    while (left > 0) {
      int offset = (int) (size % ChunkPool.CHUNK_BYTES);
      int count = Math.min(left, ChunkPool.CHUNK_BYTES - offset);
      data.get(from, chunkAt(size), offset, count);
      from += count;
      left -= count;
      size += count;
    }
  }

  /**
   * Copies bytes out, for an upload.
   *
   * @param upload which upload reads
   * @param from where to begin, at most {@link #size}
   * @return how many bytes were copied; 0 if there are no more now
   */
  int read(long upload, long from, byte[] buffer, int at) {
    long position = from;
    int into = at;
    while (into < buffer.length && position < size) {
      int offset = (int) (position % ChunkPool.CHUNK_BYTES);
      int count =
          (int)
              Math.min(
                  Math.min(buffer.length - into, ChunkPool.CHUNK_BYTES - offset), size - position);
      System.arraycopy(chunkAt(position), offset, buffer, into, count);
      position += count;
      into += count;
    }
    readBy = upload;
    bytesRead = position;
    return into - at;
  }

  private byte[] chunkAt(long position) {
    return chunks.get((int) (position / ChunkPool.CHUNK_BYTES));
  }

  /** Whether the upload has read at least a part of it. */
  boolean wasBegunBy(long upload) {
    return readBy == upload && bytesRead > 0;
  }

  /** Whether the upload has read all of it, and no frame follows. */
  boolean wasReadBy(long upload) {
    return complete && readBy == upload && bytesRead == size;
  }
}
