package io.github.kvssecure.internal.packaging.codec;

import io.github.kvssecure.media.Track;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** H.264. */
final class AvcFormat extends NalFormat {

  private static final int SPS = 7;
  private static final int FIRST_WITHOUT_PICTURE = 6;
  private static final int LAST_WITHOUT_PICTURE = 12;
  private static final int PPS = 8;
  private static final int MOST_SPS = 31;
  private static final int MOST_PPS = 255;

  AvcFormat(Track track) throws MalformedMediaException {
    super(track);
  }

  @Override
  Configuration read(byte[] configurationRecord) throws MalformedMediaException {
    AvcConfiguration avcC = AvcConfiguration.parse(configurationRecord);
    return new Configuration(
        avcC.lengthBytes(), avcC.sequences().get(0).picture(), avcC.sequences());
  }

  @Override
  boolean isSequence(int firstOctet) {
    return (firstOctet & 0x1f) == SPS;
  }

  /** SEI, parameter sets, delimiter, ends and filler have none (ITU-T H.264, table 7-1). */
  @Override
  boolean isWithoutPicture(int firstOctet) {
    int type = firstOctet & 0x1f;
    return type >= FIRST_WITHOUT_PICTURE && type <= LAST_WITHOUT_PICTURE;
  }

  @Override
  AvcSequence sequence(byte[] unit) throws MalformedMediaException {
    return AvcSequence.parse(unit);
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
            addOnce(sps, copy(data, start, length));
          } else if (type == PPS && pps.size() < MOST_PPS) {
            addOnce(pps, copy(data, start, length));
          }
        });
    if (sps.isEmpty() || pps.isEmpty()) {
      throw missing("SPS and PPS");
    }
    return AvcConfiguration.build(sps, pps);
  }
}
