package io.github.kvssecure.internal.packaging.codec;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Walks the parameter sets of a configuration record, each with a length of 2 bytes before it. */
final class ParameterSets {

  private final String record;
  private final byte[] bytes;
  private int at;

  /**
   * @param record what it is called in messages
   */
  ParameterSets(String record, byte[] bytes, int from) {
    this.record = record;
    this.bytes = bytes;
    this.at = from;
  }

  int octet() throws MalformedMediaException {
    require(1);
    return bytes[at++] & 0xff;
  }

  int number() throws MalformedMediaException {
    return octet() << 8 | octet();
  }

  /** So many parameter sets, none of them empty. */
  List<byte[]> read(int count) throws MalformedMediaException {
    List<byte[]> sets = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int length = number();
      if (length == 0) {
        throw new MalformedMediaException("a parameter set of the " + record + " record is empty");
      }
      require(length);
      sets.add(Arrays.copyOfRange(bytes, at, at + length));
      at += length;
    }
    return sets;
  }

  private void require(int length) throws MalformedMediaException {
    if (length > bytes.length - at) {
      throw new MalformedMediaException(
          "the " + record + " record ends " + (length - (bytes.length - at)) + " bytes too early");
    }
  }
}
