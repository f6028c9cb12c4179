package io.github.kvssecure.internal.session;

import io.github.kvssecure.media.Frame;
import io.github.kvssecure.media.Track;
import io.github.kvssecure.stream.DropReason;
import io.github.kvssecure.stream.DroppedFragment;
import org.jspecify.annotations.Nullable;

/** One fragment of a ledger that is neither acknowledged nor dropped. Guarded by its ledger. */
final class LedgerEntry {

  private static final long OPEN = Long.MAX_VALUE;

  private final long timecodeMillis;

  /** By track number; an array, because every frame that is put is counted here. */
  private final int[] framesByTrack = new int[Track.MAX_NUMBER + 1];

  private long frames;
  private long bytes;

  /** The range of all timestamps of its frames. */
  private long earliestMillis = Long.MAX_VALUE;

  private long latestMillis = Long.MIN_VALUE;
  private long endMillis = OPEN;
  private @Nullable DropReason condemned;

  LedgerEntry(long timecodeMillis) {
    this.timecodeMillis = timecodeMillis;
  }

  void add(Frame frame) {
    count(frame, 1);
    span(frame.presentationTime().toEpochMilli());
    span(frame.decodingTime().toEpochMilli());
  }

  private void span(long millis) {
    earliestMillis = Math.min(earliestMillis, millis);
    latestMillis = Math.max(latestMillis, millis);
  }

  /** Whether a moment can be the timestamp of one of its frames. */
  boolean spans(long millis) {
    return earliestMillis <= millis && millis <= latestMillis;
  }

  /** Notes where the next fragment begins. */
  void endAt(long millis) {
    endMillis = millis;
  }

  /** Notes that the fragment that should have begun at that moment has not. */
  void openAgain(long millis) {
    endMillis = endMillis == millis ? OPEN : endMillis;
  }

  /** How long before that moment it ended, in milliseconds; less than zero if it has not. */
  long endedBefore(long millis) {
    return endMillis == OPEN ? -1 : millis - endMillis;
  }

  void remove(Frame frame) {
    count(frame, -1);
  }

  private void count(Frame frame, int sign) {
    framesByTrack[frame.track()] += sign;
    frames += sign;
    bytes += sign * (long) frame.size();
  }

  /** Notes that it is lost, though frames are still added to it. */
  void condemn(DropReason reason) {
    condemned = reason;
  }

  @Nullable DropReason condemned() {
    return condemned;
  }

  long timecodeMillis() {
    return timecodeMillis;
  }

  int frames(int track) {
    return framesByTrack[track];
  }

  long frames() {
    return frames;
  }

  long bytes() {
    return bytes;
  }

  DroppedFragment dropped(DropReason reason) {
    return new DroppedFragment(timecodeMillis, frames, bytes, reason);
  }
}
