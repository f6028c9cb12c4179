package io.github.kvssecure.internal.session;

import io.github.kvssecure.media.Frame;
import io.github.kvssecure.media.Track;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Which tracks have a frame in the fragment that is being filled, and which have none because there
 * was no room for it. A track that the application put nothing of is the application's to answer
 * for. Not thread-safe but for {@link #refused}: the caller serialises. No allocation for a frame.
 */
final class TracksOfFragment {

  private static final long NEVER = Long.MIN_VALUE;

  private final boolean[] taken = new boolean[Track.MAX_NUMBER + 1];

  /** When the latest frame of each track was to be shown that was refused. */
  private final AtomicLongArray refusedMillis = new AtomicLongArray(Track.MAX_NUMBER + 1);

  /** Until one begins, nothing lacks. */
  private long timecodeMillis = Long.MAX_VALUE;

  TracksOfFragment() {
    for (int track = 0; track < refusedMillis.length(); track++) {
      refusedMillis.set(track, NEVER);
    }
  }

  /**
   * Notes a frame that was taken.
   *
   * @param frame which
   * @param begins whether it begins a fragment
   */
  void taken(Frame frame, boolean begins) {
    if (begins) {
      Arrays.fill(taken, false);
      timecodeMillis = frame.presentationTime().toEpochMilli();
    }
    taken[frame.track()] = true;
  }

  /** Notes a frame of a declared track that found no room. Thread-safe. */
  void refused(Frame frame) {
    refusedMillis.accumulateAndGet(
        frame.track(), frame.presentationTime().toEpochMilli(), Math::max);
  }

  /** Whether there is a track without a frame, of which one was refused. */
  boolean lackOne() {
    for (int track = 0; track < taken.length; track++) {
      // Those that were refused before it belong to an earlier fragment.
      if (!taken[track] && refusedMillis.get(track) >= timecodeMillis) {
        return true;
      }
    }
    return false;
  }

  /** The timecode of the fragment. */
  long timecodeMillis() {
    return timecodeMillis;
  }
}
