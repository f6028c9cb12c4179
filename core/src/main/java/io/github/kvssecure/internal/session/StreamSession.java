package io.github.kvssecure.internal.session;

import io.github.kvssecure.event.IngestEvent;
import io.github.kvssecure.media.Acknowledgement;
import io.github.kvssecure.media.FragmentMetadata;
import io.github.kvssecure.media.Frame;
import io.github.kvssecure.media.FrameRefusedException;
import io.github.kvssecure.media.FrameRefusedException.Reason;
import io.github.kvssecure.spi.MediaStream;
import io.github.kvssecure.spi.MediaStreamListener;
import io.github.kvssecure.spi.UploadId;
import io.github.kvssecure.stream.CloseReport;
import io.github.kvssecure.stream.DropReason;
import io.github.kvssecure.stream.DroppedFragment;
import io.github.kvssecure.stream.StreamAccounting;
import io.github.kvssecure.stream.StreamState;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The life of an open stream: takes frames, keeps one upload going, keeps account. Thread-safe.
 *
 * <p>Threads: {@link #put} packages, encrypts and writes on the caller's thread; the transport's
 * loop carries on where the socket had no room; whatever may block runs on the shared executor.
 * Locks, outermost first: {@code putLock}; {@code closeLock}; the packager's; those of {@link
 * UploadSequence} and {@link Lifecycle}; the ledger's; the memory budget's.
 */
public final class StreamSession {

  private static final Logger LOG = LoggerFactory.getLogger(StreamSession.class);
  private static final Duration OPEN_WITHIN = Duration.ofSeconds(15);
  private static final Duration ORDERLY_END = Duration.ofSeconds(2);

  private final SessionServices services;
  private final StreamOpener.VerifiedStream stream;
  private final Lifecycle lifecycle;
  private final SessionTasks tasks;
  private final FragmentLedger ledger;
  private final MediaStream media;
  private final UploadSequence uploads;
  private final FrameIntake intake;
  private final FragmentTags tags;

  /** Whether a fragment takes frames; guarded by the put lock. */
  private boolean begun;

  private final BufferGauge gauge;
  private final ReentrantLock putLock = new ReentrantLock(true);
  private final ReentrantLock closeLock = new ReentrantLock();
  private final AtomicBoolean closing = new AtomicBoolean();
  private final Deadline deadline = new Deadline();

  private volatile @Nullable Thread putter;

  /** Guarded by putLock. */
  private boolean finished;

  private volatile @Nullable CloseReport report;

  /**
   * Opens the media stream; the first upload follows the first frame.
   *
   * @param services shared by all streams
   * @param stream what was verified
   * @param producer who signs
   * @param backoff how long to wait between attempts
   */
  public StreamSession(
      SessionServices services,
      StreamOpener.VerifiedStream stream,
      Principal producer,
      Backoff backoff) {
    this.services = services;
    this.stream = stream;
    this.lifecycle =
        new Lifecycle(
            (state, reason) ->
                services.tell(new IngestEvent.StateChanged(stream.spec().name(), state, reason)));
    this.tasks = new SessionTasks(services.threads(), this::fail);
    this.ledger =
        new FragmentLedger(
            stream.spec().tracks(),
            stream.spec().buffer(),
            stream.description().retention().hours() > 0
                ? Acknowledgement.Type.PERSISTED
                : Acknowledgement.Type.RECEIVED,
            services.budgets().memory());
    this.gauge =
        new BufferGauge(stream.spec().name(), stream.spec().buffer(), ledger, services::tell);
    this.uploads =
        new UploadSequence(
            new UploadParts(services, stream, producer, backoff, lifecycle, ledger, tasks));
    this.media =
        services.media().open(stream.spec(), stream.description(), new MediaEvents(), OPEN_WITHIN);
    this.tags = new FragmentTags(media);
    this.intake =
        new FrameIntake(
            stream.spec().buffer(),
            new FrameAdmission(stream.spec().tracks(), services.media().maxFrameBytes()),
            new MediaWatch(
                services.gate(),
                stream.spec().name(),
                services.place().clock(),
                services.budgets().nanoTime()),
            ledger,
            media,
            uploads,
            () -> !lifecycle.takesFrames());
    // An upload that was asked for before the media stream was known here has waited for this.
    uploads.begin(media);
  }

