package io.github.kvssecure.internal.packaging.codec;

import io.github.kvssecure.media.Track;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** H.264. */
final class AvcFormat extends NalFormat {

  private static final int SPS = 7;
  private static final int PPS = 8;
  private static final int MOST_SPS = 31;
  private static final int MOST_PPS = 255;

  AvcFormat(Track track) throws MalformedMediaException {
    super(track);
  }

  @Override
  Configuration read(byte[] configurationRecord) throws MalformedMediaException {
    AvcConfiguration avcC = AvcConfiguration.parse(configurationRecord);
    return new Configuration(avcC.lengthBytes(), avcC.sequence().picture());
  }

  @Override
  byte[] make(ByteBuffer data, FrameLayout layout) throws MalformedMediaException {
    List<byte[]> sps = new ArrayList<>();
    List<byte[]> pps = new ArrayList<>();
    NalUnits.visit(
        data,
        layout,
        FrameLayout.LENGTH_BYTES,
        (start, length) -> {
          int type = data.get(start) & 0x1f;
          if (type == SPS && sps.size() < MOST_SPS) {
            sps.add(copy(data, start, length));
          } else if (type == PPS && pps.size() < MOST_PPS) {
            pps.add(copy(data, start, length));
          }
        });
    if (sps.isEmpty() || pps.isEmpty()) {
      throw missing("SPS and PPS");
    }
    return AvcConfiguration.build(sps, pps);
  }
}
