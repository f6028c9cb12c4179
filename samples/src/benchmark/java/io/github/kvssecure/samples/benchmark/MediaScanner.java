package io.github.kvssecure.samples.benchmark;

import java.nio.ByteBuffer;

/**
 * Finds timecodes of clusters and the ends of simple blocks in a Matroska stream, and skips the
 * rest unread. Not thread-safe. It trusts its peer: this is a benchmark's sink, not a parser.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9559">RFC 9559, Matroska</a>
 */
final class MediaScanner {

  /** Told what was found. */
  interface Sink {
    void cluster(long timecode);

    /** The last byte of a block has arrived; its data begins at this position. */
    void block(ByteBuffer head, int position);
  }

  private static final long SEGMENT = 0x18538067L;
  private static final long CLUSTER = 0x1f43b675L;
  private static final long TIMECODE = 0xe7;
  private static final long SIMPLE_BLOCK = 0xa3;

  /** Track number, timecode, flags (RFC 9559, 10.2): one byte for track numbers below 128. */
  private static final int BLOCK_HEAD = 4;

  private final Sink sink;
  private final ByteBuffer head = ByteBuffer.allocate(64);
  private long id;
  private long left;
  private int wanted = 1;
  private Part part = Part.ID;

  private enum Part {
    ID,
    SIZE,
    START,
    SKIPPED
  }

  MediaScanner(Sink sink) {
    this.sink = sink;
  }

  void feed(byte[] bytes, int from, int to) {
    int at = from;
    while (at < to) {
      if (part == Part.SKIPPED) {
        int count = (int) Math.min(left, to - at);
        at += count;
        left -= count;
        endElement();
        continue;
      }
      int count = Math.min(wanted - head.position(), to - at);
      head.put(bytes, at, count);
      at += count;
      if (head.position() == wanted) {
        advance();
      }
    }
  }

  private void advance() {
    switch (part) {
      case ID, SIZE -> variableInteger();
      case START -> {
        part = Part.SKIPPED;
        endElement();
      }
      case SKIPPED -> throw new IllegalStateException("nothing is collected while skipping");
    }
  }

  /** Length in the leading zero bits of the first byte (RFC 8794, 4). */
  private void variableInteger() {
    int length = Integer.numberOfLeadingZeros(head.get(0) & 0xff) - 23;
    if (head.position() < length) {
      wanted = length;
      return;
    }
    long value = bigEndian(length);
    if (part == Part.ID) {
      id = value;
      expect(Part.SIZE);
    } else {
      left = value & ((1L << (7 * length)) - 1);
      enter();
    }
  }

  private void enter() {
    if (id == SEGMENT || id == CLUSTER) {
      expect(Part.ID);
      return;
    }
    int start =
        id == TIMECODE ? (int) left : id == SIMPLE_BLOCK ? BLOCK_HEAD + FrameStamp.BYTES : 0;
    start = (int) Math.min(start, left);
    left -= start;
    if (start == 0) {
      part = Part.SKIPPED;
      endElement();
    } else {
      expect(Part.START);
      wanted = start;
    }
  }

  private void endElement() {
    if (left > 0) {
      return;
    }
    if (id == TIMECODE) {
      sink.cluster(bigEndian(head.position()));
    } else if (id == SIMPLE_BLOCK && head.position() == BLOCK_HEAD + FrameStamp.BYTES) {
      sink.block(head, BLOCK_HEAD);
    }
    expect(Part.ID);
  }

  private void expect(Part next) {
    part = next;
    wanted = 1;
    head.clear();
  }

  private long bigEndian(int length) {
    long value = 0;
    for (int i = 0; i < length; i++) {
      value = (value << 8) | (head.get(i) & 0xff);
    }
    return value;
  }
}
