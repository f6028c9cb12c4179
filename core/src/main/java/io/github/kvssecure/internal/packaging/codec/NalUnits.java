package io.github.kvssecure.internal.packaging.codec;

import java.nio.ByteBuffer;

/**
 * Finds the NAL units of an access unit, in either of the two forms in which encoders give them:
 * with start codes (Annex B of ITU-T H.264 and H.265), or each with its length before it (ISO/IEC
 * 14496-15). Pure; allocates nothing.
 */
final class NalUnits {

  private static final int LONG_START_CODE = 1;
  private static final int START_CODE_BYTES = 3;

  private NalUnits() {}

  /**
   * Lays out an access unit: with lengths it is stored as it is, with start codes each unit gets
   * its length instead.
   *
   * @param data between position and limit, left as it is
   * @param lengthBytes how long a length is, 1, 2 or 4, as the codec private data says
   * @param layout filled
   * @return whether there were start codes
   * @throws MalformedMediaException if it is neither
   */
  static boolean layOut(ByteBuffer data, int lengthBytes, FrameLayout layout)
      throws MalformedMediaException {
    int start = data.position();
    int end = data.limit();
    boolean startCode = beginsWithStartCode(data, start, end);
    // 00 00 00 01 would be a unit of one byte, shorter than any that begins an access unit.
    boolean certain = startCode && end - start > 3 && data.get(start + 2) == 0;
    if (!certain && lengthsFit(data, start, end, lengthBytes)) {
      layout.whole(start, end - start);
      return false;
    }
    if (!startCode) {
      throw new MalformedMediaException(
          "the frame is no access unit: it has neither start codes (Annex B) nor lengths of "
              + lengthBytes
              + " bytes that add up to its size; look at what the encoder gives");
    }
    if (lengthBytes != FrameLayout.LENGTH_BYTES) {
      throw new MalformedMediaException(
          "the frame has start codes, and the codec private data says lengths of "
              + lengthBytes
              + " bytes; leave the codec private data out, then it is made from the stream");
    }
    layOutStartCodes(data, start, end, layout);
    return true;
  }

  private static boolean beginsWithStartCode(ByteBuffer data, int start, int end) {
    int at = start;
    while (at < end && data.get(at) == 0) {
      at++;
    }
    return at - start >= START_CODE_BYTES - 1 && at < end && data.get(at) == LONG_START_CODE;
  }

  /** Whether each length is followed by as many bytes, at least one, down to the end. */
  static boolean lengthsFit(ByteBuffer data, int start, int end, int lengthBytes) {
    int at = start;
    while (at < end) {
      if (end - at <= lengthBytes) {
        return false;
      }
      long length = lengthAt(data, at, lengthBytes);
      at += lengthBytes;
      if (length == 0 || length > end - at) {
        return false;
      }
      at += (int) length;
    }
    return at > start;
  }

  private static long lengthAt(ByteBuffer data, int at, int lengthBytes) {
    long length = 0;
    for (int i = 0; i < lengthBytes; i++) {
      length = (length << 8) | (data.get(at + i) & 0xff);
    }
    return length;
  }

  private static void layOutStartCodes(ByteBuffer data, int start, int end, FrameLayout layout)
      throws MalformedMediaException {
    layout.clear(true);
    int code = nextStartCode(data, start, end);
    while (code < end) {
      int unit = code + START_CODE_BYTES;
      int next = nextStartCode(data, unit, end);
      int last = next;
      // Zeros before a start code and at the end are padding (H.264, B.1: trailing_zero_8bits).
      while (last > unit && data.get(last - 1) == 0) {
        last--;
      }
      if (last > unit) {
        layout.add(unit, last - unit);
      }
      code = next;
    }
    if (layout.pieces() == 0) {
      throw new MalformedMediaException("the frame has start codes and no NAL unit");
    }
  }

  /** The index of the next 00 00 01, or {@code end}. */
  private static int nextStartCode(ByteBuffer data, int from, int end) {
    if (data.hasArray()) {
      int shift = data.arrayOffset();
      return nextStartCode(data.array(), from + shift, end + shift) - shift;
    }
    int at = from;
    while (at + 2 < end) {
      int third = data.get(at + 2);
      if ((third & 0xff) > 1) {
        at += 3;
      } else if (third == 1 && data.get(at + 1) == 0 && data.get(at) == 0) {
        return at;
      } else {
        at++;
      }
    }
    return end;
  }

  private static int nextStartCode(byte[] data, int from, int end) {
    int at = from;
    while (at + 2 < end) {
      int third = data[at + 2];
      if ((third & 0xff) > 1) {
        at += 3;
      } else if (third == 1 && data[at + 1] == 0 && data[at] == 0) {
        return at;
      } else {
        at++;
      }
    }
    return end;
  }

  /** Told of each NAL unit of an access unit. */
  @FunctionalInterface
  interface Visitor {
    /** A unit of at least one byte, from an absolute index on. */
    void unit(int start, int length);
  }

  /** Shows the NAL units of an access unit that was laid out. */
  static void visit(ByteBuffer data, FrameLayout layout, int lengthBytes, Visitor visitor) {
    if (layout.isPrefixed()) {
      for (int i = 0; i < layout.pieces(); i++) {
        visitor.unit(layout.start(i), layout.length(i));
      }
      return;
    }
    int at = data.position();
    while (at < data.limit()) {
      int length = (int) lengthAt(data, at, lengthBytes);
      visitor.unit(at + lengthBytes, length);
      at += lengthBytes + length;
    }
  }
}
