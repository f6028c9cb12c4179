package io.github.kvssecure.internal.packaging.codec;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * An hvcC record: what a decoder of H.265 needs (ISO/IEC 14496-15, HEVCDecoderConfigurationRecord).
 *
 * @param lengthBytes how long the length before each NAL unit is: 1, 2 or 4
 * @param sequences what its sequence parameter sets say, one or more
 */
record HevcConfiguration(int lengthBytes, List<HevcSequence> sequences) {

  static final int VPS = 32;
  static final int SPS = 33;
  static final int PPS = 34;

  private static final int VERSION = 1;
  private static final int FIXED_BYTES = 22;

  /**
   * Makes an hvcC record.
   *
   * @param vps video parameter sets, one or more, without start codes
   * @param sps sequence parameter sets, one or more
   * @param pps picture parameter sets, one or more
   * @throws MalformedMediaException if the first sequence parameter set is broken
   */
  static byte[] build(List<byte[]> vps, List<byte[]> sps, List<byte[]> pps)
      throws MalformedMediaException {
    HevcSequence sequence = HevcSequence.parse(sps.get(0));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(VERSION);
    out.writeBytes(sequence.profileTierLevel().toByteArray());
    // Not known, and nobody asks: min_spatial_segmentation_idc, parallelismType.
    out.write(0xf0);
    out.write(0);
    out.write(0xfc);
    out.write(0xfc | sequence.chromaFormat());
    out.write(0xf8 | (sequence.lumaDepth() - 8));
    out.write(0xf8 | (sequence.chromaDepth() - 8));
    // avgFrameRate: unspecified.
    out.write(0);
    out.write(0);
    out.write(
        sequence.subLayers() << 3 | (sequence.nested() ? 4 : 0) | (FrameLayout.LENGTH_BYTES - 1));
    out.write(3);
    writeArray(out, VPS, vps);
    writeArray(out, SPS, sps);
    writeArray(out, PPS, pps);
    return out.toByteArray();
  }

  private static void writeArray(ByteArrayOutputStream out, int type, List<byte[]> sets) {
    // Not complete: the parameter sets stay in the frames as well.
    out.write(type);
    out.write(sets.size() >> 8);
    out.write(sets.size());
    for (byte[] set : sets) {
      out.write(set.length >> 8);
      out.write(set.length);
      out.writeBytes(set);
    }
  }

  /**
   * Reads an hvcC record, and all that it holds.
   *
   * @throws MalformedMediaException if anything in it is out of range
   */
  static HevcConfiguration parse(byte[] hvcC) throws MalformedMediaException {
    if (hvcC.length <= FIXED_BYTES || hvcC[0] != VERSION) {
      throw new MalformedMediaException(
          "an hvcC record begins with version 1 and has more than 22 bytes (found "
              + hvcC.length
              + "); parameter sets alone are none: leave it out, then it is made from the stream");
    }
    int lengthBytes = (hvcC[21] & 3) + 1;
    if (lengthBytes == 3) {
      throw new MalformedMediaException("an hvcC record says lengths of 3 bytes; 1, 2 or 4 exist");
    }
    ParameterSets sets = new ParameterSets("hvcC", hvcC, FIXED_BYTES);
    List<HevcSequence> sequences = new ArrayList<>();
    boolean picture = false;
    int arrays = sets.octet();
    for (int i = 0; i < arrays; i++) {
      int type = sets.octet() & 0x3f;
      List<byte[]> units = sets.read(sets.number());
      for (byte[] unit : units) {
        if (unit.length < 3 || ((unit[0] >> 1) & 0x3f) != type) {
          throw new MalformedMediaException(
              "a NAL unit of the hvcC record is not of its array's type");
        }
        if (type == SPS) {
          sequences.add(HevcSequence.parse(unit));
        }
        picture |= type == PPS;
      }
    }
    if (sequences.isEmpty() || !picture) {
      throw new MalformedMediaException("an hvcC record needs an SPS and a PPS");
    }
    byte profile = sequences.get(0).profileTierLevel().toByteArray()[0];
    if (hvcC[1] != profile) {
      throw new MalformedMediaException(
          "an hvcC record says profile %02x, and its SPS %02x".formatted(hvcC[1], profile));
    }
    return new HevcConfiguration(lengthBytes, List.copyOf(sequences));
  }
}
