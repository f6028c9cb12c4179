package io.github.kvssecure.local.mkv;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * The content of an element that is not a master, decoded as RFC 8794, section 7 says.
 *
 * @param element whose content
 * @param bytes the content; owned by the receiver
 */
@SuppressWarnings("ArrayRecordComponent") // read once, never compared
record ElementData(Element element, byte[] bytes) {

  /** The content as an unsigned number; numbers above {@link Long#MAX_VALUE} come out negative. */
  long unsigned() throws MkvException {
    if (bytes.length > Long.BYTES) {
      throw MkvException.invalid(
          element + " has " + bytes.length + " bytes, required of a number: 8 or fewer");
    }
    long value = 0;
    for (byte b : bytes) {
      value = value << 8 | (b & 0xFF);
    }
    return value;
  }

  /** The content as a number from {@code min} to {@link Integer#MAX_VALUE}. */
  int integer(int min) throws MkvException {
    long value = unsigned();
    if (value < min || value > Integer.MAX_VALUE) {
      throw MkvException.invalid(
          "%s is %s, required: %d to %d"
              .formatted(element, Long.toUnsignedString(value), min, Integer.MAX_VALUE));
    }
    return (int) value;
  }

  /** The content as a finite floating-point number. */
  double floating() throws MkvException {
    double value =
        switch (bytes.length) {
          case 0 -> 0;
          case Float.BYTES -> ByteBuffer.wrap(bytes).getFloat();
          case Double.BYTES -> ByteBuffer.wrap(bytes).getDouble();
          default ->
              throw MkvException.invalid(
                  element + " has " + bytes.length + " bytes, required of a float: 0, 4 or 8");
        };
    if (!Double.isFinite(value)) {
      throw MkvException.invalid(element + " is " + value + ", required: a finite number");
    }
    return value;
  }

  /** The content as text: well-formed UTF-8 up to the first NUL. */
  String text() throws MkvException {
    int length = 0;
    while (length < bytes.length && bytes[length] != 0) {
      length++;
    }
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(bytes, 0, length))
          .toString();
    } catch (CharacterCodingException malformed) {
      MkvException refusal = MkvException.invalid(element + " is not well-formed UTF-8");
      refusal.initCause(malformed);
      throw refusal;
    }
  }
}
