package io.github.kvssecure.internal.packaging.codec;

import io.github.kvssecure.media.Track;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** H.265. */
final class HevcFormat extends NalFormat {

  HevcFormat(Track track) throws MalformedMediaException {
    super(track);
  }

  @Override
  Configuration read(byte[] configurationRecord) throws MalformedMediaException {
    HevcConfiguration hvcC = HevcConfiguration.parse(configurationRecord);
    return new Configuration(hvcC.lengthBytes(), hvcC.sequence().picture());
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
          switch ((data.get(start) >> 1) & 0x3f) {
            case HevcConfiguration.VPS -> vps.add(copy(data, start, length));
            case HevcConfiguration.SPS -> sps.add(copy(data, start, length));
            case HevcConfiguration.PPS -> pps.add(copy(data, start, length));
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
