package io.github.kvssecure.internal.packaging.codec;

import java.nio.ByteBuffer;

/**
 * An AudioSpecificConfig of AAC (ISO/IEC 14496-3, 1.6.2.1) and the ADTS header that says the same
 * before each frame (1.A.2.2).
 */
final class AacConfiguration {

  private static final int[] RATES = {
    96_000, 88_200, 64_000, 48_000, 44_100, 32_000, 24_000, 22_050, 16_000, 12_000, 11_025, 8_000,
    7_350
  };

  /** Channels for each channelConfiguration; 0 is not used or said elsewhere. */
  private static final int[] CHANNELS = {0, 1, 2, 3, 4, 5, 6, 8, 0, 0, 0, 7, 8, 24, 8, 0};

  private static final int RATE_IS_EXPLICIT = 15;
  private static final int ADTS_BYTES = 7;
  private static final int ADTS_CRC_BYTES = 2;

  private AacConfiguration() {}

  /**
   * Reads an AudioSpecificConfig.
   *
   * @throws MalformedMediaException if a field is out of range
   */
  static Sound parse(byte[] config) throws MalformedMediaException {
    if (config.length < 2) {
      throw new MalformedMediaException(
          "an AudioSpecificConfig has 2 bytes or more, found " + config.length);
    }
    // No emulation prevention here: three zeros cannot come before the fields that are read.
    BitReader reader = new BitReader(config, 0);
    int objectType = reader.bits(5);
    if (objectType == 31) {
      objectType = 32 + reader.bits(6);
    }
    int index = reader.bits(4);
    int hertz = index == RATE_IS_EXPLICIT ? reader.bits(24) : rate(index);
    int configuration = reader.bits(4);
    if (objectType == 0 || hertz == 0) {
      throw new MalformedMediaException(
          "an AudioSpecificConfig says object type " + objectType + " and " + hertz + " Hz");
    }
    return new Sound(hertz, channels(configuration));
  }

  private static int rate(int index) throws MalformedMediaException {
    if (index >= RATES.length) {
      throw new MalformedMediaException("AAC has no sampling frequency index " + index);
    }
    return RATES[index];
  }

  /** A configuration of 0 says the channels in the stream: two is the likeliest. */
  private static int channels(int configuration) throws MalformedMediaException {
    if (configuration == 0) {
      return 2;
    }
    if (CHANNELS[configuration] == 0) {
      throw new MalformedMediaException("AAC has no channel configuration " + configuration);
    }
    return CHANNELS[configuration];
  }

  /**
   * How long the ADTS header before a frame is.
   *
   * @return 7 or 9 bytes, 0 if there is none
   * @throws MalformedMediaException if there is one, and it is not the header of this one frame
   */
  static int adtsBytes(ByteBuffer data) throws MalformedMediaException {
    int at = data.position();
    int size = data.remaining();
    // Sync word of twelve ones, then the layer, always 0. A raw frame that begins like this has no
    // sound in it: it says END at once.
    if (size < ADTS_BYTES || data.get(at) != (byte) 0xff || (data.get(at + 1) & 0xf6) != 0xf0) {
      return 0;
    }
    int length =
        (data.get(at + 3) & 3) << 11
            | (data.get(at + 4) & 0xff) << 3
            | (data.get(at + 5) & 0xff) >> 5;
    int header = ADTS_BYTES + ((data.get(at + 1) & 1) == 0 ? ADTS_CRC_BYTES : 0);
    if (length != size || (data.get(at + 6) & 3) != 0 || length <= header) {
      throw new MalformedMediaException(
          "the ADTS header says "
              + length
              + " bytes and the frame has "
              + size
              + "; put one AAC frame at a time");
    }
    return header;
  }

  /** The AudioSpecificConfig that says what the ADTS header of a frame says. */
  static byte[] ofAdts(ByteBuffer data) throws MalformedMediaException {
    int third = data.get(data.position() + 2) & 0xff;
    int objectType = (third >> 6) + 1;
    int index = (third >> 2) & 0xf;
    int configuration = (third & 1) << 2 | (data.get(data.position() + 3) & 0xff) >> 6;
    byte[] config = {
      (byte) (objectType << 3 | index >> 1), (byte) ((index & 1) << 7 | configuration << 3)
    };
    var checked = parse(config);
    return checked.hertz() > 0 ? config : new byte[0];
  }
}
