package io.github.kvssecure.local.http;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Reads lines that end in CRLF and are bounded in length; a bare CR or LF is an error (RFC 9112
 * section 2.2).
 */
final class LineReader {
  private final InputStream in;

  LineReader(InputStream in) {
    this.in = in;
  }

  /** Returns the next line without its CRLF, or null when the peer closed before the first byte. */
  @Nullable String next(int limit) throws IOException {
    byte[] line = new byte[limit];
    int length = 0;
    while (true) {
      int b = in.read();
      if (b < 0) {
        if (length == 0) {
          return null;
        }
        throw new EOFException("connection closed inside a line");
      }
      if (b == '\r') {
        if (in.read() != '\n') {
          throw new MalformedRequestException("CR without LF");
        }
        return new String(line, 0, length, StandardCharsets.ISO_8859_1);
      }
      if (b == '\n') {
        throw new MalformedRequestException("LF without CR");
      }
      if (length == limit) {
        throw new MalformedRequestException("line longer than " + limit + " bytes");
      }
      line[length++] = (byte) b;
    }
  }

  /** Returns the next line; the end of the connection is an error. */
  String require(int limit) throws IOException {
    String line = next(limit);
    if (line == null) {
      throw new EOFException("connection closed where a line was due");
    }
    return line;
  }
}
