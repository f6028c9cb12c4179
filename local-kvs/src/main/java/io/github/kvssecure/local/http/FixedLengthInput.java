package io.github.kvssecure.local.http;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/** A body of declared length; a connection that ends before it is an error, never a short body. */
final class FixedLengthInput extends InputStream {
  private final InputStream in;
  private long remaining;

  FixedLengthInput(InputStream in, long length) {
    this.in = in;
    this.remaining = length;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    if (remaining == 0) {
      return -1;
    }
    int count = in.read(buffer, offset, (int) Math.min(length, remaining));
    if (count < 0) {
      throw new EOFException("connection closed inside the body");
    }
    remaining -= count;
    return count;
  }
}
