package io.github.kvssecure.media;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;

/**
 * One encoded access unit of one track: what a camera's encoder gives.
 *
 * <p>Ownership: the data buffer is borrowed until the call that takes the frame returns; its
 * position and limit are never changed. Array-backed, offset, read-only and direct buffers are all
 * ordinary input. The frame itself is immutable, its bytes are the caller's.
 */
public final class Frame {

  private final int track;
  private final boolean key;
  private final Instant presentationTime;
  private final Instant decodingTime;
  private final Duration duration;
  private final ByteBuffer data;

  private Frame(int track, boolean key, Timing timing, ByteBuffer data) {
    this.track = track;
    this.key = key;
    this.presentationTime = timing.presentation;
    this.decodingTime = timing.decoding;
    this.duration = timing.duration;
    this.data = data;
  }

  private record Timing(Instant presentation, Instant decoding, Duration duration) {}

  /**
   * A frame that can be decoded by itself. On a video track it starts a fragment.
   *
   * @param track the number of a declared track
   * @param presentationTime when it is shown; sent with millisecond precision; from a {@link
   *     FrameClock} where the source gives none
   * @param data the bytes between position and limit; borrowed
   * @return the frame
   */
  public static Frame key(int track, Instant presentationTime, ByteBuffer data) {
    return of(track, true, presentationTime, data);
  }

  /**
   * A frame that needs frames before it, or any audio frame.
   *
   * @param track the number of a declared track
   * @param presentationTime when it is shown or heard; sent with millisecond precision; from a
   *     {@link FrameClock} where the source gives none
   * @param data the bytes between position and limit; borrowed
   * @return the frame
   */
  public static Frame delta(int track, Instant presentationTime, ByteBuffer data) {
    return of(track, false, presentationTime, data);
  }

  private static Frame of(int track, boolean key, Instant presentationTime, ByteBuffer data) {
    Objects.requireNonNull(presentationTime, "presentationTime");
    Objects.requireNonNull(data, "data");
    return new Frame(
        track, key, new Timing(presentationTime, presentationTime, Duration.ZERO), data);
  }

  /**
   * The same frame with a decoding time of its own, for codecs that reorder.
   *
   * <p>Decoding times order frames and are not sent, so they may be later than the presentation.
   * With other tracks beside, add to every decoding time of video by how much a key frame is
   * decoded before it is shown: sound that belongs before a key frame can then be put before it.
   * Without that, sound heard between the two times of a key frame has no place: it would be
   * decoded after the key frame, and belongs to the fragment before.
   *
   * @param time when it is decoded; strictly increasing within a track
   * @return a new frame over the same data
   */
  public Frame decodedAt(Instant time) {
    Objects.requireNonNull(time, "time");
    return new Frame(track, key, new Timing(presentationTime, time, duration), data);
  }

  /**
   * The same frame with a known duration.
   *
   * @param length how long it lasts; not negative, zero means unknown
   * @return a new frame over the same data
   * @throws IllegalArgumentException if {@code length} is negative
   */
  public Frame lasting(Duration length) {
    if (length.isNegative()) {
      throw new IllegalArgumentException("frame duration must not be negative, found " + length);
    }
    return new Frame(track, key, new Timing(presentationTime, decodingTime, length), data);
  }

  /**
   * The number of the track.
   *
   * @return as given
   */
  public int track() {
    return track;
  }

  /**
   * Whether it can be decoded by itself.
   *
   * @return true for a key frame
   */
  public boolean isKey() {
    return key;
  }

  /**
   * When it is shown or heard.
   *
   * @return the presentation time
   */
  public Instant presentationTime() {
    return presentationTime;
  }

  /**
   * When it is decoded.
   *
   * @return the decoding time; the presentation time unless set
   */
  public Instant decodingTime() {
    return decodingTime;
  }

  /**
   * How long it lasts.
   *
   * @return the duration; zero if unknown
   */
  public Duration duration() {
    return duration;
  }

  /**
   * The bytes.
   *
   * @return the caller's own buffer; read it through {@link ByteBuffer#duplicate()}
   */
  public ByteBuffer data() {
    return data;
  }

  /**
   * The size.
   *
   * @return bytes between position and limit
   */
  public int size() {
    return data.remaining();
  }

  @Override
  public String toString() {
    return "Frame[track="
        + track
        + ", key="
        + key
        + ", presentationTime="
        + presentationTime
        + ", size="
        + size()
        + "]";
  }
}
