package io.github.kvssecure.internal.packaging;

import io.github.kvssecure.internal.packaging.codec.Dimensions;
import io.github.kvssecure.internal.packaging.codec.Sound;
import io.github.kvssecure.internal.packaging.codec.TrackFormat;
import io.github.kvssecure.media.Track;
import java.util.List;
import java.util.Random;

/**
 * What comes before the first cluster: EBML header, segment, info and tracks. It says nothing of
 * the device, the account or the person: no title, and the name of this library as the application.
 *
 * <p>Ids and defaults: RFC 9559, section 5.1.
 */
final class SegmentHeader {

  /** What wrote it, as the Matroska header says. No version: it would tell what is not patched. */
  static final String APPLICATION = "Secure KVS Producer";

  private static final int SEGMENT_UID_BYTES = 16;
  private static final long NANOSECONDS_IN_A_MILLISECOND = 1_000_000;
  private static final int VIDEO = 1;
  private static final int AUDIO = 2;

  private SegmentHeader() {}

  /**
   * The header of a segment.
   *
   * @param tracks in the order of their numbers, all of them known
   * @param random gives the segment's id, which is new each time
   */
  static byte[] of(List<TrackFormat> tracks, Random random) {
    byte[] uid = new byte[SEGMENT_UID_BYTES];
    random.nextBytes(uid);
    EbmlWriter out = new EbmlWriter();
    EbmlWriter head = new EbmlWriter();
    head.unsigned(0x4286, 1, 1)
        .unsigned(0x42F7, 1, 1)
        .unsigned(0x42F2, 4, 1)
        .unsigned(0x42F3, 8, 1)
        .text(0x4282, "matroska")
        .unsigned(0x4287, 2, 1)
        .unsigned(0x4285, 2, 1);
    out.binary(0x1A45DFA3, head.toByteArray()).open(0x18538067);
    EbmlWriter info = new EbmlWriter();
    info.binary(0x73A4, uid)
        .unsigned(0x2AD7B1, NANOSECONDS_IN_A_MILLISECOND, 8)
        .text(0x4D80, APPLICATION)
        .text(0x5741, APPLICATION);
    return out.binary(0x1549A966, info.toByteArray())
        .smallMaster(0x1654AE6B, entries -> tracks.forEach(track -> entry(entries, track)))
        .toByteArray();
  }

  private static void entry(EbmlWriter out, TrackFormat format) {
    out.smallMaster(0xAE, entry -> fields(entry, format));
  }

  private static void fields(EbmlWriter entry, TrackFormat format) {
    Track track = format.track();
    entry
        .unsigned(0xD7, track.number(), 1)
        .unsigned(0x73C5, track.number(), 8)
        .unsigned(0x83, track.isVideo() ? VIDEO : AUDIO, 1)
        .text(0x536E, track.isVideo() ? "video" : "audio")
        .text(0x86, track.codec().matroskaId());
    format.picture().ifPresent(picture -> entry.smallMaster(0xE0, v -> video(v, picture)));
    format.sound().ifPresent(sound -> entry.smallMaster(0xE1, a -> audio(a, sound)));
    format.privateData().ifPresent(bytes -> entry.binary(0x63A2, bytes));
  }

  private static void video(EbmlWriter out, Dimensions picture) {
    out.unsigned(0xB0, picture.width(), 2).unsigned(0xBA, picture.height(), 2);
  }

  private static void audio(EbmlWriter out, Sound sound) {
    out.floating(0xB5, sound.hertz()).unsigned(0x9F, sound.channels(), 1);
  }
}
