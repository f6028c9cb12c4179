package io.github.kvssecure.local.mkv;

import java.util.Arrays;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * One declared track: the {@code TrackEntry} of RFC 9559, section 5.1.4.1. Made by {@link
 * #video(int, String)}, {@link #audio(int, String)} or {@link #builder}.
 *
 * @param number the number by which blocks name the track, from 1
 * @param uid the number that stays with the track when it is remultiplexed, not 0; read as unsigned
 * @param type what the track carries
 * @param codecId such as {@code V_MPEG4/ISO/AVC}
 * @param name a name for people; may be empty
 * @param codecPrivate the codec private data, copied on the way in and on the way out; may be empty
 * @param pixelWidth the width of the encoded pictures in pixels, of a video track
 * @param pixelHeight the height of the encoded pictures in pixels, of a video track
 * @param samplingFrequency the sampling frequency in Hz, of an audio track
 * @param channels the number of channels, of an audio track
 */
@SuppressWarnings("ArrayRecordComponent") // copied on the way in and out, compared by content below
public record MkvTrack(
    int number,
    long uid,
    MkvTrackType type,
    String codecId,
    String name,
    byte[] codecPrivate,
    OptionalInt pixelWidth,
    OptionalInt pixelHeight,
    OptionalDouble samplingFrequency,
    OptionalInt channels) {

  /**
   * Copies the codec private data.
   *
   * @throws IllegalArgumentException if number or uid is out of range
   */
  public MkvTrack {
    if (number < 1) {
      throw new IllegalArgumentException("track number is " + number + ", required: 1 or more");
    }
    if (uid == 0) {
      throw new IllegalArgumentException("track uid is 0, required: any other number");
    }
    codecPrivate = codecPrivate.clone();
  }

  /** A video track; its uid is its number until {@link Builder#uid} says otherwise. */
  public static Builder video(int number, String codecId) {
    return builder(number, MkvTrackType.VIDEO, codecId);
  }

  /** An audio track; its uid is its number until {@link Builder#uid} says otherwise. */
  public static Builder audio(int number, String codecId) {
    return builder(number, MkvTrackType.AUDIO, codecId);
  }

  /** A track of any type; its uid is its number until {@link Builder#uid} says otherwise. */
  public static Builder builder(int number, MkvTrackType type, String codecId) {
    return new Builder(number, type, codecId);
  }

  /** A copy of the codec private data. */
  @Override
  public byte[] codecPrivate() {
    return codecPrivate.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof MkvTrack track
        && number == track.number
        && uid == track.uid
        && type == track.type
        && codecId.equals(track.codecId)
        && name.equals(track.name)
        && Arrays.equals(codecPrivate, track.codecPrivate)
        && pixelWidth.equals(track.pixelWidth)
        && pixelHeight.equals(track.pixelHeight)
        && samplingFrequency.equals(track.samplingFrequency)
        && channels.equals(track.channels);
  }

  @Override
  public int hashCode() {
    return 31 * (31 * number + Long.hashCode(uid)) + Arrays.hashCode(codecPrivate);
  }

  @Override
  public String toString() {
    return "track %d: %s %s, %d bytes of codec private data"
        .formatted(number, type, codecId, codecPrivate.length);
  }

  /** Collects what a track declares. Not thread-safe. */
  public static final class Builder {
    private final int number;
    private final MkvTrackType type;
    private final String codecId;
    private long uid;
    private String name = "";
    private byte[] codecPrivate = {};
    private OptionalInt pixelWidth = OptionalInt.empty();
    private OptionalInt pixelHeight = OptionalInt.empty();
    private OptionalDouble samplingFrequency = OptionalDouble.empty();
    private OptionalInt channels = OptionalInt.empty();

    private Builder(int number, MkvTrackType type, String codecId) {
      this.number = number;
      this.uid = number;
      this.type = type;
      this.codecId = codecId;
    }

    /** The number that stays with the track when it is remultiplexed; not 0. */
    public Builder uid(long value) {
      uid = value;
      return this;
    }

    /** A name for people. */
    public Builder name(String value) {
      name = value;
      return this;
    }

    /** The codec private data; copied. */
    public Builder codecPrivate(byte[] value) {
      codecPrivate = value.clone();
      return this;
    }

    /** The size of the encoded pictures in pixels. */
    public Builder pixels(int width, int height) {
      return pixelWidth(width).pixelHeight(height);
    }

    /** The sampling frequency in Hz and the number of channels. */
    public Builder sound(double hertz, int channelCount) {
      return samplingFrequency(hertz).channels(channelCount);
    }

    Builder pixelWidth(int value) {
      pixelWidth = OptionalInt.of(value);
      return this;
    }

    Builder pixelHeight(int value) {
      pixelHeight = OptionalInt.of(value);
      return this;
    }

    Builder samplingFrequency(double hertz) {
      samplingFrequency = OptionalDouble.of(hertz);
      return this;
    }

    Builder channels(int value) {
      channels = OptionalInt.of(value);
      return this;
    }

    /**
     * The track.
     *
     * @throws IllegalArgumentException if number or uid is out of range
     */
    public MkvTrack build() {
      return new MkvTrack(
          number,
          uid,
          type,
          codecId,
          name,
          codecPrivate,
          pixelWidth,
          pixelHeight,
          samplingFrequency,
          channels);
    }
  }
}
