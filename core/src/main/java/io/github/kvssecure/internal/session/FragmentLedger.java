package io.github.kvssecure.internal.session;

import io.github.kvssecure.media.Acknowledgement;
import io.github.kvssecure.media.Frame;
import io.github.kvssecure.media.Track;
import io.github.kvssecure.stream.BufferLimits;
import io.github.kvssecure.stream.DropReason;
import io.github.kvssecure.stream.DroppedFragment;
import io.github.kvssecure.stream.StreamAccounting;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Keeps account of what was accepted and what became of it, from acknowledgements alone, and says
 * whether there is room for more. Thread-safe. Its lock is a leaf but for the memory budget's.
 */
final class FragmentLedger {

  /** Whether a frame can be booked. */
  enum Room {
    /** It can. */
    FREE,
    /** The stream's bytes are used up. */
    OUT_OF_BYTES,
    /** The stream's time is used up. */
    OUT_OF_TIME,
    /** The memory that all streams share is used up. */
    PRODUCER_OUT_OF_BYTES
  }

  private final BufferLimits limits;
  private final Acknowledgement.Type freeing;
  private final MemoryBudget memory;
  private final LedgerTotals totals;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Runnable wake = this::wake;
  private final Deque<LedgerEntry> entries = new ArrayDeque<>();
  private final List<DroppedFragment> untold = new ArrayList<>();
  private volatile boolean hasUntold;
  private long pendingBytes;
  private long toFree;
  private long changes;
  private boolean sealed;
  private boolean released;

  /**
   * An empty ledger.
   *
   * @param tracks what the stream declares
   * @param limits how much may wait
   * @param freeing the acknowledgement that counts as stored: PERSISTED, or RECEIVED where the
   *     stream's retention is zero
   * @param memory shared with other streams
   */
  FragmentLedger(
      List<Track> tracks, BufferLimits limits, Acknowledgement.Type freeing, MemoryBudget memory) {
    this.totals = new LedgerTotals(tracks);
    this.limits = limits;
    this.freeing = freeing;
    this.memory = memory;
  }

  /**
   * Books a frame before it goes to the packager, because an acknowledgement can be that fast; if
   * there is room, now or within a time.
   *
   * @param frame what is to be accepted
   * @param beginsFragment whether it begins a fragment
   * @param nanos how long to wait for room at most
   * @param giveUp ends the wait when it turns true; looked at whenever {@link #wake} is called
   * @return FREE if it is booked; otherwise nothing changed
   * @throws InterruptedException if interrupted while waiting
   */
  Room accept(Frame frame, boolean beginsFragment, long nanos, BooleanSupplier giveUp)
      throws InterruptedException {
    lock.lockInterruptibly();
    boolean waits = false;
    try {
      Room room = book(frame, beginsFragment);
      if (room == Room.FREE || nanos <= 0) {
        return room;
      }
      waits = true;
      memory.whenFreed(wake);
      long left = nanos;
      while (room != Room.FREE && left > 0 && !giveUp.getAsBoolean()) {
        left = changed.awaitNanos(left);
        room = book(frame, beginsFragment);
      }
      return room;
    } finally {
      if (waits) {
        memory.forget(wake);
      }
      unlockAndFree();
    }
  }

  /** Other ledgers are woken by what is freed, so it is freed without the lock. */
  private void unlockAndFree() {
    long freed = released ? 0 : toFree;
    toFree = 0;
    changes++;
    changed.signalAll();
    lock.unlock();
    memory.free(freed);
  }

  private Room book(Frame frame, boolean begins) {
    LedgerEntry oldest = entries.peekFirst();
    // A lone open fragment can be acknowledged only once the next one has begun: waiting for room
    // would wait forever, after a pause of the camera for example.
    boolean alone = oldest == null || (begins && entries.size() == 1);
    if (!alone) {
      if (pendingBytes + frame.size() > limits.bytes()) {
        return Room.OUT_OF_BYTES;
      }
      long span = frame.presentationTime().toEpochMilli() - oldest.timecodeMillis();
      if (span > limits.duration().toMillis()) {
        return Room.OUT_OF_TIME;
      }
    }
    if (!memory.take(alone ? 0 : pendingBytes, frame.size())) {
      return Room.PRODUCER_OUT_OF_BYTES;
    }
    if (begins) {
      settleCondemned();
      entries.addLast(new LedgerEntry(frame.presentationTime().toEpochMilli()));
      totals.fragmentAccepted(1);
    }
    entries.getLast().add(frame);
    pendingBytes += frame.size();
    totals.accepted(frame.track(), 1);
    return Room.FREE;
  }

  /** Takes back the frame booked last, because the packager refused it. */
  void retract(Frame frame) {
    lock.lock();
    try {
      LedgerEntry open = entries.getLast();
      open.remove(frame);
      forget(frame.size());
      totals.accepted(frame.track(), -1);
      if (open.frames() == 0) {
        entries.removeLast();
        totals.fragmentAccepted(-1);
      }
    } finally {
      unlockAndFree();
    }
  }

  /** Says that no frame follows: from now on the last fragment can be acknowledged too. */
  void seal() {
    lock.lock();
    try {
      sealed = true;
      settleCondemned();
    } finally {
      unlockAndFree();
    }
  }

