package io.github.kvssecure.media;

import java.util.Objects;

/**
 * A codec as Matroska and KVS name it. Immutable.
 *
 * @param type the kind of media
 * @param matroskaId the Matroska codec id, 1 to 32 characters (the native producer's limit)
 * @param mediaType the KVS media type of one track, for example {@code video/h264}
 * @see <a href="https://www.matroska.org/technical/codec_specs.html">Matroska codec ids</a>
 */
public record Codec(TrackType type, String matroskaId, String mediaType) {

  /**
   * H.264. Frames are access units with 4-byte lengths (AVCC), codec private data is avcC. The Java
   * packager also takes Annex B, and makes avcC from the stream.
   */
  public static final Codec H264 = new Codec(TrackType.VIDEO, "V_MPEG4/ISO/AVC", "video/h264");

  /**
   * H.265. Frames are access units with 4-byte lengths, codec private data is hvcC. The Java
   * packager also takes Annex B, and makes hvcC from the stream.
   */
  public static final Codec H265 = new Codec(TrackType.VIDEO, "V_MPEGH/ISO/HEVC", "video/h265");

  /**
   * AAC. Frames are raw, codec private data is an AudioSpecificConfig. The Java packager also takes
   * frames with ADTS headers, and makes the AudioSpecificConfig from them.
   */
  public static final Codec AAC = new Codec(TrackType.AUDIO, "A_AAC", "audio/aac");

  /** G.711 A-law; codec private data is a WAVEFORMATEX. */
  public static final Codec G711_ALAW = new Codec(TrackType.AUDIO, "A_MS/ACM", "audio/alaw");

  /** G.711 mu-law; codec private data is a WAVEFORMATEX. */
  public static final Codec G711_MULAW = new Codec(TrackType.AUDIO, "A_MS/ACM", "audio/mulaw");

  /**
   * Checks the identifiers.
   *
   * @throws IllegalArgumentException if an identifier is empty, too long or has a character outside
   *     printable ASCII
   */
  public Codec {
    Objects.requireNonNull(type, "type");
    requirePrintable("Matroska codec id", matroskaId, 32);
    requirePrintable("media type", mediaType, 128);
  }

  private static void requirePrintable(String what, String value, int limit) {
    if (value.isEmpty()
        || value.length() > limit
        || !value.chars().allMatch(c -> c > 0x20 && c < 0x7f)) {
      throw new IllegalArgumentException(
          what + " must be 1 to " + limit + " printable ASCII characters without spaces");
    }
  }
}
