package io.github.kvssecure.internal.outgoing;

import java.nio.charset.StandardCharsets;

/**
 * Reads the headers of Matroska elements as bytes pass, and keeps what is looked at; the media
 * itself is skipped. Allocates nothing for a frame. Not thread-safe.
 *
 * <p>Bounds: ids up to four bytes and sizes up to eight (RFC 8794), no more than six levels, an
 * unknown size for segment and cluster alone, nothing that ends after what it lies in, and nothing
 * but a segment that is larger than a fragment may be.
 */
final class ElementReader {

  /** Told what passes. */
  interface Listener {
    /** An element began that has elements in it. */
    void began(int id);

    /**
     * The first {@code kept} bytes of an element without elements in it are there, which is all
     * that is looked at; the rest of it has not passed yet.
     */
    void value(int id, long size, byte[] bytes, int kept);

    /** An element that has elements in it is over; so many bytes, header included. */
    void ended(int id, long bytes);
  }

  private static final int MAX_LEVELS = 6;
  private static final int MAX_ID_BYTES = 4;
  private static final int MAX_SIZE_BYTES = 8;
  private static final long UNKNOWN = Long.MAX_VALUE;

  /** What KVS takes for a fragment (service quotas): inside an unknown size nothing else bounds. */
  private static final long MOST_BYTES = 50_000_000;

  private final Listener listener;
  private final int[] ids = new int[MAX_LEVELS];
  private final long[] starts = new long[MAX_LEVELS];
  private final long[] ends = new long[MAX_LEVELS];
  private int level;

  private long position;
  private long elementStart;
  private int id;
  private int pending;
  private int sizeBytes;
  private long size;
  private boolean sizeUnknown;
  private boolean inSize;
  private boolean inHeader;

  private final byte[] kept = new byte[256];
  private int keptLength;
  private int toKeep;
  private long toSkip;

  ElementReader(Listener listener) {
    this.listener = listener;
  }

  /** Reads bytes that are about to leave. */
  void read(byte[] bytes, int length) throws UnboundedElementException {
    int at = 0;
    while (at < length) {
      if (toSkip > 0) {
        int here = (int) Math.min(toSkip, length - at);
        keep(bytes, at, Math.min(here, toKeep - keptLength));
        at += here;
        position += here;
        toSkip -= here;
        if (toSkip == 0) {
          leaveAtEnd();
        }
      } else {
        octet(bytes[at++] & 0xff);
      }
    }
  }

  private void keep(byte[] bytes, int at, int length) {
    if (length > 0) {
      System.arraycopy(bytes, at, kept, keptLength, length);
      keptLength += length;
      tellIfKept();
    }
  }

  private void tellIfKept() {
    if (keptLength == toKeep) {
      listener.value(id, size, kept, keptLength);
    }
  }

  private void octet(int octet) throws UnboundedElementException {
    if (!inHeader) {
      inHeader = true;
      elementStart = position;
      pending = lengthOf(octet, MAX_ID_BYTES, "id");
      id = 0;
    }
    position++;
    if (inSize) {
      sizeOctet(octet);
    } else {
      id = id << 8 | octet;
      if (--pending == 0) {
        inSize = true;
        sizeBytes = 0;
      }
    }
  }

  private void sizeOctet(int octet) throws UnboundedElementException {
    if (sizeBytes == 0) {
      pending = lengthOf(octet, MAX_SIZE_BYTES, "size");
      int mask = (1 << (MAX_SIZE_BYTES - pending)) - 1;
      size = octet & mask;
      sizeUnknown = (octet & mask) == mask;
    } else {
      size = size << 8 | octet;
      sizeUnknown &= octet == 0xff;
    }
    sizeBytes++;
    if (--pending == 0) {
      inSize = false;
      inHeader = false;
      element();
    }
  }

  private void element() throws UnboundedElementException {
    leaveWhatIsOver();
    if (sizeUnknown && id != Ids.SEGMENT && id != Ids.CLUSTER) {
      throw new UnboundedElementException(name() + " has no size");
    }
    if (!sizeUnknown && size > MOST_BYTES && id != Ids.SEGMENT) {
      throw new UnboundedElementException(
          name() + " has " + size + " bytes, and a fragment " + MOST_BYTES + " at most");
    }
    long end = sizeUnknown ? UNKNOWN : position + size;
    if (level > 0 && end > ends[level - 1] && ends[level - 1] != UNKNOWN) {
      throw new UnboundedElementException(name() + " ends after the element that it lies in");
    }
    if (Ids.isMaster(id)) {
      enter(end);
    } else {
      toSkip = size;
      keptLength = 0;
      toKeep = (int) Math.min(size, Math.min(Ids.keptBytes(id), kept.length));
      tellIfKept();
      if (size == 0) {
        leaveAtEnd();
      }
    }
  }

  /** A cluster of unknown size is over where the next element of its level begins. */
  private void leaveWhatIsOver() {
    if (Ids.isTopLevel(id)) {
      while (level > 0 && ids[level - 1] != Ids.SEGMENT) {
        leave(elementStart);
      }
    }
  }

  private void enter(long end) throws UnboundedElementException {
    if (level == MAX_LEVELS) {
      throw new UnboundedElementException(name() + " lies deeper than " + MAX_LEVELS + " levels");
    }
    ids[level] = id;
    starts[level] = elementStart;
    ends[level] = end;
    level++;
    listener.began(id);
    leaveAtEnd();
  }

  private void leaveAtEnd() {
    while (level > 0 && position >= ends[level - 1]) {
      leave(position);
    }
  }

  private void leave(long end) {
    level--;
    listener.ended(ids[level], end - starts[level]);
  }

  private String name() {
    return "element 0x" + Integer.toHexString(id);
  }

  private static int lengthOf(int octet, int most, String what) throws UnboundedElementException {
    int length = Integer.numberOfLeadingZeros(octet) - 23;
    if (length > most) {
      throw new UnboundedElementException(
          "no Matroska: an " + what + " of more than " + most + " bytes");
    }
    return length;
  }

  /** What was kept of a value, as a number. */
  static long number(byte[] bytes, int kept) {
    long value = 0;
    for (int i = 0; i < kept; i++) {
      value = value << 8 | (bytes[i] & 0xff);
    }
    return value;
  }

  /** What was kept of a value, as text. */
  static String words(byte[] bytes, int kept) {
    return new String(bytes, 0, kept, StandardCharsets.UTF_8);
  }
}
