package io.github.kvssecure.internal.session;

import io.github.kvssecure.event.IngestEvent;
import io.github.kvssecure.internal.gate.rule.Facts;
import io.github.kvssecure.internal.gate.rule.KeyFacts;
import io.github.kvssecure.internal.gate.rule.NetworkFacts;
import io.github.kvssecure.internal.gate.rule.Rules;
import io.github.kvssecure.media.Acknowledgement;
import io.github.kvssecure.media.Frame;
import io.github.kvssecure.media.FrameRefusedException;
import io.github.kvssecure.media.FrameRefusedException.Reason;
import io.github.kvssecure.spi.MediaStream;
import io.github.kvssecure.spi.MediaStreamListener;
import io.github.kvssecure.spi.UploadEnd;
import io.github.kvssecure.spi.UploadException;
import io.github.kvssecure.spi.UploadId;
import io.github.kvssecure.stream.Accounting;
import io.github.kvssecure.stream.CloseReport;
import io.github.kvssecure.stream.StreamState;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The life of an open stream: takes frames, keeps one upload going, keeps account. Thread-safe.
 *
 * <p>Threads: {@link #put} packages, encrypts and writes on the caller's thread; the transport's
 * loop carries on where the socket had no room; whatever may block runs on the shared executor.
 * Locks, outermost first: {@code putLock}; the transport's connection; the packager's; {@code
 * this}; the ledger's. Nothing is called with {@code this} held but the ledger.
 */
public final class StreamSession {

  private static final Logger LOG = LoggerFactory.getLogger(StreamSession.class);
  private static final Duration OPEN_WITHIN = Duration.ofSeconds(15);
  private static final Duration ORDERLY_END = Duration.ofSeconds(2);

  private final SessionServices services;
  private final StreamOpener.VerifiedStream stream;
  private final Principal producer;
  private final Backoff backoff;
  private final FrameAdmission admission;
  private final MediaWatch watch;
  private final FragmentLedger ledger;
  private final MediaStream media;
  private final ReentrantLock putLock = new ReentrantLock(true);
  private final Deque<UploadId> waiting = new ArrayDeque<>();

  /** Made once, because every put looks at it. */
  private final BooleanSupplier takesNoFrames = this::takesNoFrames;

  private volatile @Nullable Thread putter;
  private volatile StreamState state = StreamState.OPENING;
  private volatile @Nullable RuntimeException failure;
  private volatile @Nullable UploadRun current;
  private boolean mediaOpen;
  private int failures;
  private @Nullable CloseReport report;

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
    this.producer = producer;
    this.backoff = backoff;
    this.watch = new MediaWatch(services.gate(), stream.spec().name(), services.place().clock());
    this.admission = new FrameAdmission(stream.spec().tracks(), services.media().maxFrameBytes());
    this.ledger =
        new FragmentLedger(
            stream.spec().buffer(),
            stream.description().retention().hours() > 0
                ? Acknowledgement.Type.PERSISTED
                : Acknowledgement.Type.RECEIVED);
    this.media =
        services.media().open(stream.spec(), stream.description(), new MediaEvents(), OPEN_WITHIN);
    synchronized (this) {
      mediaOpen = true;
    }
    // An upload that was asked for before the media stream was known here has waited for this.
    later(this::startNext, Duration.ZERO);
  }

  /**
   * Takes a frame.
   *
   * @param frame its bytes are borrowed until this returns
   * @throws FrameRefusedException if it cannot be taken; nothing was changed
   * @throws io.github.kvssecure.policy.PolicyViolationException if the policy raised a control of
   *     media to refuse; nothing was changed
   * @throws InterruptedException if interrupted while waiting for room; nothing was changed
   */
  public void put(Frame frame) throws InterruptedException {
    putLock.lockInterruptibly();
    try {
      requireOpen();
      boolean begins = admission.admit(frame);
      if (!ledger.awaitRoom(frame, begins, takesNoFrames)) {
        requireOpen();
        throw new FrameRefusedException(
            Reason.BUFFER_FULL,
            "frame refused: "
                + ledger.frames().pending()
                + " frames wait for their acknowledgement; put slower, or allow more with"
                + " StreamSpec.Builder.buffer(new BufferLimits(...))");
      }
      watch.admit(frame, begins);
      ledger.accepted(frame, begins);
      putter = Thread.currentThread();
      try {
        media.put(marked(frame, begins));
      } catch (RuntimeException e) {
        ledger.retract(frame);
        throw e;
      } finally {
        putter = null;
      }
      admission.taken(frame, begins);
      watch.taken(frame, begins);
    } finally {
      putLock.unlock();
    }
    pump();
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

  private boolean takesFrames() {
    return state == StreamState.OPENING
        || state == StreamState.STREAMING
        || state == StreamState.RECONNECTING;
  }

  private boolean takesNoFrames() {
    return !takesFrames();
  }

  private void requireOpen() {
    if (takesFrames()) {
      return;
    }
    RuntimeException cause = failure;
    FrameRefusedException refused =
        new FrameRefusedException(
            Reason.STREAM_CLOSED,
            "frame refused: stream "
                + stream.spec().name()
                + " is "
                + state
                + (cause == null ? "" : "; the cause of its failure is attached"));
    if (cause != null) {
      refused.initCause(cause);
    }
    throw refused;
  }

  /**
   * Takes no more frames, waits until everything is acknowledged or the time is over, and frees
   * everything. A second call returns the same report.
   *
   * @param timeout how long to wait at most
   * @return what became of the media
   * @throws InterruptedException if interrupted while waiting; everything is freed all the same
   */
  public CloseReport close(Duration timeout) throws InterruptedException {
    long deadline = System.nanoTime() + timeout.toNanos();
    move(StreamState.DRAINING, "closing");
    ledger.wake();
    // Not interruptible: whoever holds it was just woken, and everything must be freed.
    putLock.lock();
    try {
      CloseReport earlier = report;
      if (earlier != null) {
        return earlier;
      }
      try {
        drain(deadline);
      } finally {
        earlier = free();
      }
      return earlier;
    } finally {
      putLock.unlock();
    }
  }

  private void drain(long deadline) throws InterruptedException {
    if (failure == null) {
      ledger.seal();
      media.drain();
      pump();
      ledger.awaitEmpty(deadline - System.nanoTime(), () -> failure != null);
      UploadRun run = current;
      if (run != null && ledger.pending().isEmpty()) {
        run.awaitEnd(Math.min(deadline - System.nanoTime(), ORDERLY_END.toNanos()));
      }
    }
  }

  private CloseReport free() {
    move(StreamState.CLOSED, "freed");
    UploadRun run = current;
    if (run != null) {
      run.abort();
    }
    media.close();
    CloseReport result =
        new CloseReport(
            ledger.frames(), ledger.fragments(), ledger.pending(), Optional.ofNullable(failure));
    report = result;
    tell(new IngestEvent.StreamClosed(stream.spec().name(), result));
    return result;
  }

  /**
   * Where the stream stands.
   *
   * @return its state
   */
  public StreamState state() {
    return state;
  }

  /**
   * What was verified.
   *
   * @return spec, description, ARN and endpoint
   */
  public StreamOpener.VerifiedStream stream() {
    return stream;
  }

  /**
   * Accounting in frames.
   *
   * @return a snapshot
   */
  public Accounting frames() {
    return ledger.frames();
  }

  /**
   * Accounting in fragments.
   *
   * @return a snapshot
   */
  public Accounting fragments() {
    return ledger.fragments();
  }

  private void move(StreamState next, String reason) {
    synchronized (this) {
      boolean over = state == StreamState.CLOSED;
      boolean backwards =
          (state == StreamState.DRAINING || state == StreamState.FAILED)
              && next != StreamState.CLOSED
              && next != StreamState.FAILED;
      if (over || backwards || state == next) {
        return;
      }
      state = next;
    }
    tell(new IngestEvent.StateChanged(stream.spec().name(), next, reason));
  }

  void fail(RuntimeException cause) {
    synchronized (this) {
      if (failure != null || state == StreamState.CLOSED) {
        return;
      }
      failure = cause;
    }
    LOG.warn("stream {} failed: {}", stream.spec().name(), cause.getMessage());
    move(StreamState.FAILED, String.valueOf(cause.getMessage()));
    ledger.wake();
    UploadRun run = current;
    if (run != null) {
      run.abort();
    }
  }

  private void tell(IngestEvent event) {
    services.tell(event);
  }

  private void later(Runnable task, Duration delay) {
    Runnable guarded =
        () -> {
          try {
            task.run();
          } catch (RuntimeException e) {
            fail(e);
          }
        };
    try {
      var unused = services.executor().schedule(guarded, delay.toMillis(), TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      LOG.debug("stream {}: the producer is closed", stream.spec().name());
    }
  }

  private void pump() {
    UploadRun run = current;
    if (run != null) {
      run.pump();
    }
  }

  private void startNext() {
    UploadRun run;
    synchronized (this) {
      UploadId next = waiting.peek();
      if (!mediaOpen
          || current != null
          || next == null
          || state == StreamState.CLOSED
          || state == StreamState.FAILED) {
        return;
      }
      waiting.remove();
      run = new UploadRun(next, media, new RunEvents());
      current = run;
    }
    run.start(services, stream, producer);
  }

  /** What the packager wants; some calls come with its lock held, so everything is put off. */
  private final class MediaEvents implements MediaStreamListener {

    @Override
    public void uploadRequested(UploadId upload) {
      synchronized (StreamSession.this) {
        waiting.add(upload);
      }
      later(StreamSession.this::startNext, Duration.ZERO);
    }

    @Override
    public void dataAvailable(UploadId upload) {
      // The putting thread pumps by itself as soon as the packager has returned.
      if (putter != Thread.currentThread()) {
        later(StreamSession.this::pump, Duration.ZERO);
      }
    }

    @Override
    public void uploadComplete(UploadId upload) {
      LOG.debug("stream {}: upload {} complete", stream.spec().name(), upload.value());
    }

    @Override
    public void framesDropped(String reason) {
      LOG.warn("stream {}: frames dropped: {}", stream.spec().name(), reason);
      later(() -> tell(new IngestEvent.FramesDropped(stream.spec().name(), reason)), Duration.ZERO);
    }

    @Override
    public void pressure(String reason) {
      later(
          () -> tell(new IngestEvent.BufferPressure(stream.spec().name(), reason)), Duration.ZERO);
    }
  }

  /** How the current upload goes. */
  private final class RunEvents implements UploadRun.Events {

    @Override
    public void signed(NetworkFacts.SignedHead head) {
      services.gate().verification().of(Rules.SIGNED_HEAD, head).conclude();
    }

    @Override
    public void connected(Facts.HandshakeDone handshake) {
      services.gate().verification().of(Rules.HANDSHAKE, handshake).conclude();
      tell(new IngestEvent.UploadConnected(stream.spec().name(), handshake.evidence()));
    }

    @Override
    public void answered(Facts.Answer answer) {
      if (services.gate().admission().of(Rules.ANSWER, answer).refused().isEmpty()) {
        move(StreamState.STREAMING, "the service accepted the upload");
      }
    }

    @Override
    public void acknowledged(UploadId upload, Acknowledgement acknowledgement) {
      tell(new IngestEvent.FragmentAcknowledged(stream.spec().name(), acknowledgement));
      services
          .gate()
          .admission()
          .of(
              Rules.ACKNOWLEDGEMENTS,
              new Facts.AcknowledgementStream(stream.spec().name(), Optional.empty()))
          .of(Rules.ACKNOWLEDGED, new KeyFacts.Acknowledged(stream.spec().name(), acknowledgement));
      if (acknowledgement.error().isPresent()) {
        throw Verdicts.onError(services, stream, acknowledgement.error().get());
      }
      media.acknowledged(upload, acknowledgement);
      if (ledger.acknowledged(acknowledgement)) {
        synchronized (StreamSession.this) {
          failures = 0;
        }
      }
    }

    @Override
    public void ended(UploadRun run, UploadEnd end) {
      Verdicts.onEnd(services, stream, end);
      if (end instanceof UploadEnd.Broken broken) {
        broken(run, broken);
        return;
      }
      if (state == StreamState.DRAINING && !ledger.pending().isEmpty()) {
        retry(run, "the upload ended before everything was acknowledged");
        return;
      }
      release(run);
      later(StreamSession.this::startNext, Duration.ZERO);
    }

    private void broken(UploadRun run, UploadEnd.Broken end) {
      RuntimeException cause = end.refusal().orElse(end.cause());
      if (state == StreamState.CLOSED || failure != null) {
        release(run);
        return;
      }
      Optional<RuntimeException> refusal = Verdicts.onBroken(services, stream, end);
      boolean again =
          refusal.isEmpty() && cause instanceof UploadException upload && upload.isRetryable();
      if (again) {
        retry(run, String.valueOf(cause.getMessage()));
      } else {
        release(run);
        fail(refusal.orElse(cause));
      }
    }

    private void retry(UploadRun run, String reason) {
      Duration delay;
      synchronized (StreamSession.this) {
        failures++;
        delay = backoff.after(failures);
      }
      LOG.info(
          "stream {}: {}; next attempt in {} ms", stream.spec().name(), reason, delay.toMillis());
      move(StreamState.RECONNECTING, reason);
      tell(new IngestEvent.UploadBroken(stream.spec().name(), reason, delay));
      later(
          () -> {
            synchronized (StreamSession.this) {
              // The packager replays everything under a new upload; these would be empty.
              waiting.clear();
            }
            release(run);
            if (state != StreamState.CLOSED) {
              media.uploadBroken(run.id());
              startNext();
            }
          },
          delay);
    }

    private void release(UploadRun run) {
      synchronized (StreamSession.this) {
        if (current == run) {
          current = null;
        }
      }
    }
  }
}
