package io.github.kvssecure.internal.session;

/**
 * Walks over the Matroska bytes of an upload, element by element, and finds where fragments begin:
 * each is a Cluster. It reads element headers and skips what they hold. Not thread-safe.
 *
 * <p>Element ids and sizes: RFC 8794, sections 4 and 5; RFC 9559, section 5.1.
 */
final class MatroskaWalk {

  /** The longest header of an element: an id of 4 and a size of 8 bytes. */
  static final int LONGEST_HEADER = 12;

  private static final long SEGMENT = 0x18538067L;
  private static final long CLUSTER = 0x1F43B675L;
  private static final int LONGEST_ID = 4;

  private long toSkip;
  private long clusters;
  private boolean atEdge;

  /** Bytes that are not Matroska: there is no edge to find among them. */
  private boolean opaque;

  /**
   * Walks on.
   *
   * @param bytes what follows what was walked before
   * @param length how many of them
   * @param stopAtEdge whether to stop before the next Cluster but the first
   * @return how many bytes were walked; the rest is an incomplete header, or begins with the
   *     Cluster before which it stopped
   */
  int walk(byte[] bytes, int length, boolean stopAtEdge) {
    int at = 0;
    while (at < length && !opaque) {
      if (toSkip > 0) {
        int here = (int) Math.min(toSkip, length - at);
        toSkip -= here;
        at += here;
        continue;
      }
      int idBytes = octets(bytes[at]);
      if (idBytes > LONGEST_ID) {
        opaque = true;
        break;
      }
      if (at + idBytes >= length) {
        return at;
      }
      int sizeBytes = octets(bytes[at + idBytes]);
      if (sizeBytes > Long.BYTES) {
        opaque = true;
        break;
      }
      if (at + idBytes + sizeBytes > length) {
        return at;
      }
      long id = number(bytes, at, idBytes);
      if (id == CLUSTER && stopAtEdge && clusters > 0) {
        atEdge = true;
        return at;
      }
      enter(id, size(bytes, at + idBytes, sizeBytes));
      at += idBytes + sizeBytes;
    }
    return opaque ? length : at;
  }

  private void enter(long id, long size) {
    if (id == CLUSTER) {
      clusters++;
    } else if (id != SEGMENT) {
      toSkip = size;
    }
  }

  /** Whether it stopped before a Cluster. */
  boolean isAtEdge() {
    return atEdge;
  }

  private static int octets(byte first) {
    return Integer.numberOfLeadingZeros(first & 0xff) - 23;
  }

  private static long size(byte[] bytes, int from, int count) {
    long marker = 1L << (7 * count);
    return number(bytes, from, count) & (marker - 1);
  }

  private static long number(byte[] bytes, int from, int count) {
    long value = 0;
    for (int i = 0; i < count; i++) {
      value = (value << 8) | (bytes[from + i] & 0xff);
    }
    return value;
  }
}
