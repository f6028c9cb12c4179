package io.github.kvssecure.internal.session;

import io.github.kvssecure.internal.session.FragmentLedger.Room;
import io.github.kvssecure.media.Frame;
import io.github.kvssecure.media.FrameRefusedException;
import io.github.kvssecure.media.FrameRefusedException.Reason;
import io.github.kvssecure.spi.MediaProducerException;
import io.github.kvssecure.spi.MediaStream;
import io.github.kvssecure.stream.BufferLimits;
import io.github.kvssecure.stream.DropReason;
import io.github.kvssecure.stream.WhenFull;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way of a frame into the packager: admitted, booked, packaged; and what happens when there is
 * no room. Not thread-safe: the caller serialises.
 */
final class FrameIntake {

  private static final Logger LOG = LoggerFactory.getLogger(FrameIntake.class);

  /** How long to wait before the packager is asked again, if its memory is full. */
  private static final long ASK_AGAIN = Duration.ofMillis(100).toNanos();

  private final BufferLimits limits;
  private final FrameAdmission admission;
  private final MediaWatch watch;
  private final FragmentLedger ledger;
  private final MediaStream media;
  private final UploadSequence uploads;
  private final BooleanSupplier closed;
  private final OldestMedia oldest;
  private final TracksOfFragment tracks = new TracksOfFragment();

  /**
   * An intake.
   *
   * @param limits the stream's buffer
   * @param admission judges each frame
   * @param watch shows the gate its time
   * @param ledger books it
   * @param media packages it
   * @param uploads ended while media is given up
   * @param closed whether the stream takes no more frames; ends every wait
   */
  FrameIntake(
      BufferLimits limits,
      FrameAdmission admission,
      MediaWatch watch,
      FragmentLedger ledger,
      MediaStream media,
      UploadSequence uploads,
      BooleanSupplier closed) {
    this.limits = limits;
    this.admission = admission;
    this.watch = watch;
    this.ledger = ledger;
    this.media = media;
    this.uploads = uploads;
    this.closed = closed;
    this.oldest = new OldestMedia(limits, ledger, media, uploads, closed);
  }

  /** Whether a frame may wait for room. */
  boolean waitsForRoom() {
    return limits.whenFull() instanceof WhenFull.Block;
  }

  /** Until when a frame that comes now may wait for room, by the monotonic clock. */
  long deadline() {
    long patience =
        limits.whenFull() instanceof WhenFull.Block block ? block.atMost().toNanos() : 0;
    return System.nanoTime() + patience;
  }

  /**
   * Takes a frame.
   *
   * @param frame which
   * @param deadline until when it may wait, as {@link #deadline} said
   * @return whether it began a fragment
   * @throws FrameRefusedException if it cannot be taken; nothing was changed but for media that was
   *     given up
   * @throws io.github.kvssecure.policy.PolicyViolationException if the policy raised a control of
   *     media to refuse; nothing was changed
   * @throws InterruptedException if interrupted while waiting for room
   */
  boolean take(Frame frame, long deadline) throws InterruptedException {
    boolean begins = admission.admit(frame);
    watch.admit(frame, begins);
    try {
      bookAndPackage(frame, begins, deadline);
    } catch (FrameRefusedException | InterruptedException | Error e) {
      tracks.refused(frame);
      throw e;
    }
    admission.taken(frame, begins);
    watch.taken(frame, begins);
    tracks.taken(frame, begins);
    return begins;
  }

  /**
   * Notes a frame that waited for its turn in vain: its track lacks it all the same. Thread-safe.
   */
  void missedItsTurn(Frame frame) {
    if (admission.isDeclared(frame.track())) {
      tracks.refused(frame);
    }
  }

  private void bookAndPackage(Frame frame, boolean begins, long deadline)
      throws InterruptedException {
    do {
      Room room = ledger.accept(frame, begins, deadline - System.nanoTime(), closed);
      if (mayGiveUpFor(room)) {
        room = oldest.makeRoom(frame, begins, room);
      }
      if (room == Room.OUT_OF_BYTES_FOR_ONE) {
        throw fullOfOne();
      }
      if (room != Room.FREE) {
        throw full();
      }
    } while (!packaged(frame, begins, deadline));
  }

  private boolean mayGiveUpFor(Room room) {
    return room != Room.FREE
        && room != Room.OUT_OF_BYTES_FOR_ONE
        && limits.whenFull() instanceof WhenFull.DropOldest;
  }

