package io.github.kvssecure.internal.session;

import io.github.kvssecure.media.Acknowledgement;
import io.github.kvssecure.media.Frame;
import io.github.kvssecure.stream.Accounting;
import io.github.kvssecure.stream.BufferLimits;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Keeps account of what was accepted and what became of it, from acknowledgements alone, and says
 * whether there is room for more. Thread-safe. Its lock is a leaf: nothing is called with it held.
 */
final class FragmentLedger {

  private static final class Entry {
    final long timecodeMillis;
    long frames;
    long bytes;

    Entry(long timecodeMillis) {
      this.timecodeMillis = timecodeMillis;
    }
  }

  private final BufferLimits limits;
  private final Acknowledgement.Type freeing;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Deque<Entry> entries = new ArrayDeque<>();
  private long acceptedFrames;
  private long persistedFrames;
  private long acceptedFragments;
  private long persistedFragments;
  private long pendingBytes;
  private boolean sealed;

  /**
   * An empty ledger.
   *
   * @param limits how much may wait
   * @param freeing the acknowledgement that counts as stored: PERSISTED, or RECEIVED where the
   *     stream's retention is zero
   */
  FragmentLedger(BufferLimits limits, Acknowledgement.Type freeing) {
    this.limits = limits;
    this.freeing = freeing;
  }

  /**
   * Waits for room.
   *
   * @param frame what is to be accepted
   * @param beginsFragment whether it begins a fragment
   * @param giveUp ends the wait when it turns true; looked at whenever {@link #wake} is called
   * @return whether there is room now
   * @throws InterruptedException if interrupted while waiting
   */
  boolean awaitRoom(Frame frame, boolean beginsFragment, BooleanSupplier giveUp)
      throws InterruptedException {
    lock.lockInterruptibly();
    try {
      long nanos = limits.putTimeout().toNanos();
      while (!hasRoom(frame, beginsFragment)) {
        if (nanos <= 0 || giveUp.getAsBoolean()) {
          return false;
        }
        nanos = changed.awaitNanos(nanos);
      }
      return true;
    } finally {
      lock.unlock();
    }
  }

  private boolean hasRoom(Frame frame, boolean beginsFragment) {
    Entry oldest = entries.peekFirst();
    // A lone open fragment can be acknowledged only once the next one has begun: waiting for room
    // would wait forever, after a pause of the camera for example.
    if (oldest == null || (beginsFragment && entries.size() == 1)) {
      return true;
    }
    long span = frame.presentationTime().toEpochMilli() - oldest.timecodeMillis;
    return pendingBytes + frame.size() <= limits.bytes() && span <= limits.duration().toMillis();
  }

  /** Books a frame, before it goes to the packager: an acknowledgement can be that fast. */
  void accepted(Frame frame, boolean beginsFragment) {
    lock.lock();
    try {
      if (beginsFragment) {
        entries.addLast(new Entry(frame.presentationTime().toEpochMilli()));
        acceptedFragments++;
      }
      Entry open = entries.getLast();
      open.frames++;
      open.bytes += frame.size();
      pendingBytes += frame.size();
      acceptedFrames++;
    } finally {
      lock.unlock();
    }
  }

  /** Takes back the frame booked last, because the packager refused it. */
  void retract(Frame frame) {
    lock.lock();
    try {
      Entry open = entries.getLast();
      open.frames--;
      open.bytes -= frame.size();
      pendingBytes -= frame.size();
      acceptedFrames--;
      if (open.frames == 0) {
        entries.removeLast();
        acceptedFragments--;
      }
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Says that no frame follows: from now on the last fragment can be acknowledged too. */
  void seal() {
    lock.lock();
    try {
      sealed = true;
    } finally {
      lock.unlock();
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
      @Nullable Entry last = entries.peekLast();
      for (Iterator<Entry> i = entries.iterator(); i.hasNext(); ) {
        Entry entry = i.next();
        if (entry.timecodeMillis == timecode && (sealed || entry != last)) {
          i.remove();
          persistedFrames += entry.frames;
          persistedFragments++;
          pendingBytes -= entry.bytes;
          changed.signalAll();
          return true;
        }
      }
      return false;
    } finally {
      lock.unlock();
    }
  }

  /** Makes every waiting thread look at its condition again. */
  void wake() {
    lock.lock();
    try {
      changed.signalAll();
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

  Accounting frames() {
    lock.lock();
    try {
      return new Accounting(acceptedFrames, persistedFrames, 0);
    } finally {
      lock.unlock();
    }
  }

  Accounting fragments() {
    lock.lock();
    try {
      return new Accounting(acceptedFragments, persistedFragments, 0);
    } finally {
      lock.unlock();
    }
  }

  /** The timecodes of the fragments that are not acknowledged as stored, oldest first. */
  List<Long> pending() {
    lock.lock();
    try {
      List<Long> timecodes = new ArrayList<>(entries.size());
      entries.forEach(entry -> timecodes.add(entry.timecodeMillis));
      return timecodes;
    } finally {
      lock.unlock();
    }
  }
}
