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

  /** H.264, frames as AVCC access units (4-byte lengths), codec private data as avcC. */
  public static final Codec H264 = new Codec(TrackType.VIDEO, "V_MPEG4/ISO/AVC", "video/h264");

  /** H.265, frames with 4-byte lengths, codec private data as hvcC. */
  public static final Codec H265 = new Codec(TrackType.VIDEO, "V_MPEGH/ISO/HEVC", "video/h265");

  /** AAC, raw frames without ADTS headers, codec private data as AudioSpecificConfig. */
  public static final Codec AAC = new Codec(TrackType.AUDIO, "A_AAC", "audio/aac");

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
