package io.github.kvssecure.internal.packaging;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/**
 * Writes EBML elements into memory (RFC 8794). For what is written once for each upload. Not
 * thread-safe.
 */
final class EbmlWriter {

  private static final int LARGEST_ONE_BYTE_SIZE = 126;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  /** An element that has elements in it; its size takes eight bytes. */
  EbmlWriter master(int id, Consumer<EbmlWriter> content) {
    EbmlWriter inner = new EbmlWriter();
    content.accept(inner);
    id(id);
    longSize(inner.out.size());
    out.writeBytes(inner.toByteArray());
    return this;
  }

  /** A master element with a size of four bytes. */
  EbmlWriter smallMaster(int id, Consumer<EbmlWriter> content) {
    EbmlWriter inner = new EbmlWriter();
    content.accept(inner);
    id(id);
    bytes(4, 0x1000_0000L | inner.out.size());
    out.writeBytes(inner.toByteArray());
    return this;
  }

  /** An unsigned number in as many bytes as said. */
  EbmlWriter unsigned(int id, long value, int length) {
    id(id);
    out.write(0x80 | length);
    bytes(length, value);
    return this;
  }

  /** A floating point number of eight bytes. */
  EbmlWriter floating(int id, double value) {
    return binary(id, ByteBuffer.allocate(Double.BYTES).putDouble(value).array());
  }

  EbmlWriter text(int id, String value) {
    return binary(id, value.getBytes(StandardCharsets.UTF_8));
  }

  /** Bytes, with the shortest size. */
  EbmlWriter binary(int id, byte[] value) {
    id(id);
    if (value.length <= LARGEST_ONE_BYTE_SIZE) {
      out.write(0x80 | value.length);
    } else {
      bytes(4, 0x1000_0000L | value.length);
    }
    out.writeBytes(value);
    return this;
  }

  /** Bytes, with a size of eight bytes. */
  EbmlWriter longBinary(int id, byte[] value) {
    id(id);
    longSize(value.length);
    out.writeBytes(value);
    return this;
  }

  /** The start of an element of unknown size: it ends with the document. */
  EbmlWriter open(int id) {
    id(id);
    out.write(0xFF);
    return this;
  }

  private void id(int id) {
    int length = (Integer.SIZE - Integer.numberOfLeadingZeros(id) + 7) / 8;
    bytes(length, id);
  }

  private void longSize(int size) {
    bytes(8, 1L << 56 | size);
  }

  private void bytes(int length, long value) {
    for (int shift = 8 * (length - 1); shift >= 0; shift -= 8) {
      out.write((int) (value >> shift));
    }
  }

  byte[] toByteArray() {
    return out.toByteArray();
  }
}
