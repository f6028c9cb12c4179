package io.github.kvssecure.internal.session;

import io.github.kvssecure.media.Acknowledgement;
import io.github.kvssecure.media.Frame;
import io.github.kvssecure.media.Track;
import io.github.kvssecure.stream.BufferLimits;
import io.github.kvssecure.stream.DropReason;
import io.github.kvssecure.stream.DroppedFragment;
import io.github.kvssecure.stream.StreamAccounting;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * Keeps account of what was accepted and what became of it, from acknowledgements alone, and says
 * whether there is room for more, now or in a while. Thread-safe. Its lock is a leaf but for the
 * memory budget's; what it guards is a {@link FragmentBook}.
 */
final class FragmentLedger {

  /** Whether a frame can be booked. */
  enum Room {
    /** It can. */
    FREE,
    /** The stream's bytes are used up. */
    OUT_OF_BYTES,
    /** They are, by the fragment that is being filled alone: waiting does not free any. */
    OUT_OF_BYTES_FOR_ONE,
    /** The stream's time is used up. */
    OUT_OF_TIME,
    /** The memory that all streams share is used up. */
    PRODUCER_OUT_OF_BYTES;

    /** Whether it is worth waiting for more. */
    boolean mayGrow() {
      return this != FREE && this != OUT_OF_BYTES_FOR_ONE;
    }
  }

  private final Acknowledgement.Type freeing;
  private final MemoryBudget memory;
  private final FragmentBook book;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Runnable wake = this::wake;
  private long changes;
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
    this.book = new FragmentBook(tracks, limits);
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
      if (!room.mayGrow() || nanos <= 0) {
        return room;
      }
      waits = true;
      memory.whenFreed(wake);
      // What was freed before nobody was told of it here.
      room = book(frame, beginsFragment);
      long left = nanos;
      while (room.mayGrow() && left > 0 && !giveUp.getAsBoolean()) {
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

  /**
   * Books a frame if there is room now, where fragments are being sent.
   *
   * @param frame what is to be accepted
   * @param beginsFragment whether it begins a fragment
   * @param onItsWay the last fragment that is being sent: its age does not count, nor that of those
   *     before it
   * @return FREE if it is booked; otherwise nothing changed
   */
  Room acceptBehind(Frame frame, boolean beginsFragment, long onItsWay) {
    lock.lock();
    try {
      return book(frame, beginsFragment, onItsWay);
    } finally {
      unlockAndFree();
    }
  }

  /** Other ledgers are woken by what is freed, so it is freed without the lock. */
  private void unlockAndFree() {
    long freed = released ? 0 : book.takeFreed();
    changes++;
    changed.signalAll();
    lock.unlock();
    memory.free(freed);
  }

  private Room book(Frame frame, boolean begins) {
    return book(frame, begins, FragmentBook.NONE);
  }

  private Room book(Frame frame, boolean begins, long onItsWay) {
    Room room = book.room(frame, begins, onItsWay);
    if (room != Room.FREE) {
      return room;
    }
    if (!memory.take(book.isAlone(begins) ? 0 : book.pendingBytes(), frame.size())) {
      return Room.PRODUCER_OUT_OF_BYTES;
    }
    book.enter(frame, begins);
    return Room.FREE;
  }

  /** Takes back the frame booked last, because the packager refused it. */
  void retract(Frame frame) {
    lock.lock();
    try {
      book.retract(frame);
    } finally {
      unlockAndFree();
    }
  }

  /** Says that no frame follows: from now on the last fragment can be acknowledged too. */
  void seal() {
    lock.lock();
    try {
      book.seal();
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
      return !released && book.persisted(timecode);
    } finally {
      unlockAndFree();
    }
  }

  /**
   * Whether an acknowledgement would free the fragment that is still being filled. It must wait for
   * the next one of that fragment, also in the packager.
   *
   * @param acknowledgement what the service said
   * @return whether it comes too early
   */
  boolean isTooEarly(Acknowledgement acknowledgement) {
    if (acknowledgement.type() != freeing || acknowledgement.fragmentTimecodeMillis().isEmpty()) {
      return false;
    }
    lock.lock();
    try {
      return book.isFilling(acknowledgement.fragmentTimecodeMillis().getAsLong());
    } finally {
      lock.unlock();
    }
  }

  /**
   * Books a whole fragment as dropped.
   *
   * @param timecodeMillis which
   * @param reason why
   * @return whether it was there
   */
  boolean drop(long timecodeMillis, DropReason reason) {
    lock.lock();
    try {
      return book.drop(timecodeMillis, reason);
    } finally {
      unlockAndFree();
    }
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
      if (!released) {
        book.lost(millis, reason);
      }
    } finally {
      unlockAndFree();
    }
  }

  /** What was dropped since the last call, oldest first. */
  List<DroppedFragment> takeUntold() {
    if (!book.hasUntold()) {
      // Asked for after each frame.
      return List.of();
    }
    lock.lock();
    try {
      return book.takeUntold();
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
   * @param nanos how long at most; asked for again whenever {@link #wake} is called
   * @param giveUp ends the wait when it turns true
   * @throws InterruptedException if interrupted while waiting
   */
  void awaitEmpty(LongSupplier nanos, BooleanSupplier giveUp) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      long left = nanos.getAsLong();
      while (!book.isEmpty() && left > 0 && !giveUp.getAsBoolean()) {
        var unused = changed.awaitNanos(left);
        left = nanos.getAsLong();
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * What became of a stream's media.
   *
   * @param accounting all counts
   * @param pending the timecodes of the fragments that are not stored, oldest first
   */
  record Settled(StreamAccounting accounting, List<Long> pending) {}

  /**
   * Books nothing any more, and gives its share of the common memory back, because the stream is
   * freed.
   *
   * @return one look at everything, which stays true
   */
  Settled settle() {
    long held;
    Settled settled;
    lock.lock();
    try {
      held = released ? 0 : book.pendingBytes();
      released = true;
      settled = new Settled(book.accounting(), book.pending());
    } finally {
      lock.unlock();
    }
    memory.free(held);
    return settled;
  }

  StreamAccounting accounting() {
    lock.lock();
    try {
      return book.accounting();
    } finally {
      lock.unlock();
    }
  }

  /** The oldest fragment that is whole and waits for its acknowledgement. */
  Optional<FragmentBook.Whole> oldestWhole() {
    lock.lock();
    try {
      return book.oldestWhole();
    } finally {
      lock.unlock();
    }
  }

  /** The timecodes of the fragments that are whole and wait, oldest first. */
  List<Long> whole() {
    lock.lock();
    try {
      return book.whole();
    } finally {
      lock.unlock();
    }
  }

  /** How full the buffer is when a frame has come. */
  FragmentBook.Fill fill(Frame frame) {
    lock.lock();
    try {
      return book.fill(frame);
    } finally {
      lock.unlock();
    }
  }

  /** The timecodes of the fragments that are not acknowledged as stored, oldest first. */
  List<Long> pending() {
    lock.lock();
    try {
      return book.pending();
    } finally {
      lock.unlock();
    }
  }
}