  /**
   * Takes a frame.
   *
   * @param frame its bytes are borrowed until this returns
   * @throws FrameRefusedException if it cannot be taken; nothing was changed, but that the oldest
   *     fragments may have been given up where the stream's buffer limits say so
   * @throws io.github.kvssecure.policy.PolicyViolationException if the policy raised a control of
   *     media to refuse; nothing was changed
   * @throws InterruptedException if interrupted while waiting for room; the frame is not taken
   */
  public void put(Frame frame) throws InterruptedException {
    requireOpen();
    long until = intake.deadline();
    lockToPut(frame, until);
    try {
      requireOpen();
      putter = Thread.currentThread();
      boolean begins = intake.take(frame, until);
      tags.taken(begins);
      if (begins) {
        begun = true;
        gauge.look(frame);
      }
    } catch (FrameRefusedException refusal) {
      requireOpen();
      throw refusal;
    } finally {
      putter = null;
      putLock.unlock();
      tellDrops();
    }
    uploads.pump();
  }

  /** Whoever puts at the same time may wait for room as well: one time is for both waits. */
  private void lockToPut(Frame frame, long until) throws InterruptedException {
    try {
      if (!intake.waitsForRoom()) {
        putLock.lockInterruptibly();
      } else if (!putLock.tryLock(until - System.nanoTime(), TimeUnit.NANOSECONDS)) {
        throw intake.full();
      }
    } catch (FrameRefusedException | InterruptedException e) {
      intake.missedItsTurn(frame);
      throw e;
    }
  }

  /**
   * Describes the fragment that takes frames.
   *
   * @param metadata added to what was said of it
   * @throws FrameRefusedException if the stream takes no more frames, or none was put yet
   * @throws IllegalArgumentException if the fragment would have too many tags
   */
  public void putMetadata(FragmentMetadata metadata) {
    described(() -> tags.describe(metadata));
  }

  /**
   * Describes the fragment that takes frames and every one that follows.
   *
   * @param metadata replaces what was said of every fragment
   * @throws FrameRefusedException if the stream takes no more frames, or none was put yet
   * @throws IllegalArgumentException if the fragment would have too many tags
   */
  public void putMetadataOnEveryFragment(FragmentMetadata metadata) {
    described(() -> tags.describeEvery(metadata));
  }

  private void described(Runnable description) {
    putLock.lock();
    try {
      requireOpen();
      if (!begun) {
        throw new FrameRefusedException(
            Reason.BEFORE_KEY_FRAME,
            "metadata refused: there is no fragment that it could describe; put a key frame first");
      }
      description.run();
    } finally {
      putLock.unlock();
    }
  }

  private void requireOpen() {
    if (lifecycle.takesFrames()) {
      return;
    }
    RuntimeException cause = lifecycle.failure();
    FrameRefusedException refused =
        new FrameRefusedException(
            Reason.STREAM_CLOSED,
            "frame refused: stream "
                + stream.spec().name()
                + " is "
                + lifecycle.state()
                + (cause == null ? "" : "; the cause of its failure is attached"));
    if (cause != null) {
      refused.initCause(cause);
    }
    throw refused;
  }

  /**
   * Takes no more frames, waits until everything is acknowledged or the time is over, and frees
   * everything. Another call returns the same report; if both wait, the shorter time counts.
   *
   * @param timeout how long to wait at most
   * @return what became of the media
   * @throws InterruptedException if interrupted while waiting; everything is freed all the same, at
   *     once, or by the call that closed it first and still waits
   */
  public CloseReport close(Duration timeout) throws InterruptedException {
    CloseReport earlier = report;
    if (earlier != null) {
      return earlier;
    }
    boolean first = closing.compareAndSet(false, true);
    boolean drained = false;
    try {
      beginClose(timeout);
      awaitDrained();
      drained = true;
    } finally {
      // Whoever closes it too and is interrupted leaves it to the first.
      if (first || drained) {
        free();
      }
    }
    return Objects.requireNonNull(report, "report");
  }

  /**
   * Whether it is closed and holds nothing any more.
   *
   * @return true once the report is made
   */
  public boolean isFreed() {
    return report != null;
  }

