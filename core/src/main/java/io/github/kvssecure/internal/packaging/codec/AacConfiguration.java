package io.github.kvssecure.internal.packaging.codec;

import java.nio.ByteBuffer;

/**
 * What an AudioSpecificConfig of AAC says (ISO/IEC 14496-3, 1.6.2.1), or the ADTS header that says
 * the same before each frame (1.A.2.2).
 *
 * @param objectType of the core: where spectral band replication is announced, what lies below it
 * @param hertz samples a second, of the core
 * @param channelConfiguration 0 if a program config element says the channels
 */
record AacConfiguration(int objectType, int hertz, int channelConfiguration) {

  private static final int[] RATES = {
    96_000, 88_200, 64_000, 48_000, 44_100, 32_000, 24_000, 22_050, 16_000, 12_000, 11_025, 8_000,
    7_350
  };

  /** Channels for each channelConfiguration; 0 is not used or said elsewhere. */
  private static final int[] CHANNELS = {0, 1, 2, 3, 4, 5, 6, 8, 0, 0, 0, 7, 8, 24, 8, 0};

  private static final int RATE_IS_EXPLICIT = 15;
  private static final int SBR = 5;
  private static final int PS = 29;

  /** The object types that an ADTS header can say: Main, LC, SSR and LTP. */
  private static final int LAST_OF_ADTS = 4;

  /** The shortest program config element ends with the seventh byte (4.4.1.1). */
  private static final int BYTES_WITH_PROGRAM = 7;

  private static final int ADTS_BYTES = 7;
  private static final int ADTS_CRC_BYTES = 2;

  /**
   * Reads an AudioSpecificConfig.
   *
   * @throws MalformedMediaException if a field is out of range
   */
  static AacConfiguration parse(byte[] config) throws MalformedMediaException {
    if (config.length < 2) {
      throw new MalformedMediaException(
          "an AudioSpecificConfig has 2 bytes or more, found " + config.length);
    }
    // No emulation prevention here: three zeros cannot come before the fields that are read.
    BitReader reader = new BitReader(config, 0);
    int objectType = objectType(reader);
    int hertz = rate(reader);
    int configuration = reader.bits(4);
    if (objectType == SBR || objectType == PS) {
      rate(reader);
      objectType = objectType(reader);
    }
    if (objectType == 0 || hertz == 0) {
      throw new MalformedMediaException(
          "an AudioSpecificConfig says object type " + objectType + " and " + hertz + " Hz");
    }
    if (configuration == 0 && config.length < BYTES_WITH_PROGRAM) {
      throw new MalformedMediaException(
          "channel configuration 0 leaves the channels to a program config element, and the"
              + " AudioSpecificConfig has none; give one that has, or have the encoder say 1 to 7");
    }
    if (configuration != 0 && CHANNELS[configuration] == 0) {
      throw new MalformedMediaException("AAC has no channel configuration " + configuration);
    }
    return new AacConfiguration(objectType, hertz, configuration);
  }

  private static int objectType(BitReader reader) throws MalformedMediaException {
    int objectType = reader.bits(5);
    return objectType == 31 ? 32 + reader.bits(6) : objectType;
  }

  private static int rate(BitReader reader) throws MalformedMediaException {
    int index = reader.bits(4);
    return index == RATE_IS_EXPLICIT ? reader.bits(24) : rate(index);
  }

  private static int rate(int index) throws MalformedMediaException {
    if (index >= RATES.length) {
      throw new MalformedMediaException("AAC has no sampling frequency index " + index);
    }
    return RATES[index];
  }

  /** How sound is sampled; where an element says the channels, two is the likeliest. */
  Sound sound() {
    return new Sound(hertz, channelConfiguration == 0 ? 2 : CHANNELS[channelConfiguration]);
  }

  /**
   * Whether its frames can have an ADTS header. Frames of error resilient and low delay AAC have
   * none, and may begin with the same twelve ones.
   */
  boolean canHaveAdts() {
    return objectType <= LAST_OF_ADTS;
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

  /**
   * What the ADTS header of a frame says of its sound, in the bits of an AudioSpecificConfig of two
   * bytes: the same number for the same sound.
   */
  static int ofAdts(ByteBuffer data) {
    int third = data.get(data.position() + 2) & 0xff;
    int objectType = (third >> 6) + 1;
    int index = (third >> 2) & 0xf;
    int configuration = (third & 1) << 2 | (data.get(data.position() + 3) & 0xff) >> 6;
    return objectType << 11 | index << 7 | configuration << 3;
  }

  /** Whether an ADTS header says the same, in the form of {@link #ofAdts}. */
  boolean isSame(int adts) {
    int index = (adts >> 7) & 0xf;
    return objectType == adts >> 11
        && index < RATES.length
        && hertz == RATES[index]
        && channelConfiguration == ((adts >> 3) & 0xf);
  }
}
