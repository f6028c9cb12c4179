package io.github.kvssecure.internal.packaging.codec;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * An avcC record: what a decoder of H.264 needs (ISO/IEC 14496-15, AVCDecoderConfigurationRecord).
 *
 * @param lengthBytes how long the length before each NAL unit is: 1, 2 or 4
 * @param sequences what its sequence parameter sets say, one or more
 */
record AvcConfiguration(int lengthBytes, List<AvcSequence> sequences) {

  private static final int VERSION = 1;
  private static final int FIXED_BYTES = 6;

  /**
   * Makes an avcC record.
   *
   * @param sps sequence parameter sets, 1 to 31, without start codes
   * @param pps picture parameter sets, 1 to 255, without start codes
   * @throws MalformedMediaException if the first sequence parameter set is broken
   */
  static byte[] build(List<byte[]> sps, List<byte[]> pps) throws MalformedMediaException {
    AvcSequence sequence = AvcSequence.parse(sps.get(0));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(VERSION);
    out.write(sequence.profile());
    out.write(sequence.compatibility());
    out.write(sequence.level());
    out.write(0xfc | (FrameLayout.LENGTH_BYTES - 1));
    out.write(0xe0 | sps.size());
    sps.forEach(set -> write(out, set));
    out.write(pps.size());
    pps.forEach(set -> write(out, set));
    if (sequence.isHighProfile()) {
      out.write(0xfc | sequence.chromaFormat());
      out.write(0xf8 | (sequence.lumaDepth() - 8));
      out.write(0xf8 | (sequence.chromaDepth() - 8));
      out.write(0);
    }
    return out.toByteArray();
  }

  private static void write(ByteArrayOutputStream out, byte[] set) {
    out.write(set.length >> 8);
    out.write(set.length);
    out.writeBytes(set);
  }

  /**
   * Reads an avcC record, and all that it holds.
   *
   * @throws MalformedMediaException if anything in it is out of range
   */
  static AvcConfiguration parse(byte[] avcC) throws MalformedMediaException {
    if (avcC.length <= FIXED_BYTES || avcC[0] != VERSION) {
      throw new MalformedMediaException(
          "an avcC record begins with version 1 and has more than 6 bytes (found "
              + avcC.length
              + "); SPS and PPS alone are none: leave it out, then it is made from the stream");
    }
    int lengthBytes = (avcC[4] & 3) + 1;
    if (lengthBytes == 3) {
      throw new MalformedMediaException("an avcC record says lengths of 3 bytes; 1, 2 or 4 exist");
    }
    ParameterSets sets = new ParameterSets("avcC", avcC, FIXED_BYTES);
    List<byte[]> sequences = sets.read(avcC[5] & 0x1f);
    List<byte[]> pictures = sets.read(sets.octet());
    if (sequences.isEmpty() || pictures.isEmpty()) {
      throw new MalformedMediaException("an avcC record needs an SPS and a PPS");
    }
    List<AvcSequence> parsed = new ArrayList<>();
    for (byte[] sps : sequences) {
      parsed.add(AvcSequence.parse(sps));
    }
    requireSame(avcC, parsed.get(0));
    for (byte[] pps : pictures) {
      if ((pps[0] & 0x1f) != 8) {
        throw new MalformedMediaException("a PPS of an avcC record is no NAL unit of type 8");
      }
    }
    return new AvcConfiguration(lengthBytes, List.copyOf(parsed));
  }

  /** The level may be that of a later sequence parameter set, so it is at least the first one's. */
  private static void requireSame(byte[] avcC, AvcSequence first) throws MalformedMediaException {
    int profile = avcC[1] & 0xff;
    int compatibility = avcC[2] & 0xff;
    int level = avcC[3] & 0xff;
    if (profile != first.profile()
        || compatibility != first.compatibility()
        || level < first.level()) {
      throw new MalformedMediaException(
          "an avcC record says profile %d, %02x, level %d, and its SPS %d, %02x, %d"
              .formatted(
                  profile,
                  compatibility,
                  level,
                  first.profile(),
                  first.compatibility(),
                  first.level()));
    }
  }
}