  /**
   * Books an acknowledgement.
   *
   * @param acknowledgement what the service said
   * @return whether it freed a fragment; a repeated one, or one of a fragment that is still being
   *     filled, does not
   */
  boolean acknowledged(Acknowledgement acknowledgement) {
    if (acknowledgement.type() != freeing || acknowledgement.fragmentTimecodeMillis().isEmpty()) {
      return false;
    }
    long timecode = acknowledgement.fragmentTimecodeMillis().getAsLong();
    lock.lock();
    try {
      @Nullable LedgerEntry entry = takeWhole(timecode);
      if (entry == null) {
        return false;
      }
      totals.persisted(entry);
      forget(entry.bytes());
      return true;
    } finally {
      unlockAndFree();
    }
  }

  private @Nullable LedgerEntry takeWhole(long timecode) {
    @Nullable LedgerEntry last = entries.peekLast();
    for (Iterator<LedgerEntry> i = entries.iterator(); i.hasNext(); ) {
      LedgerEntry entry = i.next();
      if (entry.timecodeMillis() == timecode && (sealed || entry != last)) {
        i.remove();
        return entry;
      }
    }
    return null;
  }

  /**
   * Books the oldest whole fragment as dropped.
   *
   * @param reason why
   * @return whether there was one
   */
  boolean dropOldest(DropReason reason) {
    lock.lock();
    try {
      if (!hasWhole()) {
        return false;
      }
      drop(entries.removeFirst(), reason);
      return true;
    } finally {
      unlockAndFree();
    }
  }

  private boolean hasWhole() {
    return entries.size() > (sealed ? 0 : 1);
  }

  /**
   * Books the fragment that a moment belongs to as dropped. One that is still being filled is
   * booked when it is whole, so that all of it is.
   *
   * @param millis a timecode, or the timestamp of any frame of the fragment
   * @param reason why
   */
  void lost(long millis, DropReason reason) {
    lock.lock();
    try {
      @Nullable LedgerEntry found = null;
      for (LedgerEntry entry : entries) {
        if (entry.timecodeMillis() <= millis) {
          found = entry;
        }
      }
      if (found == null) {
        return;
      }
      if (found == entries.peekLast() && !sealed) {
        found.condemn(reason);
      } else {
        entries.remove(found);
        drop(found, reason);
      }
    } finally {
      unlockAndFree();
    }
  }

  private void settleCondemned() {
    LedgerEntry last = entries.peekLast();
    DropReason reason = last == null ? null : last.condemned();
    if (last != null && reason != null) {
      entries.removeLast();
      drop(last, reason);
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
    toFree += bytes;
  }

  /** What was dropped since the last call, oldest first. */
  List<DroppedFragment> takeUntold() {
    if (!hasUntold) {
      // Asked for after each frame.
      return List.of();
    }
    lock.lock();
    try {
      List<DroppedFragment> taken = List.copyOf(untold);
      untold.clear();
      hasUntold = false;
      return taken;
    } finally {
      lock.unlock();
    }
  }

  /** Makes every waiting thread look at its condition again. */
  void wake() {
    lock.lock();
    try {
      changes++;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Waits until something is freed, or the time is over. */
  void awaitChange(long nanos) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      long before = changes;
      long left = nanos;
      while (left > 0 && changes == before) {
        left = changed.awaitNanos(left);
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits until nothing is pending.
   *
   * @param nanos how long at most
   * @param giveUp ends the wait when it turns true
   * @throws InterruptedException if interrupted while waiting
   */
  void awaitEmpty(long nanos, BooleanSupplier giveUp) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      long left = nanos;
      while (!entries.isEmpty() && left > 0 && !giveUp.getAsBoolean()) {
        left = changed.awaitNanos(left);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Gives its share of the common memory back, because the stream is freed. */
  void release() {
    long held;
    lock.lock();
    try {
      held = released ? 0 : pendingBytes;
      released = true;
    } finally {
      lock.unlock();
    }
    memory.free(held);
  }

  StreamAccounting accounting() {
    lock.lock();
    try {
      return totals.accounting();
    } finally {
      lock.unlock();
    }
  }

  /** The timecode of the oldest fragment that is whole and waits for its acknowledgement. */
  Optional<Long> oldestWhole() {
    lock.lock();
    try {
      return hasWhole() ? Optional.of(entries.getFirst().timecodeMillis()) : Optional.empty();
    } finally {
      lock.unlock();
    }
  }

  /** How full the buffer is. */
  Fill fill() {
    lock.lock();
    try {
      LedgerEntry oldest = entries.peekFirst();
      return new Fill(
          pendingBytes,
          oldest == null ? Optional.empty() : Optional.of(oldest.timecodeMillis()),
          entries.size());
    } finally {
      lock.unlock();
    }
  }

  /**
   * How full the buffer is.
   *
   * @param bytes of frames that wait for their acknowledgement
   * @param oldestMillis the timecode of the oldest fragment that waits
   * @param fragments how many wait, with the one that is being filled
   */
  record Fill(long bytes, Optional<Long> oldestMillis, int fragments) {}

  /** The timecodes of the fragments that are not acknowledged as stored, oldest first. */
  List<Long> pending() {
    lock.lock();
    try {
      List<Long> timecodes = new ArrayList<>(entries.size());
      entries.forEach(entry -> timecodes.add(entry.timecodeMillis()));
      return timecodes;
    } finally {
      lock.unlock();
    }
  }
}
