package io.github.kvssecure.media;

import java.util.Objects;

/**
 * One elementary stream inside the media: number, codec, codec private data. Immutable.
 *
 * @param number the Matroska track number, 1 to 127; console playback expects video on 1 and audio
 *     on 2
 * @param codec the codec
 * @param codecPrivateData what the decoder needs before the first frame
 * @see <a
 *     href="https://docs.aws.amazon.com/kinesisvideostreams/latest/dg/API_dataplane_PutMedia.html">PutMedia</a>
 */
public record Track(int number, Codec codec, CodecPrivateData codecPrivateData) {

  /** The highest track number: it stays one byte in a Matroska block. */
  public static final int MAX_NUMBER = 127;

  /**
   * Checks the number.
   *
   * @throws IllegalArgumentException if {@code number} is outside 1 to 127
   */
  public Track {
    if (number < 1 || number > MAX_NUMBER) {
      throw new IllegalArgumentException(
          "track number must be 1 to " + MAX_NUMBER + ", found " + number);
    }
    Objects.requireNonNull(codec, "codec");
    Objects.requireNonNull(codecPrivateData, "codecPrivateData");
  }

  /**
   * An H.264 video track.
   *
   * @param number the track number
   * @param avcC the avcC record (ISO/IEC 14496-15); copied
   * @return the track
   */
  public static Track h264(int number, byte[] avcC) {
    return new Track(number, Codec.H264, CodecPrivateData.of(avcC));
  }

  /**
   * An AAC audio track.
   *
   * @param number the track number
   * @param audioSpecificConfig the AudioSpecificConfig (ISO/IEC 14496-3); copied
   * @return the track
   */
  public static Track aac(int number, byte[] audioSpecificConfig) {
    return new Track(number, Codec.AAC, CodecPrivateData.of(audioSpecificConfig));
  }

  /**
   * Whether this is a video track.
   *
   * @return true for video
   */
  public boolean isVideo() {
    return codec.type() == TrackType.VIDEO;
  }
}
