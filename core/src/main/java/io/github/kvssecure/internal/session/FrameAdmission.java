package io.github.kvssecure.internal.session;

import io.github.kvssecure.media.Frame;
import io.github.kvssecure.media.FrameRefusedException;
import io.github.kvssecure.media.FrameRefusedException.Reason;
import io.github.kvssecure.media.Track;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Judges each frame by local facts: track, size, order. Not thread-safe: the caller serialises. No
 * allocation for a frame that is admitted.
 *
 * <p>Fragments begin at key frames of the first video track; without video, at the first frame of
 * the first track after {@link #AUDIO_FRAGMENT}. KVS wants every timestamp of a fragment to come
 * after every timestamp of the one before (PutMedia, error 4004), so a frame that begins a fragment
 * must be later, in milliseconds, than anything put before it. The native producer wants the
 * decoding times of all tracks together not to decrease.
 */
final class FrameAdmission {

  /** How long a fragment without video is; KVS asks for at least one second. */
  static final Duration AUDIO_FRAGMENT = Duration.ofSeconds(2);

  /**
   * How long a fragment may be. AWS states 20 s now and stated 10 s before (quotas of KVS); the
   * native producer cannot express more than 32.767 s.
   */
  static final Duration LONGEST_FRAGMENT = Duration.ofSeconds(20);

  private static final String CLOCK =
      "; if the clock of this machine was set back, take timestamps from FrameClock.start().now(),"
          + " which never goes back, or close the stream and open it again";

  /**
   * How large a fragment may be (quotas of KVS, 50 MB; error 4001 beyond). KVS refuses the fragment
   * as a whole, so that what was sent of it was sent in vain.
   */
  static final int LARGEST_FRAGMENT_BYTES = 50_000_000;

  /** What Matroska adds to a frame, generously: headers, and lengths instead of start codes. */
  private static final int FRAME_OVERHEAD_BYTES = 64;

  private static final Instant LATEST = Instant.parse("2200-01-01T00:00:00Z");

  private final boolean[] declared = new boolean[Track.MAX_NUMBER + 1];
  private final int maxFrameBytes;
  private final int cuttingTrack;
  private final boolean cutsAtKeyFrames;
  private final @Nullable Instant[] lastDecoding = new @Nullable Instant[Track.MAX_NUMBER + 1];
  private Instant latestDecoding = Instant.EPOCH;
  private @Nullable Instant fragmentStart;

  // Made once for each fragment: admitting a frame allocates nothing.
  private Instant audioFragmentEnd = Instant.EPOCH;
  private Instant longestFragmentEnd = Instant.EPOCH;
  private long latestMillis = Long.MIN_VALUE;
  private long fragmentBytes;

  FrameAdmission(List<Track> tracks, int maxFrameBytes) {
    tracks.forEach(track -> declared[track.number()] = true);
    this.maxFrameBytes = Math.min(maxFrameBytes, LARGEST_FRAGMENT_BYTES - FRAME_OVERHEAD_BYTES);
    Track first = tracks.stream().filter(Track::isVideo).findFirst().orElse(tracks.get(0));
    this.cuttingTrack = first.number();
    this.cutsAtKeyFrames = first.isVideo();
  }

  /**
   * Judges a frame, without remembering it.
   *
   * @param frame what the application puts
   * @return whether it begins a fragment
   * @throws FrameRefusedException if it cannot be taken
   */
  boolean admit(Frame frame) {
    if (frame.size() == 0) {
      throw refusal(Reason.EMPTY, frame, "a frame needs at least one byte");
    }
    if (frame.size() > maxFrameBytes) {
      throw refusal(
          Reason.TOO_LARGE, frame, "a frame may have at most " + maxFrameBytes + " bytes");
    }
    if (!isDeclared(frame.track())) {
      throw refusal(
          Reason.UNDECLARED_TRACK, frame, "declare the track with StreamSpec.Builder.track(...)");
    }
    requireOrder(frame);
    boolean begins = beginsFragment(frame);
    if (begins && frame.presentationTime().toEpochMilli() <= latestMillis) {
      throw refusal(
          Reason.TIMESTAMP_NOT_INCREASING,
          frame,
          "it begins a fragment, and must be later than every frame before it: put the frames of all"
              + " tracks in the order of their timestamps");
    }
    if (fragmentStart != null && !begins && frame.presentationTime().isAfter(longestFragmentEnd)) {
      throw refusal(
          Reason.FRAGMENT_TOO_LONG,
          frame,
          "a fragment may last "
              + LONGEST_FRAGMENT.toSeconds()
              + " s: have the encoder make a key frame at least that often");
    }
    if (!begins && fragmentBytes + weight(frame) > LARGEST_FRAGMENT_BYTES) {
      throw refusal(
          Reason.FRAGMENT_TOO_LARGE,
          frame,
          "a fragment may have "
              + LARGEST_FRAGMENT_BYTES
              + " bytes: have the encoder make key frames more often, or fewer bits a second");
    }
    if (fragmentStart == null && !begins) {
      throw refusal(
          Reason.BEFORE_KEY_FRAME,
          frame,
          "the first frame must be a key frame of track " + cuttingTrack);
    }
    return begins;
  }

  /**
   * Remembers a frame that was taken.
   *
   * @param frame which
   * @param begins whether it begins a fragment
   */
  void taken(Frame frame, boolean begins) {
    lastDecoding[frame.track()] = frame.decodingTime();
    latestDecoding = frame.decodingTime();
    latestMillis = Math.max(latestMillis, frame.presentationTime().toEpochMilli());
    fragmentBytes = (begins ? 0 : fragmentBytes) + weight(frame);
    if (begins) {
      fragmentStart = frame.presentationTime();
      audioFragmentEnd = frame.presentationTime().plus(AUDIO_FRAGMENT);
      longestFragmentEnd = frame.presentationTime().plus(LONGEST_FRAGMENT);
    }
  }

  private static long weight(Frame frame) {
    return (long) frame.size() + FRAME_OVERHEAD_BYTES;
  }

  /** Whether the stream has that track. Thread-safe. */
  boolean isDeclared(int track) {
    return track >= 0 && track < declared.length && declared[track];
  }

  private void requireOrder(Frame frame) {
    Instant time = frame.presentationTime();
    if (isOutOfRange(time) || isOutOfRange(frame.decodingTime())) {
      throw refusal(
          Reason.TIMESTAMP_OUT_OF_RANGE, frame, "timestamps must lie between 1970 and 2200");
    }
    Instant last = lastDecoding[frame.track()];
    if (last != null && !frame.decodingTime().isAfter(last)) {
      throw refusal(
          Reason.TIMESTAMP_NOT_INCREASING,
          frame,
          "the decoding time must be after that of the frame before it on this track, "
              + last
              + CLOCK);
    }
    if (frame.decodingTime().isBefore(latestDecoding)) {
      throw refusal(
          Reason.TIMESTAMP_NOT_INCREASING,
          frame,
          "frames of all tracks must be put in the order of their decoding times; the latest was "
              + latestDecoding
              + CLOCK);
    }
    if (fragmentStart != null && time.isBefore(fragmentStart)) {
      throw refusal(
          Reason.TIMESTAMP_NOT_INCREASING,
          frame,
          "it is earlier than the key frame that began the fragment, "
              + fragmentStart
              + ": put it before that one; where video is reordered, add to every"
              + " Frame.decodedAt(time) of it by how much key frames are decoded before they are"
              + " shown");
    }
  }

  private static boolean isOutOfRange(Instant time) {
    return time.isBefore(Instant.EPOCH) || time.isAfter(LATEST);
  }

  private boolean beginsFragment(Frame frame) {
    if (frame.track() != cuttingTrack) {
      return false;
    }
    if (cutsAtKeyFrames) {
      return frame.isKey();
    }
    return fragmentStart == null || !frame.presentationTime().isBefore(audioFragmentEnd);
  }

  private static FrameRefusedException refusal(Reason reason, Frame frame, String remedy) {
    return new FrameRefusedException(reason, "frame refused: " + frame + "; " + remedy);
  }
}
