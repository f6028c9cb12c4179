package io.github.kvssecure.local.http;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.regex.Pattern;

/**
 * A body in chunks (RFC 9112 section 7.1), without extensions and without trailers. Only the zero
 * chunk ends it: a connection that closes earlier is an error.
 */
final class ChunkedInput extends InputStream {
  private static final Pattern SIZE = Pattern.compile("[0-9A-Fa-f]{1,7}");
  private static final int SIZE_LINE_LIMIT = 32;

  private final InputStream in;
  private final LineReader lines;
  private int remaining;
  private boolean first = true;
  private boolean ended;

  ChunkedInput(InputStream in, LineReader lines) {
    this.in = in;
    this.lines = lines;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    if (remaining == 0 && !openChunk()) {
      return -1;
    }
    int count = in.read(buffer, offset, Math.min(length, remaining));
    if (count < 0) {
      throw new EOFException("connection closed inside a chunk");
    }
    remaining -= count;
    return count;
  }

  private boolean openChunk() throws IOException {
    if (ended) {
      return false;
    }
    if (!first && !lines.require(SIZE_LINE_LIMIT).isEmpty()) {
      throw new MalformedRequestException("chunk longer than its size");
    }
    first = false;
    String size = lines.require(SIZE_LINE_LIMIT);
    if (!SIZE.matcher(size).matches()) {
      throw new MalformedRequestException("not a chunk size");
    }
    remaining = Integer.parseInt(size, 16);
    if (remaining > 0) {
      return true;
    }
    ended = true;
    if (!lines.require(SIZE_LINE_LIMIT).isEmpty()) {
      throw new MalformedRequestException("trailers are not accepted");
    }
    return false;
  }
}
