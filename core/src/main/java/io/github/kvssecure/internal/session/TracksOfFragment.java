package io.github.kvssecure.internal.session;

import io.github.kvssecure.media.Frame;
import io.github.kvssecure.media.Track;
import java.util.Arrays;

/**
 * Which tracks have a frame in the fragment that is being filled, and which have none because there
 * was no room for it. A track that the application put nothing of is the application's to answer
 * for. Not thread-safe: the caller serialises. No allocation for a frame.
 */
final class TracksOfFragment {

  private final boolean[] taken = new boolean[Track.MAX_NUMBER + 1];
  private final boolean[] refused = new boolean[Track.MAX_NUMBER + 1];
  private long timecodeMillis;

  /**
   * Notes a frame that was taken.
   *
   * @param frame which
   * @param begins whether it begins a fragment
   */
  void taken(Frame frame, boolean begins) {
    if (begins) {
      Arrays.fill(taken, false);
      Arrays.fill(refused, false);
      timecodeMillis = frame.presentationTime().toEpochMilli();
    }
    taken[frame.track()] = true;
  }

  /** Notes a frame that found no room. */
  void refused(Frame frame) {
    refused[frame.track()] = true;
  }

  /** Whether there is a track without a frame, of which one was refused. */
  boolean lackOne() {
    for (int track = 0; track < refused.length; track++) {
      if (refused[track] && !taken[track]) {
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
