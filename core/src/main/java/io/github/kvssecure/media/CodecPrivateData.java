package io.github.kvssecure.media;

import java.util.Arrays;

/**
 * What a decoder needs before the first frame: avcC, hvcC, AudioSpecificConfig. Immutable; the
 * bytes are copied in and out.
 */
public final class CodecPrivateData {

  /** The largest size the native producer takes: 1 MiB. */
  public static final int MAX_BYTES = 1 << 20;

  private static final CodecPrivateData ABSENT = new CodecPrivateData(new byte[0]);

  private final byte[] bytes;

  private CodecPrivateData(byte[] bytes) {
    this.bytes = bytes;
  }

  /**
   * Codec private data with these bytes.
   *
   * @param bytes 1 byte to 1 MiB; copied
   * @return the value
   * @throws IllegalArgumentException if {@code bytes} is empty or larger than 1 MiB
   */
  public static CodecPrivateData of(byte[] bytes) {
    if (bytes.length == 0 || bytes.length > MAX_BYTES) {
      throw new IllegalArgumentException(
          "codec private data must be 1 to " + MAX_BYTES + " bytes, found " + bytes.length);
    }
    return new CodecPrivateData(bytes.clone());
  }

  /**
   * None was given: it is made from the first frames where the codec has its parameters in them
   * (H.264, H.265, AAC with ADTS headers), and left out for any other codec.
   *
   * @return the value that has no bytes
   */
  public static CodecPrivateData absent() {
    return ABSENT;
  }

  /**
   * Whether none was given.
   *
   * @return true for {@link #absent}
   */
  public boolean isAbsent() {
    return bytes.length == 0;
  }

  /**
   * The bytes.
   *
   * @return a copy; empty if none was given
   */
  public byte[] toByteArray() {
    return bytes.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof CodecPrivateData that && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return "CodecPrivateData[" + (isAbsent() ? "absent" : bytes.length + " bytes") + "]";
  }
}