  /** Puts it; false if the packager had no room, and may have by now. */
  private boolean packaged(Frame frame, boolean begins, long deadline) throws InterruptedException {
    try {
      put(frame, begins);
      return true;
    } catch (MediaProducerException e) {
      if (!e.isOutOfRoom()) {
        throw e;
      }
    }
    if (limits.whenFull() instanceof WhenFull.DropOldest) {
      if (!oldest.giveUpOne(DropReason.PRODUCER_OUT_OF_ROOM)) {
        throw full();
      }
      return false;
    }
    long left = deadline - System.nanoTime();
    if (left <= 0 || closed.getAsBoolean()) {
      throw full();
    }
    ledger.awaitChange(Math.min(left, ASK_AGAIN));
    return false;
  }

  /**
   * A fragment ends where the next one begins. If there was no room for any frame of one of its
   * tracks, the service must not see that end.
   */
  private void put(Frame frame, boolean begins) throws InterruptedException {
    if (!begins || !tracks.lackOne()) {
      handOver(frame, begins);
      return;
    }
    boolean paused = false;
    try {
      paused = uploads.pause(OldestMedia.STOP_WITHIN);
    } finally {
      if (!paused) {
        ledger.retract(frame);
      }
    }
    if (!paused) {
      throw full();
    }
    try {
      handOver(frame, begins);
      giveUpIncomplete();
    } finally {
      uploads.resume();
    }
  }

  /**
   * Whatever it throws, also if the heap has no room: then the packager does not have the frame.
   */
  private void handOver(Frame frame, boolean begins) {
    boolean taken = false;
    try {
      media.put(marked(frame, begins));
      taken = true;
    } finally {
      if (!taken) {
        ledger.retract(frame);
      }
    }
  }

  /**
   * Ends the last fragment, and takes no more frames.
   *
   * @param nanos how long the stream has to drain; without time nothing more is sent anyway
   */
  void finish(long nanos) throws InterruptedException {
    boolean incomplete =
        nanos > 0 && tracks.lackOne() && uploads.pause(Math.min(nanos, OldestMedia.STOP_WITHIN));
    try {
      ledger.seal();
      media.drain();
      if (incomplete) {
        giveUpIncomplete();
      }
    } finally {
      // With nothing left, whatever the packager asked for before would be an empty body.
      if (incomplete && !ledger.pending().isEmpty()) {
        uploads.resume();
      }
    }
  }

  /**
   * Nobody reads now, and the fragment is whole. If the packager cannot give it up, the service
   * judges it: the frame that ended it is taken, and must not be called refused.
   */
  private void giveUpIncomplete() {
    long timecode = tracks.timecodeMillis();
    try {
      if (media.discard(timecode)) {
        ledger.lost(timecode, DropReason.TRACK_WITHOUT_FRAME);
      }
    } catch (MediaProducerException e) {
      LOG.warn("a fragment at {} ms without a frame of a track is not given up", timecode, e);
    }
  }

  /**
   * The packager cuts at every key frame it sees, so only a frame that begins a fragment is one.
   */
  private static Frame marked(Frame frame, boolean begins) {
    if (frame.isKey() == begins) {
      return frame;
    }
    Frame marked =
        begins
            ? Frame.key(frame.track(), frame.presentationTime(), frame.data())
            : Frame.delta(frame.track(), frame.presentationTime(), frame.data());
    return marked.decodedAt(frame.decodingTime()).lasting(frame.duration());
  }

  private FrameRefusedException fullOfOne() {
    return new FrameRefusedException(
        Reason.BUFFER_FULL,
        "frame refused: its fragment alone fills the buffer of "
            + limits.bytes()
            + " bytes, and can be acknowledged only once the next one begins; allow more with"
            + " StreamSpec.Builder.buffer(new BufferLimits(...)), or have the encoder make key"
            + " frames more often");
  }

  /** The refusal of a frame for which there was no room in time. Thread-safe. */
  FrameRefusedException full() {
    return new FrameRefusedException(
        closed.getAsBoolean() ? Reason.STREAM_CLOSED : Reason.BUFFER_FULL,
        "frame refused: "
            + ledger.accounting().frames().pending()
            + " frames wait for their acknowledgement; put slower, allow more with"
            + " StreamSpec.Builder.buffer(new BufferLimits(...)) or"
            + " SecureProducer.Builder.memory(...), or "
            + (limits.whenFull() instanceof WhenFull.DropOldest
                ? "have the encoder make key frames more often: whole fragments alone can be"
                    + " dropped, and there was none that could be at once"
                : "choose WhenFull.dropOldest()"));
  }
}
