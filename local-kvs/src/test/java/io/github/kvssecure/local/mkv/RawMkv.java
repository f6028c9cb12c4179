package io.github.kvssecure.local.mkv;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** Writes elements byte by byte, independently of {@link ElementWriter}, valid or not. */
final class RawMkv {
  /** The EBML header of the native producer. */
  static final byte[] EBML =
      element(
          0x1A45DFA3,
          element(0x4286, number(1)),
          element(0x42F7, number(1)),
          element(0x42F2, number(4)),
          element(0x42F3, number(8)),
          element(0x4282, text("matroska")),
          element(0x4287, number(2)),
          element(0x4285, number(2)));

  static final byte[] INFO = element(0x1549A966, element(0x2AD7B1, number(1_000_000)));
  static final byte[] SEGMENT = unknownSize(0x18538067);

  /** EBML, a segment of unknown size, Info, and one video track of number 1. */
  static final byte[] VIDEO_HEADER =
      join(EBML, SEGMENT, INFO, element(0x1654AE6B, track(1, 1, "V_MPEG4/ISO/AVC")));

  private RawMkv() {}

  static byte[] track(int number, int type, String codec) {
    return element(
        0xAE,
        element(0xD7, number(number)),
        element(0x73C5, number(number)),
        element(0x83, number(type)),
        element(0x86, text(codec)));
  }

  /** A cluster of unknown size, as the native producer writes it. */
  static byte[] cluster(long timecode, byte[]... content) {
    return join(unknownSize(0x1F43B675), element(0xE7, number(timecode)), join(content));
  }

  static byte[] block(int track, int relativeTimecode, int flags, byte[] data) {
    return element(0xA3, blockContent(track, relativeTimecode, flags, data));
  }

  static byte[] blockContent(int track, int relativeTimecode, int flags, byte[] data) {
    byte[] head = {
      (byte) (0x80 | track), (byte) (relativeTimecode >> 8), (byte) relativeTimecode, (byte) flags
    };
    return join(head, data);
  }

  /** A key frame of three bytes on track 1. */
  static byte[] keyBlock(int relativeTimecode) {
    return block(1, relativeTimecode, 0x80, new byte[] {1, 2, 3});
  }

  static byte[] tags(String... namesAndValues) {
    byte[] all = {};
    for (int i = 0; i < namesAndValues.length; i += 2) {
      all =
          join(
              all,
              element(
                  0x7373,
                  element(
                      0x67C8,
                      element(0x45A3, text(namesAndValues[i])),
                      element(0x4487, text(namesAndValues[i + 1])))));
    }
    return element(0x1254C367, all);
  }

  static byte[] element(int id, byte[]... content) {
    byte[] all = join(content);
    return join(sized(id, all.length), all);
  }

  /** The head of an element that declares a size, in eight bytes as the native producer does. */
  static byte[] sized(int id, long size) {
    return join(id(id), ByteBuffer.allocate(Long.BYTES).putLong(size | 1L << 56).array());
  }

  static byte[] unknownSize(int id) {
    return join(id(id), new byte[] {(byte) 0xFF});
  }

  static byte[] number(long value) {
    return ByteBuffer.allocate(Long.BYTES).putLong(value).array();
  }

  static byte[] text(String value) {
    return value.getBytes(StandardCharsets.UTF_8);
  }

  static byte[] hex(String digits) {
    return HexFormat.of().parseHex(digits.replace(" ", ""));
  }

  static byte[] join(byte[]... parts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }

  private static byte[] id(int id) {
    String digits = Integer.toHexString(id);
    return hex(digits.length() % 2 == 0 ? digits : "0" + digits);
  }
}
