package io.github.kvssecure.internal.transport;

import io.github.kvssecure.media.Acknowledgement;
import java.nio.ByteBuffer;
import java.util.function.Consumer;

/**
 * Cuts the body of a PutMedia response into acknowledgements as it arrives, however it is cut into
 * pieces. Not thread-safe. The objects are separated by line ends, or by nothing. At most one
 * object is kept, and that is bounded.
 */
final class AcknowledgementParser {

  private final Consumer<Acknowledgement> listener;
  private final byte[] object;
  private int length;
  private boolean inString;
  private boolean escaped;

  /**
   * A parser at the start of a body.
   *
   * @param maxBytes the longest acknowledgement, more than zero
   * @param listener told of every acknowledgement of a type that this library knows
   */
  AcknowledgementParser(int maxBytes, Consumer<Acknowledgement> listener) {
    this.object = new byte[maxBytes];
    this.listener = listener;
  }

  /** Whether the last object is complete: a body that ends elsewhere is cut short. */
  boolean isBetweenObjects() {
    return length == 0;
  }

  /**
   * Takes the next bytes.
   *
   * @param bytes consumed whole
   * @throws MalformedResponseException if they are not flat JSON objects within bounds
   */
  void feed(ByteBuffer bytes) throws MalformedResponseException {
    while (bytes.hasRemaining()) {
      byte next = bytes.get();
      if (length > 0) {
        continueObject(next);
      } else if (next == '{') {
        object[length++] = next;
      } else if (next != '\n' && next != '\r' && next != ' ' && next != '\t') {
        throw new MalformedResponseException("an acknowledgement does not start with a brace");
      }
    }
  }

  private void continueObject(byte next) throws MalformedResponseException {
    if (length == object.length) {
      throw new MalformedResponseException(
          "an acknowledgement is longer than " + object.length + " bytes");
    }
    object[length++] = next;
    if (inString) {
      boolean closes = next == '"' && !escaped;
      escaped = next == '\\' && !escaped;
      inString = !closes;
    } else if (next == '"') {
      inString = true;
    } else if (next == '{' || next == '[') {
      throw new MalformedResponseException("an acknowledgement has a nested value");
    } else if (next == '}') {
      int end = length;
      length = 0;
      AcknowledgementReader.read(FlatJson.parse(ByteBuffer.wrap(object, 0, end)))
          .ifPresent(listener);
    }
  }

  @Override
  public String toString() {
    return "AcknowledgementParser[" + length + " of " + object.length + " bytes]";
  }
}
