package io.github.kvssecure.internal.session;

import io.github.kvssecure.internal.session.FragmentLedger.Room;
import io.github.kvssecure.media.Frame;
import io.github.kvssecure.spi.MediaStream;
import io.github.kvssecure.spi.MediaStream.LeftOut;
import io.github.kvssecure.stream.BufferLimits;
import io.github.kvssecure.stream.DropReason;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * Gives up the oldest whole fragments to make room for the newest media. What the running upload
 * has not begun comes first, and does not disturb it: over a link that is too slow, a fragment that
 * is given up while it is sent would have used the link for nothing, as would the next one. Only
 * where that is not enough is the upload ended, and the very oldest given up. Not thread-safe: the
 * caller serialises.
 */
final class OldestMedia {

  /** How long to wait for the end of a connection before its media can be given up. */
  static final long STOP_WITHIN = Duration.ofSeconds(2).toNanos();

  /** After a connection was ended to make room, so much of the buffer is made free: one eighth. */
  private static final int SPARE_SHARE = 8;

  private final BufferLimits limits;
  private final FragmentLedger ledger;
  private final MediaStream media;
  private final UploadSequence uploads;
  private final BooleanSupplier closed;

  /**
   * The oldest media of a stream.
   *
   * @param limits the stream's buffer
   * @param ledger books what is given up
   * @param media holds it
   * @param uploads ended where they are in the way
   * @param closed whether the stream takes no more frames; then nothing is given up
   */
  OldestMedia(
      BufferLimits limits,
      FragmentLedger ledger,
      MediaStream media,
      UploadSequence uploads,
      BooleanSupplier closed) {
    this.limits = limits;
    this.ledger = ledger;
    this.media = media;
    this.uploads = uploads;
    this.closed = closed;
  }

  /**
   * Gives up fragments until a frame is booked, or none is left.
   *
   * @param frame which
   * @param begins whether it begins a fragment
   * @param missing why it was not booked
   * @return FREE if it is booked now
   * @throws InterruptedException if interrupted while waiting for the end of an upload
   */
  Room makeRoom(Frame frame, boolean begins, Room missing) throws InterruptedException {
    if (!canGiveUp()) {
      return missing;
    }
    Room room = uploads.isSending() ? behindUpload(frame, begins, missing) : missing;
    return room == Room.FREE ? room : instead(frame, begins, room);
  }

  /**
   * Gives up one fragment.
   *
   * @param reason why
   * @return whether there was one
   * @throws InterruptedException if interrupted while waiting for the end of an upload
   */
  boolean giveUpOne(DropReason reason) throws InterruptedException {
    if (!canGiveUp()) {
      return false;
    }
    if (uploads.isSending() && leaveOutOne(reason)) {
      return true;
    }
    if (!uploads.pause(STOP_WITHIN)) {
      return false;
    }
    try {
      return discard(reason);
    } finally {
      uploads.resume();
    }
  }

  /** Whether the memory of one is free now. What is held until others are stored is no help. */
  private boolean leaveOutOne(DropReason reason) {
    for (long timecode : ledger.whole()) {
      LeftOut result = leaveOut(timecode, reason);
      if (result != LeftOut.HAS_LEFT) {
        return result == LeftOut.LEFT_OUT;
      }
    }
    return false;
  }

  /** A connection is not ended for nothing. */
  private boolean canGiveUp() {
    return !closed.getAsBoolean() && ledger.oldestWhole().isPresent();
  }

  /**
   * While the upload goes on. What it has begun is older than everything else, so by its age it
   * would always be the next to go; as long as something is sent, its age does not count.
   */
  private Room behindUpload(Frame frame, boolean begins, Room missing) {
    Room room = missing;
    long onItsWay = FragmentBook.NONE;
    for (long timecode : ledger.whole()) {
      LeftOut result = leaveOut(timecode, reason(room));
      if (result == LeftOut.NOT_POSSIBLE) {
        return room;
      }
      if (result == LeftOut.HAS_LEFT) {
        onItsWay = timecode;
      }
      room = ledger.acceptBehind(frame, begins, onItsWay);
      if (room == Room.FREE) {
        return room;
      }
    }
    return room;
  }

  private LeftOut leaveOut(long timecode, DropReason reason) {
    LeftOut result = media.leaveOut(timecode);
    if (result.isGivenUp()) {
      var unused = ledger.drop(timecode, reason);
    }
    return result;
  }

  /** With nobody reading, until the frame is booked, or none is left. */
  private Room instead(Frame frame, boolean begins, Room missing) throws InterruptedException {
    boolean wasSending = uploads.isSending();
    if (!canGiveUp() || !uploads.pause(STOP_WITHIN)) {
      return missing;
    }
    try {
      Room room = missing;
      while (room != Room.FREE && discard(reason(room))) {
        room = ledger.accept(frame, begins, 0, closed);
      }
      while (wasSending && room == Room.FREE && isAlmostFull(frame)) {
        if (!discard(reason(missing))) {
          break;
        }
      }
      return room;
    } finally {
      uploads.resume();
    }
  }

  private boolean discard(DropReason reason) {
    Optional<FragmentBook.Whole> oldest = ledger.oldestWhole();
    return oldest.isPresent()
        && media.discard(oldest.get().timecodeMillis())
        && ledger.drop(oldest.get().timecodeMillis(), reason);
  }

  private boolean isAlmostFull(Frame frame) {
    FragmentBook.Fill fill = ledger.fill(frame);
    long millis = limits.duration().toMillis();
    return fill.bytes() > limits.bytes() - limits.bytes() / SPARE_SHARE
        || fill.behind().toMillis() > millis - millis / SPARE_SHARE;
  }

  private static DropReason reason(Room missing) {
    return switch (missing) {
      case OUT_OF_TIME -> DropReason.OUT_OF_TIME;
      case PRODUCER_OUT_OF_BYTES -> DropReason.PRODUCER_OUT_OF_ROOM;
      case OUT_OF_BYTES, OUT_OF_BYTES_FOR_ONE, FREE -> DropReason.OUT_OF_ROOM;
    };
  }
}
