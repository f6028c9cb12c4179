package io.github.kvssecure.internal.packaging.codec;

import java.util.Arrays;

/**
 * What a sequence parameter set of H.265 says that hvcC and the Matroska track repeat (ITU-T H.265,
 * 7.3.2.2.1 and 7.3.3).
 *
 * @param profileTierLevel the 12 bytes of the general profile, tier and level
 * @param subLayers how many temporal sub-layers, 1 to 7
 * @param nested whether they are nested
 * @param chromaFormat chroma_format_idc
 * @param lumaDepth bits of luma, 8 to 16
 * @param chromaDepth bits of chroma, 8 to 16
 * @param picture how large pictures are, cropped
 */
record HevcSequence(
    ProfileTierLevel profileTierLevel,
    int subLayers,
    boolean nested,
    int chromaFormat,
    int lumaDepth,
    int chromaDepth,
    Dimensions picture) {

  /** The general profile, tier and level, as SPS and hvcC both write them. */
  static final class ProfileTierLevel {
    static final int BYTES = 12;
    private final byte[] bytes;

    private ProfileTierLevel(byte[] bytes) {
      this.bytes = bytes;
    }

    byte[] toByteArray() {
      return bytes.clone();
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof ProfileTierLevel that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(bytes);
    }
  }

  private static final int LARGEST_DEPTH = 16;

  /** sps_max_sub_layers_minus1 is 0 to 6 (ITU-T H.265, 7.4.3.2.1). */
  private static final int MOST_SUB_LAYERS = 7;

  /**
   * Reads a sequence parameter set.
   *
   * @param sps a NAL unit of type 33
   */
  static HevcSequence parse(byte[] sps) throws MalformedMediaException {
    if (sps.length < 3 || ((sps[0] >> 1) & 0x3f) != 33) {
      throw new MalformedMediaException(
          "a sequence parameter set of H.265 is no NAL unit of type 33");
    }
    BitReader reader = new BitReader(sps, 2);
    reader.skip(4);
    int subLayers = reader.bits(3) + 1;
    if (subLayers > MOST_SUB_LAYERS) {
      throw new MalformedMediaException(
          "a sequence parameter set of H.265 says " + subLayers + " sub-layers; 1 to 7 exist");
    }
    boolean nested = reader.flag();
    byte[] general = new byte[ProfileTierLevel.BYTES];
    for (int i = 0; i < general.length; i++) {
      general[i] = (byte) reader.bits(8);
    }
    skipSubLayers(reader, subLayers - 1);
    reader.unsigned();
    int chroma = reader.unsigned();
    if (chroma > 3) {
      throw new MalformedMediaException("a sequence parameter set says chroma format " + chroma);
    }
    boolean separatePlanes = chroma == 3 && reader.flag();
    Dimensions picture = picture(reader, separatePlanes ? 0 : chroma);
    int luma = depth(reader);
    int chromaDepth = depth(reader);
    return new HevcSequence(
        new ProfileTierLevel(general), subLayers, nested, chroma, luma, chromaDepth, picture);
  }

  private static void skipSubLayers(BitReader reader, int count) throws MalformedMediaException {
    boolean[] profile = new boolean[count];
    boolean[] level = new boolean[count];
    for (int i = 0; i < count; i++) {
      profile[i] = reader.flag();
      level[i] = reader.flag();
    }
    if (count > 0) {
      reader.skip(2 * (8 - count));
    }
    for (int i = 0; i < count; i++) {
      reader.skip((profile[i] ? 88 : 0) + (level[i] ? 8 : 0));
    }
  }

  private static Dimensions picture(BitReader reader, int chromaArray)
      throws MalformedMediaException {
    long width = reader.unsigned();
    long height = reader.unsigned();
    if (reader.flag()) {
      int unitX = chromaArray == 1 || chromaArray == 2 ? 2 : 1;
      int unitY = chromaArray == 1 ? 2 : 1;
      width -= (long) unitX * ((long) reader.unsigned() + reader.unsigned());
      height -= (long) unitY * ((long) reader.unsigned() + reader.unsigned());
    }
    return Dimensions.of(width, height);
  }

  private static int depth(BitReader reader) throws MalformedMediaException {
    int depth = 8 + reader.unsigned();
    if (depth > LARGEST_DEPTH) {
      throw new MalformedMediaException(
          "a sequence parameter set says samples of " + depth + " bits");
    }
    return depth;
  }
}
