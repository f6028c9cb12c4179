package io.github.kvssecure.internal.packaging.codec;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * A WAVEFORMATEX, the codec private data of {@code A_MS/ACM}, by which Matroska carries G.711.
 *
 * @see <a
 *     href="https://learn.microsoft.com/windows/win32/api/mmeapi/ns-mmeapi-waveformatex">WAVEFORMATEX</a>
 * @see <a href="https://www.matroska.org/technical/codec_specs.html">A_MS/ACM</a>
 */
final class WaveFormat {

  private static final int BYTES = 18;

  private WaveFormat() {}

  /**
   * Reads a WAVEFORMATEX.
   *
   * @throws MalformedMediaException if a field is out of range
   */
  static Sound parse(byte[] format) throws MalformedMediaException {
    if (format.length < BYTES) {
      throw new MalformedMediaException(
          "a WAVEFORMATEX has 18 bytes or more, found " + format.length);
    }
    ByteBuffer fields = ByteBuffer.wrap(format).order(ByteOrder.LITTLE_ENDIAN);
    int channels = fields.getShort(2) & 0xffff;
    int hertz = fields.getInt(4);
    int extra = fields.getShort(16) & 0xffff;
    if (channels < 1 || channels > 255 || hertz < 1 || extra != format.length - BYTES) {
      throw new MalformedMediaException(
          "a WAVEFORMATEX says "
              + channels
              + " channels, "
              + hertz
              + " Hz and "
              + extra
              + " extra bytes");
    }
    return new Sound(hertz, channels);
  }
}
