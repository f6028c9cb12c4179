package io.github.kvssecure.internal.packaging.codec;

/**
 * What a sequence parameter set of H.264 says that avcC and the Matroska track repeat (ITU-T H.264,
 * 7.3.2.1.1).
 *
 * @param profile profile_idc
 * @param compatibility the constraint flags
 * @param level level_idc
 * @param chromaFormat chroma_format_idc; 1 for profiles that do not say it
 * @param lumaDepth bits of luma, 8 to 14
 * @param chromaDepth bits of chroma, 8 to 14
 * @param picture how large pictures are, cropped
 */
record AvcSequence(
    int profile,
    int compatibility,
    int level,
    int chromaFormat,
    int lumaDepth,
    int chromaDepth,
    Dimensions picture) {

  private static final int LARGEST_DEPTH = 14;

  /** Whether avcC has the four fields that follow the parameter sets for high profiles. */
  boolean isHighProfile() {
    return isHighProfile(profile);
  }

  /** The profiles that say their chroma format: High and above (7.3.2.1.1). */
  private static boolean isHighProfile(int profile) {
    return switch (profile) {
      case 100, 110, 122, 244, 44, 83, 86, 118, 128, 138, 139, 134, 135 -> true;
      default -> false;
    };
  }

  /**
   * Reads a sequence parameter set.
   *
   * @param sps a NAL unit of type 7
   */
  static AvcSequence parse(byte[] sps) throws MalformedMediaException {
    if (sps.length < 4 || (sps[0] & 0x1f) != 7) {
      throw new MalformedMediaException(
          "a sequence parameter set of H.264 is no NAL unit of type 7");
    }
    BitReader reader = new BitReader(sps, 1);
    int profile = reader.bits(8);
    int compatibility = reader.bits(8);
    int level = reader.bits(8);
    reader.unsigned();
    int chroma = 1;
    int luma = 8;
    int chromaDepth = 8;
    boolean separatePlanes = false;
    if (isHighProfile(profile)) {
      chroma = reader.unsigned();
      if (chroma > 3) {
        throw new MalformedMediaException("a sequence parameter set says chroma format " + chroma);
      }
      separatePlanes = chroma == 3 && reader.flag();
      luma = depth(reader);
      chromaDepth = depth(reader);
      reader.skip(1);
      if (reader.flag()) {
        skipScalingLists(reader, chroma == 3 ? 12 : 8);
      }
    }
    skipOrderCount(reader);
    reader.unsigned();
    reader.skip(1);
    Dimensions picture = picture(reader, separatePlanes ? 0 : chroma);
    return new AvcSequence(profile, compatibility, level, chroma, luma, chromaDepth, picture);
  }

  private static int depth(BitReader reader) throws MalformedMediaException {
    int depth = 8 + reader.unsigned();
    if (depth > LARGEST_DEPTH) {
      throw new MalformedMediaException(
          "a sequence parameter set says samples of " + depth + " bits");
    }
    return depth;
  }

  private static void skipScalingLists(BitReader reader, int lists) throws MalformedMediaException {
    for (int list = 0; list < lists; list++) {
      if (reader.flag()) {
        int last = 8;
        int next = 8;
        for (int i = 0; i < (list < 6 ? 16 : 64); i++) {
          if (next != 0) {
            next = (last + reader.signed() + 256) % 256;
          }
          last = next == 0 ? last : next;
        }
      }
    }
  }

  private static void skipOrderCount(BitReader reader) throws MalformedMediaException {
    reader.unsigned();
    int type = reader.unsigned();
    if (type == 0) {
      reader.unsigned();
    } else if (type == 1) {
      reader.skip(1);
      reader.signed();
      reader.signed();
      int cycle = reader.unsigned();
      for (int i = 0; i < cycle; i++) {
        reader.signed();
      }
    }
  }

  private static Dimensions picture(BitReader reader, int chromaArray)
      throws MalformedMediaException {
    long width = 16L * (reader.unsigned() + 1L);
    long mapUnits = reader.unsigned() + 1L;
    boolean framesOnly = reader.flag();
    long height = 16L * (framesOnly ? 1 : 2) * mapUnits;
    if (!framesOnly) {
      reader.skip(1);
    }
    reader.skip(1);
    if (reader.flag()) {
      int unitX = chromaArray == 1 || chromaArray == 2 ? 2 : 1;
      int unitY = (chromaArray == 1 ? 2 : 1) * (framesOnly ? 1 : 2);
      width -= (long) unitX * ((long) reader.unsigned() + reader.unsigned());
      height -= (long) unitY * ((long) reader.unsigned() + reader.unsigned());
    }
    return Dimensions.of(width, height);
  }
}
