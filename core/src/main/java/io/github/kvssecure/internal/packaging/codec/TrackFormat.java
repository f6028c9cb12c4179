package io.github.kvssecure.internal.packaging.codec;

import io.github.kvssecure.media.Track;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * The frames of one track as they are stored, and the codec private data that goes with them: given
 * with the track, or made from the first frames. Not thread-safe; allocates nothing for a frame
 * once the codec private data is known.
 */
public abstract sealed class TrackFormat permits AacFormat, NalFormat, PassThroughFormat {

  private final Track track;

  TrackFormat(Track track) {
    this.track = track;
  }

  /**
   * The format of a track.
   *
   * @param track declared
   * @return the format for its codec
   * @throws MalformedMediaException if codec private data was given that is not what the codec
   *     needs
   */
  public static TrackFormat of(Track track) throws MalformedMediaException {
    return switch (track.codec().matroskaId()) {
      case "V_MPEG4/ISO/AVC" -> new AvcFormat(track);
      case "V_MPEGH/ISO/HEVC" -> new HevcFormat(track);
      case "A_AAC" -> new AacFormat(track);
      default -> new PassThroughFormat(track);
    };
  }

  /**
   * The track.
   *
   * @return as declared
   */
  public final Track track() {
    return track;
  }

  /**
   * Says how a frame is stored, and learns from it.
   *
   * @param data the frame between position and limit, left as it is
   * @param layout filled
   * @throws MalformedMediaException if it is no frame of this codec, or the codec private data is
   *     still missing and cannot be made from it
   */
  public abstract void layOut(ByteBuffer data, FrameLayout layout) throws MalformedMediaException;

  /**
   * Whether all is known that the header says of the track.
   *
   * @return true once the codec private data is there, or none is needed
   */
  public abstract boolean isKnown();

  /**
   * The codec private data, given or made.
   *
   * @return empty if it is not known yet, or the codec has none
   */
  public abstract Optional<byte[]> privateData();

  /**
   * How large pictures are.
   *
   * @return empty for sound, and where nobody said it
   */
  public Optional<Dimensions> picture() {
    return Optional.empty();
  }

  /**
   * How sound is sampled.
   *
   * @return empty for pictures, and where nobody said it
   */
  public Optional<Sound> sound() {
    return Optional.empty();
  }

  /** The codec private data that came with the track. */
  static Optional<byte[]> given(Track track) {
    return track.codecPrivateData().isAbsent()
        ? Optional.empty()
        : Optional.of(track.codecPrivateData().toByteArray());
  }
}
