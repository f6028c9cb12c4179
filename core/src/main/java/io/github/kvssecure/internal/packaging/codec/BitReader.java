package io.github.kvssecure.internal.packaging.codec;

/**
 * Reads the bits of a parameter set, most significant first, past its emulation prevention bytes
 * (ITU-T H.264, 7.4.1 and 9.1). Not thread-safe.
 */
final class BitReader {

  private static final int MAX_ZEROS = 31;

  private final byte[] bytes;
  private int at;
  private int bit;
  private int zeros;

  BitReader(byte[] bytes, int from) {
    this.bytes = bytes;
    this.at = from;
  }

  int bit() throws MalformedMediaException {
    if (bit == 0 && at < bytes.length) {
      skipEmulationPrevention();
    }
    if (at >= bytes.length) {
      throw new MalformedMediaException("a parameter set ends too early");
    }
    int value = (bytes[at] >> (7 - bit)) & 1;
    if (++bit == 8) {
      bit = 0;
      zeros = bytes[at] == 0 ? zeros + 1 : 0;
      at++;
    }
    return value;
  }

  private void skipEmulationPrevention() {
    if (zeros >= 2 && bytes[at] == 3) {
      at++;
      zeros = 0;
    }
  }

  int bits(int count) throws MalformedMediaException {
    int value = 0;
    for (int i = 0; i < count; i++) {
      value = (value << 1) | bit();
    }
    return value;
  }

  boolean flag() throws MalformedMediaException {
    return bit() == 1;
  }

  void skip(int count) throws MalformedMediaException {
    for (int i = 0; i < count; i++) {
      bit();
    }
  }

  /** An unsigned Exp-Golomb number: ue(v). */
  int unsigned() throws MalformedMediaException {
    int length = 0;
    while (bit() == 0) {
      if (++length > MAX_ZEROS) {
        throw new MalformedMediaException("a parameter set has a number of more than 32 bits");
      }
    }
    long value = (1L << length) - 1 + (length == 0 ? 0 : bits(length) & ((1L << length) - 1));
    if (value > Integer.MAX_VALUE) {
      throw new MalformedMediaException("a parameter set has a number of more than 31 bits");
    }
    return (int) value;
  }

  /** A signed Exp-Golomb number: se(v). */
  int signed() throws MalformedMediaException {
    int code = unsigned();
    return (code & 1) == 1 ? code / 2 + 1 : -(code / 2);
  }
}