  /**
   * Begins to close: takes no more frames, and hurries what is to be sent. {@link #close} waits for
   * it. So many streams are drained at the same time.
   *
   * @param timeout how long {@link #close} will wait at most
   * @throws InterruptedException if interrupted while ending an upload; {@link #close} all the same
   */
  public void beginClose(Duration timeout) throws InterruptedException {
    deadline.noLaterThan(timeout);
    lifecycle.move(StreamState.DRAINING, "closing");
    ledger.wake();
    finish();
    if (lifecycle.failure() == null) {
      uploads.hurry();
      uploads.pump();
    }
  }

  /** After this no frame is on its way into the packager. */
  private void finish() throws InterruptedException {
    // Not interruptible: whoever holds it was just woken.
    putLock.lock();
    try {
      if (!finished && lifecycle.failure() == null) {
        intake.finish(deadline.left());
        finished = true;
      }
    } finally {
      putLock.unlock();
    }
  }

  private void awaitDrained() throws InterruptedException {
    if (lifecycle.failure() == null) {
      ledger.awaitEmpty(deadline::left, () -> lifecycle.failure() != null);
      Optional<UploadRun> run = uploads.current();
      if (run.isPresent() && ledger.pending().isEmpty()) {
        run.get().awaitEnd(Math.min(deadline.left(), ORDERLY_END.toNanos()));
      }
    }
  }

  /** Whatever the packager or a listener does, the memory is given back and the report is made. */
  private void free() {
    closeLock.lock();
    try {
      if (report == null) {
        freeMedia();
      }
    } finally {
      closeLock.unlock();
    }
  }

  private void freeMedia() {
    try {
      lifecycle.move(StreamState.CLOSED, "freed");
      uploads.abort();
      media.close();
    } finally {
      settle();
    }
  }

  private void settle() {
    if (report != null) {
      // A listener that was told of this close closed it too.
      return;
    }
    FragmentLedger.Settled settled = ledger.settle();
    CloseReport result =
        new CloseReport(
            settled.accounting(), settled.pending(), Optional.ofNullable(lifecycle.failure()));
    report = result;
    tellDrops();
    services.tell(new IngestEvent.StreamClosed(stream.spec().name(), result));
  }

  /**
   * Where the stream stands.
   *
   * @return its state
   */
  public StreamState state() {
    return lifecycle.state();
  }

  /**
   * What was verified.
   *
   * @return spec, description, ARN and the endpoint in use
   */
  public StreamOpener.VerifiedStream stream() {
    return uploads.stream();
  }

  /**
   * What became of everything that was accepted.
   *
   * @return one consistent look at all counts
   */
  public StreamAccounting accounting() {
    return ledger.accounting();
  }

  void fail(RuntimeException cause) {
    uploads.fail(cause);
  }

  private void tellDrops() {
    List<DroppedFragment> dropped = ledger.takeUntold();
    if (!dropped.isEmpty()) {
      LOG.warn("stream {}: given up: {}", stream.spec().name(), dropped);
      services.tell(new IngestEvent.MediaDropped(stream.spec().name(), dropped));
    }
  }

  /** What the packager wants; some calls come with its lock held, so everything is put off. */
  private final class MediaEvents implements MediaStreamListener {

    @Override
    public void uploadRequested(UploadId upload) {
      uploads.requested(upload);
    }

    @Override
    public void dataAvailable(UploadId upload) {
      // The putting thread pumps by itself as soon as the packager has returned.
      if (putter != Thread.currentThread()) {
        tasks.soon(uploads::pump);
      }
    }

    @Override
    public void uploadComplete(UploadId upload) {
      LOG.debug("stream {}: upload {} complete", stream.spec().name(), upload.value());
    }

    @Override
    public void mediaLost(long timecodeMillis, String reason) {
      if (lifecycle.state() == StreamState.CLOSED) {
        // What is freed with the stream is pending, and the report says so.
        return;
      }
      LOG.warn("stream {}: media lost: {}", stream.spec().name(), reason);
      tasks.soon(
          () -> {
            ledger.lost(timecodeMillis, DropReason.LOST_BY_PACKAGER);
            tellDrops();
          });
    }

    @Override
    public void pressure(String reason) {
      tasks.soon(
          () ->
              services.tell(
                  new IngestEvent.BufferPressure(
                      stream.spec().name(), IngestEvent.Pressure.PACKAGER, reason)));
    }
  }
}
