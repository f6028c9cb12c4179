package io.github.kvssecure.internal.transport;

import java.nio.ByteBuffer;

/**
 * Decodes a chunked body (RFC 9112, 7.1) as it arrives. Not thread-safe. Chunk extensions and
 * trailers are read and ignored, within bounds.
 */
final class ChunkedDecoder {

  private static final int MAX_LINE_BYTES = 1024;
  private static final int MAX_TRAILER_LINES = 20;

  /** More than one chunk will ever hold: 8 hexadecimal digits without overflow of a long. */
  private static final int MAX_SIZE_DIGITS = 8;

  private enum State {
    SIZE_LINE,
    DATA,
    END_OF_DATA,
    TRAILERS
  }

  private final LineReader line = new LineReader(MAX_LINE_BYTES);
  private State state = State.SIZE_LINE;
  private long dataLeft;
  private int trailerLines;

  /**
   * Takes the next bytes.
   *
   * @param bytes consumed up to the end of the body, or whole
   * @param sink told of every piece of data
   * @return whether the body is over
   * @throws MalformedResponseException if the framing is broken
   */
  boolean decode(ByteBuffer bytes, ResponseParser.Sink sink) throws MalformedResponseException {
    while (bytes.hasRemaining()) {
      if (state == State.DATA) {
        int length = (int) Math.min(dataLeft, bytes.remaining());
        passOn(bytes, length, sink);
        dataLeft -= length;
        if (dataLeft == 0) {
          state = State.END_OF_DATA;
        }
      } else if (line.read(bytes) && lineComplete(line.take())) {
        return true;
      }
    }
    return false;
  }

  private boolean lineComplete(String text) throws MalformedResponseException {
    switch (state) {
      case SIZE_LINE -> {
        dataLeft = size(text);
        state = dataLeft == 0 ? State.TRAILERS : State.DATA;
      }
      case END_OF_DATA -> {
        if (!text.isEmpty()) {
          throw new MalformedResponseException("a chunk is longer than its size says");
        }
        state = State.SIZE_LINE;
      }
      default -> {
        if (text.isEmpty()) {
          return true;
        }
        if (++trailerLines > MAX_TRAILER_LINES) {
          throw new MalformedResponseException(
              "there are more than " + MAX_TRAILER_LINES + " trailers");
        }
      }
    }
    return false;
  }

  private static long size(String text) throws MalformedResponseException {
    int end = text.indexOf(';');
    String digits = (end < 0 ? text : text.substring(0, end)).stripTrailing();
    if (digits.isEmpty()
        || digits.length() > MAX_SIZE_DIGITS
        || !digits.chars().allMatch(c -> c < 128 && Character.digit(c, 16) >= 0)) {
      throw new MalformedResponseException("a chunk size must be 1 to 8 hexadecimal digits");
    }
    return Long.parseLong(digits, 16);
  }

  /** Passes on the next bytes of a buffer, and consumes them. */
  static void passOn(ByteBuffer bytes, int length, ResponseParser.Sink sink)
      throws MalformedResponseException {
    int end = bytes.position() + length;
    int limit = bytes.limit();
    bytes.limit(end);
    sink.body(bytes);
    bytes.limit(limit);
    bytes.position(end);
  }
}
