package io.github.kvssecure.internal.packaging.codec;

import io.github.kvssecure.media.Track;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** H.265. */
final class HevcFormat extends NalFormat {

  private static final int LAST_WITHOUT_PICTURE = 40;

  HevcFormat(Track track) throws MalformedMediaException {
    super(track);
  }

  @Override
  Configuration read(byte[] configurationRecord) throws MalformedMediaException {
    HevcConfiguration hvcC = HevcConfiguration.parse(configurationRecord);
    return new Configuration(
        hvcC.lengthBytes(), hvcC.sequences().get(0).picture(), hvcC.sequences());
  }

  @Override
  boolean isSequence(int firstOctet) {
    return type(firstOctet) == HevcConfiguration.SPS;
  }

  /** Parameter sets, delimiter, ends, filler and SEI have none (ITU-T H.265, table 7-1). */
  @Override
  boolean isWithoutPicture(int firstOctet) {
    int type = type(firstOctet);
    return type >= HevcConfiguration.VPS && type <= LAST_WITHOUT_PICTURE;
  }

  @Override
  HevcSequence sequence(byte[] unit) throws MalformedMediaException {
    return HevcSequence.parse(unit);
  }

  private static int type(int firstOctet) {
    return (firstOctet >> 1) & 0x3f;
  }

  @Override
  byte[] make(ByteBuffer data, FrameLayout layout) throws MalformedMediaException {
    List<byte[]> vps = new ArrayList<>();
    List<byte[]> sps = new ArrayList<>();
    List<byte[]> pps = new ArrayList<>();
    NalUnits.visit(
        data,
        layout,
        FrameLayout.LENGTH_BYTES,
        (start, length) -> {
          switch (type(data.get(start))) {
            case HevcConfiguration.VPS -> addOnce(vps, copy(data, start, length));
            case HevcConfiguration.SPS -> addOnce(sps, copy(data, start, length));
            case HevcConfiguration.PPS -> addOnce(pps, copy(data, start, length));
            default -> {
              // Not a parameter set.
            }
          }
        });
    if (vps.isEmpty() || sps.isEmpty() || pps.isEmpty()) {
      throw missing("VPS, SPS and PPS");
    }
    return HevcConfiguration.build(vps, sps, pps);
  }
}
