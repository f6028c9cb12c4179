package io.github.kvssecure.internal.session;

import io.github.kvssecure.internal.session.FragmentLedger.Room;
import io.github.kvssecure.media.Frame;
import io.github.kvssecure.media.Track;
import io.github.kvssecure.stream.BufferLimits;
import io.github.kvssecure.stream.DropReason;
import io.github.kvssecure.stream.DroppedFragment;
import io.github.kvssecure.stream.StreamAccounting;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What of one stream waits, oldest first, and what became of the rest. It never waits, and knows
 * nothing of other streams. Guarded by its ledger, but for {@link #hasUntold}.
 */
final class FragmentBook {

  /**
   * How full the buffer is.
   *
   * @param bytes of frames that wait for their acknowledgement
   * @param behind how much media came behind the oldest fragment that waits
   */
  record Fill(long bytes, Duration behind) {}

  /**
   * A fragment that no frame is added to any more.
   *
   * @param timecodeMillis its timecode
   * @param bytes of its frames
   */
  record Whole(long timecodeMillis, long bytes) {}

  /** Before every fragment: none is on its way. */
  static final long NONE = Long.MIN_VALUE;

  private final BufferLimits limits;
  private final LedgerTotals totals;
  private final Deque<LedgerEntry> entries = new ArrayDeque<>();
  private final List<DroppedFragment> untold = new ArrayList<>();
  private volatile boolean hasUntold;
  private long pendingBytes;
  private long freed;
  private boolean sealed;
  private boolean hasCondemned;

  FragmentBook(List<Track> tracks, BufferLimits limits) {
    this.totals = new LedgerTotals(tracks);
    this.limits = limits;
  }

  /**
   * Whether the stream's own limits have room for a frame.
   *
   * @param onItsWay the last fragment that is being sent, whose age does not count, nor that of
   *     those before it; or {@link #NONE}
   */
  Room room(Frame frame, boolean begins, long onItsWay) {
    if (isAlone(begins)) {
      return Room.FREE;
    }
    if (pendingBytes + frame.size() > limits.bytes()) {
      return fitsWithItsFragment(frame, begins) ? Room.OUT_OF_BYTES : Room.OUT_OF_BYTES_FOR_ONE;
    }
    long behind = behind(frame.presentationTime().toEpochMilli(), onItsWay);
    return behind > limits.duration().toMillis() ? Room.OUT_OF_TIME : Room.FREE;
  }

  /** Whether there is room if everything else is gone; a fragment that begins waits for that. */
  private boolean fitsWithItsFragment(Frame frame, boolean begins) {
    LedgerEntry last = entries.peekLast();
    return hasWhole()
        && (begins || sealed || last == null || last.bytes() + frame.size() <= limits.bytes());
  }

  /**
   * How much media there is at a moment behind the oldest fragment that is not on its way. That one
   * can be acknowledged only once it has ended, so the buffer would be full before that of any
   * longer one.
   */
  private long behind(long millis, long onItsWay) {
    for (LedgerEntry entry : entries) {
      if (entry.timecodeMillis() > onItsWay) {
        return Math.max(0, entry.endedBefore(millis));
      }
    }
    return 0;
  }

  /**
   * Whether a frame finds nothing that could be acknowledged before it is taken: a lone open
   * fragment can be only once the next one has begun, so waiting for room would wait forever, after
   * a pause of the camera for example.
   */
  boolean isAlone(boolean begins) {
    return entries.isEmpty() || (begins && entries.size() == 1);
  }

  /** Enters a frame for which there is room. */
  void enter(Frame frame, boolean begins) {
    settleCondemned();
    if (begins) {
      long timecode = frame.presentationTime().toEpochMilli();
      LedgerEntry before = entries.peekLast();
      if (before != null) {
        before.endAt(timecode);
      }
      entries.addLast(new LedgerEntry(timecode));
      totals.fragmentAccepted(1);
    }
    entries.getLast().add(frame);
    pendingBytes += frame.size();
    totals.accepted(frame.track(), 1);
  }

  /** Takes back the frame entered last. */
  void retract(Frame frame) {
    LedgerEntry open = entries.getLast();
    open.remove(frame);
    forget(frame.size());
    totals.accepted(frame.track(), -1);
    if (open.frames() == 0) {
      entries.removeLast();
      totals.fragmentAccepted(-1);
      LedgerEntry before = entries.peekLast();
      if (before != null) {
        before.openAgain(frame.presentationTime().toEpochMilli());
      }
    }
  }

  /** Says that no frame follows: the last fragment is whole too. */
  void seal() {
    sealed = true;
    settleCondemned();
  }

  /** Notes that a fragment is stored; false if it is not there, or still being filled. */
  boolean persisted(long timecodeMillis) {
    for (Iterator<LedgerEntry> i = entries.iterator(); i.hasNext(); ) {
      LedgerEntry entry = i.next();
      if (entry.timecodeMillis() == timecodeMillis && isWhole(entry) && entry.condemned() == null) {
        i.remove();
        totals.persisted(entry);
        forget(entry.bytes());
        return true;
      }
    }
    return false;
  }

  /** Whether frames may still follow in a fragment. */
  boolean isFilling(long timecodeMillis) {
    LedgerEntry last = entries.peekLast();
    return !sealed && last != null && last.timecodeMillis() == timecodeMillis;
  }

  /** Drops the fragment of that timecode; false if it is not there, or still being filled. */
  boolean drop(long timecodeMillis, DropReason reason) {
    for (LedgerEntry entry : entries) {
      if (entry.timecodeMillis() == timecodeMillis && isWhole(entry)) {
        entries.remove(entry);
        DropReason condemned = entry.condemned();
        drop(entry, condemned == null ? reason : condemned);
        return true;
      }
    }
    return false;
  }

  /**
   * Drops the fragment that a moment belongs to, as soon as it is whole; none if that was
   * acknowledged or dropped already.
   */
  void lost(long millis, DropReason reason) {
    @Nullable LedgerEntry found = null;
    for (LedgerEntry entry : entries) {
      if (entry.spans(millis)) {
        found = entry;
      }
    }
    if (found == null) {
      return;
    }
    if (found == entries.peekLast() && !sealed) {
      found.condemn(reason);
      hasCondemned = true;
    } else {
      entries.remove(found);
      drop(found, reason);
    }
  }

  /**
   * Drops what is lost and whole. Not at once when the next fragment begins: if its first frame is
   * retracted, frames of the lost one may follow.
   */
  private void settleCondemned() {
    if (!hasCondemned) {
      // Asked for before each frame.
      return;
    }
    LedgerEntry last = entries.peekLast();
    hasCondemned = last != null && last.condemned() != null && !sealed;
    for (Iterator<LedgerEntry> i = entries.iterator(); i.hasNext(); ) {
      LedgerEntry entry = i.next();
      DropReason reason = entry.condemned();
      if (reason != null && isWhole(entry)) {
        i.remove();
        drop(entry, reason);
      }
    }
  }

  private void drop(LedgerEntry entry, DropReason reason) {
    totals.dropped(entry, reason);
    untold.add(entry.dropped(reason));
    hasUntold = true;
    forget(entry.bytes());
  }

  private void forget(long bytes) {
    pendingBytes -= bytes;
    freed += bytes;
  }

  private boolean isWhole(LedgerEntry entry) {
    return sealed || entry != entries.peekLast();
  }

  private boolean hasWhole() {
    return entries.size() > (sealed ? 0 : 1);
  }

  /** Whether something was dropped that was not told; may be asked by anybody. */
  boolean hasUntold() {
    return hasUntold;
  }

  /** What was dropped since the last call, oldest first. */
  List<DroppedFragment> takeUntold() {
    List<DroppedFragment> taken = List.copyOf(untold);
    untold.clear();
    hasUntold = false;
    return taken;
  }

  /** How many bytes were freed since the last call. */
  long takeFreed() {
    long taken = freed;
    freed = 0;
    return taken;
  }

  boolean isEmpty() {
    return entries.isEmpty();
  }

  long pendingBytes() {
    return pendingBytes;
  }

  StreamAccounting accounting() {
    return totals.accounting();
  }

  /** The oldest fragment that is whole. */
  Optional<Whole> oldestWhole() {
    if (!hasWhole()) {
      return Optional.empty();
    }
    LedgerEntry oldest = entries.getFirst();
    return Optional.of(new Whole(oldest.timecodeMillis(), oldest.bytes()));
  }

  /** How full it is when a frame of that moment has come. */
  Fill fill(Frame frame) {
    return new Fill(
        pendingBytes, Duration.ofMillis(behind(frame.presentationTime().toEpochMilli(), NONE)));
  }

  /** The timecodes of those that wait and are whole, oldest first. */
  List<Long> whole() {
    return entries.stream().filter(this::isWhole).map(LedgerEntry::timecodeMillis).toList();
  }

  /** The timecodes of all that wait, oldest first. */
  List<Long> pending() {
    List<Long> timecodes = new ArrayList<>(entries.size());
    entries.forEach(entry -> timecodes.add(entry.timecodeMillis()));
    return timecodes;
  }
}
