package io.github.kvssecure.media;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
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

  // Registered format tags (RFC 2361, A.4 and A.5).
  private static final int WAVE_FORMAT_ALAW = 6;
  private static final int WAVE_FORMAT_MULAW = 7;

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
   * An H.264 video track whose avcC is made from the SPS and PPS of its first frame. The Java
   * packager can; the native one needs it given.
   *
   * @param number the track number
   * @return the track
   */
  public static Track h264(int number) {
    return new Track(number, Codec.H264, CodecPrivateData.absent());
  }

  /**
   * An H.265 video track.
   *
   * @param number the track number
   * @param hvcC the hvcC record (ISO/IEC 14496-15); copied
   * @return the track
   */
  public static Track h265(int number, byte[] hvcC) {
    return new Track(number, Codec.H265, CodecPrivateData.of(hvcC));
  }

  /**
   * An H.265 video track whose hvcC is made from the VPS, SPS and PPS of its first frame. The Java
   * packager can; the native one needs it given.
   *
   * @param number the track number
   * @return the track
   */
  public static Track h265(int number) {
    return new Track(number, Codec.H265, CodecPrivateData.absent());
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
   * An AAC audio track whose AudioSpecificConfig is made from the ADTS header of its first frame.
   * The Java packager can; the native one needs it given.
   *
   * @param number the track number
   * @return the track
   */
  public static Track aac(int number) {
    return new Track(number, Codec.AAC, CodecPrivateData.absent());
  }

  /**
   * A G.711 A-law audio track: one channel, 8000 Hz, 8 bits a sample (ITU-T G.711).
   *
   * @param number the track number
   * @return the track
   */
  public static Track g711ALaw(int number) {
    return new Track(number, Codec.G711_ALAW, CodecPrivateData.of(g711(WAVE_FORMAT_ALAW)));
  }

  /**
   * A G.711 mu-law audio track: one channel, 8000 Hz, 8 bits a sample (ITU-T G.711).
   *
   * @param number the track number
   * @return the track
   */
  public static Track g711MuLaw(int number) {
    return new Track(number, Codec.G711_MULAW, CodecPrivateData.of(g711(WAVE_FORMAT_MULAW)));
  }

  /** A WAVEFORMATEX: tag, channels, samples and bytes a second, block, bits, no extra bytes. */
  private static byte[] g711(int tag) {
    return ByteBuffer.allocate(18)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putShort((short) tag)
        .putShort((short) 1)
        .putInt(8000)
        .putInt(8000)
        .putShort((short) 1)
        .putShort((short) 8)
        .putShort((short) 0)
        .array();
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
