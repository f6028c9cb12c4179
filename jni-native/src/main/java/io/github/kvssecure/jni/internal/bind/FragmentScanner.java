package io.github.kvssecure.jni.internal.bind;

import io.github.kvssecure.spi.MediaProducerException;

/**
 * Follows the Matroska bytes that leave, and knows which fragments have begun and ended among them.
 * An acknowledgement for a fragment that has not left would make the native producer free media
 * that was never sent. It looks at element headers only and skips what they hold. Not thread-safe.
 *
 * <p>Element ids and sizes: RFC 8794, sections 4 and 5; RFC 9559, section 5.1.
 */
final class FragmentScanner {

  /** No fragment. */
  static final long NONE = -1;

  /** Told what is found among the bytes that leave. */
  @FunctionalInterface
  interface Listener {
    /** A fragment has begun, and its timecode in milliseconds is known. */
    void begun(long timecodeMillis);

    /** An element that is no part of a cluster begins, so many bytes after those scanned before. */
    default void topLevel(int at) {}

    /** That element is no cluster. */
    default void noCluster() {}
  }

  private static final long SEGMENT = 0x18538067L;
  private static final long CLUSTER = 0x1F43B675L;
  private static final long TIMESTAMP = 0xE7L;
  private static final int LEVEL_1_ID_BYTES = 4;
  private static final int MAX_SIZE_BYTES = 8;

  private long id;
  private int idBytes;
  private long size;
  private int sizeBytes;
  private int pending;
  private boolean readingSize;
  private boolean sizeUnknown;
  private long toSkip;
  private boolean readingTimestamp;
  private long timestamp;

  private final Listener listener;
  private long begun = NONE;
  private long ended = NONE;

  /**
   * @param listener told of each fragment as its first bytes leave
   */
  FragmentScanner(Listener listener) {
    this.listener = listener;
  }

  /** The timecode of the last fragment that has left whole, in milliseconds, or {@link #NONE}. */
  long ended() {
    return ended;
  }

  /** Follows the first {@code length} bytes of {@code bytes}. */
  void scan(byte[] bytes, int length) {
    int at = 0;
    while (at < length) {
      if (toSkip > 0) {
        long here = Math.min(toSkip, length - at);
        if (readingTimestamp) {
          for (int i = 0; i < here; i++) {
            timestamp = (timestamp << 8) | (bytes[at + i] & 0xff);
          }
        }
        at += (int) here;
        toSkip -= here;
        endPayload();
      } else {
        header(bytes[at] & 0xff, at);
        at++;
      }
    }
  }

  private void endPayload() {
    if (toSkip == 0 && readingTimestamp) {
      readingTimestamp = false;
      begun = timestamp;
      listener.begun(begun);
    }
  }

  private void header(int octet, int at) {
    if (!readingSize) {
      idOctet(octet, at);
    } else {
      sizeOctet(octet);
    }
  }

  private void idOctet(int octet, int at) {
    if (idBytes == 0) {
      pending = lengthOf(octet, LEVEL_1_ID_BYTES);
      id = 0;
      if (pending == LEVEL_1_ID_BYTES) {
        listener.topLevel(at);
      }
    }
    id = (id << 8) | octet;
    idBytes++;
    if (--pending == 0) {
      readingSize = true;
      sizeBytes = 0;
    }
  }

  private void sizeOctet(int octet) {
    if (sizeBytes == 0) {
      pending = lengthOf(octet, MAX_SIZE_BYTES);
      int mask = (1 << (MAX_SIZE_BYTES - pending)) - 1;
      size = octet & mask;
      sizeUnknown = (octet & mask) == mask;
    } else {
      size = (size << 8) | octet;
      sizeUnknown &= octet == 0xff;
    }
    sizeBytes++;
    if (--pending == 0) {
      readingSize = false;
      element();
      idBytes = 0;
    }
  }

  private void element() {
    if (idBytes == LEVEL_1_ID_BYTES) {
      ended = begun;
      if (id != CLUSTER) {
        listener.noCluster();
      }
    }
    if (id == SEGMENT || id == CLUSTER) {
      return;
    }
    if (sizeUnknown) {
      throw new MediaProducerException(
          MediaProducerException.NO_STATUS,
          "the native producer wrote an element without size (id 0x" + Long.toHexString(id) + ")");
    }
    toSkip = size;
    if (id == TIMESTAMP) {
      readingTimestamp = true;
      timestamp = 0;
      endPayload();
    }
  }

  private static int lengthOf(int octet, int limit) {
    int length = Integer.numberOfLeadingZeros(octet) - 23;
    if (length > limit) {
      throw new MediaProducerException(
          MediaProducerException.NO_STATUS,
          "the native producer wrote no Matroska (octet 0x" + Integer.toHexString(octet) + ")");
    }
    return length;
  }
}
