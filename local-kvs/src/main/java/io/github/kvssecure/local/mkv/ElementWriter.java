package io.github.kvssecure.local.mkv;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** Encodes elements as RFC 8794 says, in memory. */
final class ElementWriter {
  /** Sizes below 2^7-1 take one byte, all others eight: simple, and never the unknown size. */
  private static final int ONE_BYTE_SIZES = 0x7F;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  byte[] bytes() {
    return out.toByteArray();
  }

  /** A master of unknown size, which the reader ends; its children are written after it. */
  void unknownSize(Element element) {
    id(element);
    out.write(0xFF);
  }

  void master(Element element, Consumer<ElementWriter> content) {
    ElementWriter inner = new ElementWriter();
    content.accept(inner);
    binary(element, inner.bytes());
  }

  void unsigned(Element element, long value) {
    int length = Math.max(1, (Long.SIZE - Long.numberOfLeadingZeros(value) + 7) / Byte.SIZE);
    byte[] all = ByteBuffer.allocate(Long.BYTES).putLong(value).array();
    head(element, length);
    out.write(all, Long.BYTES - length, length);
  }

  void floating(Element element, double value) {
    binary(element, ByteBuffer.allocate(Double.BYTES).putDouble(value).array());
  }

  void text(Element element, String value) {
    binary(element, value.getBytes(StandardCharsets.UTF_8));
  }

  void binary(Element element, byte[] value) {
    head(element, value.length);
    out.writeBytes(value);
  }

  /** A {@code SimpleBlock} of one frame (RFC 9559, section 10.2). */
  void simpleBlock(int relativeTimecode, MkvFrame frame) {
    int track = frame.trackNumber();
    int numberBytes = (Integer.SIZE - Integer.numberOfLeadingZeros(track + 1) + 6) / 7;
    head(Element.SIMPLE_BLOCK, numberBytes + 3L + frame.size());
    vint(track, numberBytes);
    out.write(relativeTimecode >> Byte.SIZE);
    out.write(relativeTimecode);
    out.write(frame.keyFrame() ? 0x80 : 0);
    out.writeBytes(frame.data());
  }

  private void head(Element element, long size) {
    id(element);
    vint(size, size < ONE_BYTE_SIZES ? 1 : Long.BYTES);
  }

  private void id(Element element) {
    int id = element.id();
    for (int shift = Integer.SIZE - Byte.SIZE; shift >= 0; shift -= Byte.SIZE) {
      if (id >>> shift != 0) {
        out.write(id >>> shift);
      }
    }
  }

  private void vint(long value, int length) {
    long marked = value | 1L << (7 * length);
    for (int i = length - 1; i >= 0; i--) {
      out.write((int) (marked >>> (Byte.SIZE * i)));
    }
  }
}
