package io.github.kvssecure.internal.transport;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Collects one line that ends with CR LF, however it is cut into pieces. Not thread-safe. A lone CR
 * or LF, and any control character but the tabulator, is refused.
 */
final class LineReader {

  private final int maxBytes;
  private byte[] bytes = new byte[128];
  private int length;
  private boolean carriageReturnSeen;

  /**
   * A reader at the start of a line.
   *
   * @param maxBytes the longest line, without its end
   */
  LineReader(int maxBytes) {
    this.maxBytes = maxBytes;
  }

  /**
   * Takes bytes up to the end of the line.
   *
   * @param source consumed up to and including the line's end, or whole
   * @return whether the line is complete
   * @throws MalformedResponseException if the line is too long, or has a forbidden character
   */
  boolean read(ByteBuffer source) throws MalformedResponseException {
    while (source.hasRemaining()) {
      byte next = source.get();
      if (carriageReturnSeen) {
        if (next != '\n') {
          throw new MalformedResponseException("a line has a lone CR");
        }
        return true;
      }
      if (next == '\r') {
        carriageReturnSeen = true;
      } else {
        append(next);
      }
    }
    return false;
  }

  /** The complete line, without its end; the reader is then at the start of the next. */
  String take() {
    String line = new String(bytes, 0, length, StandardCharsets.ISO_8859_1);
    length = 0;
    carriageReturnSeen = false;
    return line;
  }

  private void append(byte next) throws MalformedResponseException {
    if ((next >= 0 && next < ' ' && next != '\t') || next == 0x7f) {
      throw new MalformedResponseException("a line has a control character");
    }
    if (length == maxBytes) {
      throw new MalformedResponseException("a line is longer than " + maxBytes + " bytes");
    }
    if (length == bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.min(maxBytes, length * 2));
    }
    bytes[length++] = next;
  }
}
