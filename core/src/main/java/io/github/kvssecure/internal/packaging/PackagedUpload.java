package io.github.kvssecure.internal.packaging;

import io.github.kvssecure.spi.UploadId;
import org.jspecify.annotations.Nullable;

/**
 * One upload: where it stands in the segment that it sends. It begins with the oldest fragment that
 * is held when it is first read. Guarded by the stream's lock.
 */
final class PackagedUpload {

  /** No fragment follows in another upload. */
  static final long OPEN_END = Long.MAX_VALUE;

  private static final byte[] END = Matroska.endOfFragment();

  private final UploadId id;
  private final byte[] header;
  private final long requestedNanos;
  private int headerRead;
  private int endRead;
  private boolean begun;
  private @Nullable StoredFragment current;
  private long position;
  private long nextSequence;
  private long end = OPEN_END;

  /**
   * @param id its name
   * @param header what comes before the first fragment
   * @param requestedNanos when it was asked for
   */
  PackagedUpload(UploadId id, byte[] header, long requestedNanos) {
    this.id = id;
    this.header = header;
    this.requestedNanos = requestedNanos;
  }

  UploadId id() {
    return id;
  }

  long requestedNanos() {
    return requestedNanos;
  }

  /** Says that it ends before the fragment of that number. */
  void endBefore(long sequence) {
    end = sequence;
  }

  boolean hasEnd() {
    return end != OPEN_END;
  }

  /** Whether all that it is to send was sent and acknowledged. */
  boolean isComplete(ContentStore store) {
    return hasEnd() && begun && endRead == END.length && store.isEmptyBefore(end);
  }

  /** Copies as much as there is; 0 if there is nothing now. */
  int read(ContentStore store, byte[] buffer) {
    if (!begun) {
      begun = true;
      StoredFragment oldest = store.oldest();
      nextSequence = oldest == null ? store.nextSequence() : oldest.sequence();
    }
    int at = readHeader(buffer);
    while (at < buffer.length) {
      StoredFragment fragment = currentOf(store);
      if (fragment == null) {
        return at + readEnd(buffer, at);
      }
      int count = fragment.read(id.value(), position, buffer, at);
      at += count;
      position += count;
      if (position < fragment.size() || !fragment.isComplete()) {
        return at;
      }
      nextSequence = fragment.sequence() + 1;
      current = null;
    }
    return at;
  }

  private int readHeader(byte[] buffer) {
    int count = Math.min(buffer.length, header.length - headerRead);
    System.arraycopy(header, headerRead, buffer, 0, count);
    headerRead += count;
    return count;
  }

  /** The fragment to read from, if one is left before the end. */
  private @Nullable StoredFragment currentOf(ContentStore store) {
    if (current == null) {
      StoredFragment next = store.firstFrom(nextSequence);
      if (next == null || next.sequence() >= end) {
        return null;
      }
      current = next;
      position = 0;
    }
    return current;
  }

  private int readEnd(byte[] buffer, int at) {
    if (!hasEnd()) {
      return 0;
    }
    int count = Math.min(buffer.length - at, END.length - endRead);
    System.arraycopy(END, endRead, buffer, at, count);
    endRead += count;
    return count;
  }

  /** Notes that a fragment is no longer held. */
  void freed(StoredFragment fragment) {
    if (current == fragment) {
      nextSequence = fragment.sequence() + 1;
      current = null;
    }
  }
}
