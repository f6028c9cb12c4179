package io.github.kvssecure.internal.transport;

import io.github.kvssecure.event.ConnectionEvidence;
import io.github.kvssecure.identity.Redaction;
import io.github.kvssecure.policy.PolicyViolationException;
import io.github.kvssecure.spi.Upload;
import io.github.kvssecure.spi.UploadBody;
import io.github.kvssecure.spi.UploadEnd;
import io.github.kvssecure.spi.UploadException;
import io.github.kvssecure.spi.UploadException.Failure;
import io.github.kvssecure.spi.UploadListener;
import io.github.kvssecure.spi.UploadRequest;
import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The life of one upload: it is dialled, shakes hands, streams, and has ended. Thread-safe.
 *
 * <p>Everything happens in turns ({@link Turn}), so there is no lock: calls to the body and to the
 * listener are made while this thread has the turn, and a listener that blocks on a lock of its own
 * cannot dead-lock with a thread that holds that lock and calls {@link #dataAvailable} or {@link
 * #abort}. Until it streams, turns are taken on the loop's thread alone. A turn is one round of
 * bounded work, so that neither a peer that always has data nor media that never end keep a thread.
 */
final class UploadConnection implements Upload, SelectorLoop.Member {

  private static final Logger LOG = LoggerFactory.getLogger(UploadConnection.class);

  private enum Phase {
    DIALLING,
    HANDSHAKING,
    STREAMING,
    ENDED
  }

  private final TransportParts parts;
  private final UploadBody body;
  private final UploadListener listener;
  private final Dialling dialling;
  private final Turn turn;

  private volatile Phase phase = Phase.DIALLING;
  private volatile boolean readable;

  /** Cleared before the media is read, so that nothing put after that read is overlooked. */
  private volatile boolean waitsForRoom;

  private volatile boolean abortRequested;
  private volatile boolean tasksRunning;
  private volatile long deadline;
  private @Nullable TlsChannel tls;
  private @Nullable PutMediaExchange exchange;

  /**
   * An upload that has not begun.
   *
   * @param parts what it shares with others
   * @param head the request head, not signed
   * @param request who signs, and for which Region
   * @param body the media
   * @param listener told how it goes
   */
  UploadConnection(
      TransportParts parts,
      RequestHead head,
      UploadRequest request,
      UploadBody body,
      UploadListener listener) {
    this.parts = parts;
    this.body = body;
    this.listener = listener;
    this.turn = new Turn(this::work, parts.loop()::execute);
    this.dialling = new Dialling(parts, head, request, this);
    this.deadline = after(parts.settings().timeouts().connect());
  }

  /** Begins. */
  void begin() {
    parts.loop().add(this);
    dialling.prepare(() -> parts.loop().execute(turn::request));
  }

  @Override
  public void dataAvailable() {
    // Otherwise the loop reads the media anyway, when it gets there.
    if (phase == Phase.STREAMING && !waitsForRoom) {
      turn.request();
    }
  }

  @Override
  public void abort() {
    abortRequested = true;
    // On the loop, so that a caller with a lock is not called back with that lock held.
    parts.loop().execute(turn::request);
  }

  @Override
  public void ready(int operations) {
    if ((operations & SelectionKey.OP_READ) != 0) {
      readable = true;
    }
    turn.request();
  }

  @Override
  public void tick(long now) {
    long due = deadline;
    if (due != PutMediaExchange.NO_DEADLINE && now - due >= 0) {
      turn.request();
    }
  }

  @Override
  public void abandoned() {
    abortRequested = true;
    turn.request();
  }

  /** One round of work; whatever goes wrong in it ends the upload, and nothing leaves it. */
  private void work() {
    if (phase == Phase.ENDED) {
      return;
    }
    try {
      round();
    } catch (RuntimeException | Error e) {
      LOG.debug("an upload could not be ended, and is aborted: {}", e.getClass().getName());
      abortRequested = true;
      // The next tick tries again, for as long as it takes: memory may be short now.
      deadline = parts.now();
    }
  }

  private void round() {
    try {
      requireNotAborted();
      switch (phase) {
        case DIALLING -> dial();
        case HANDSHAKING -> shakeHands();
        default -> stream();
      }
      requireNotAborted();
      requireInTime();
    } catch (ListenerRefusal e) {
      String who = e.refusal().getClass().getSimpleName();
      end(
          new UploadException(Failure.ABORTED, false, "a listener refused the upload: " + who),
          Optional.of(e.refusal()));
    } catch (PolicyViolationException e) {
      end(
          new UploadException(Failure.ABORTED, false, "the policy refused the media"),
          Optional.of(e));
    } catch (UploadException e) {
      end(e, Optional.empty());
    } catch (MalformedResponseException e) {
      end(failure(Failure.MALFORMED_RESPONSE, true, e.getMessage(), e), Optional.empty());
    } catch (IOException e) {
      boolean inHandshake = phase == Phase.HANDSHAKING;
      end(TlsFailures.describe(e, dialling.host(), inHandshake), Optional.empty());
    } catch (BodyException e) {
      end(failure(Failure.ABORTED, false, e.getMessage(), e), Optional.empty());
    } catch (RuntimeException | Error e) {
      end(failure(Failure.ABORTED, false, "the upload failed unexpectedly", e), Optional.empty());
    }
  }

  private void dial() throws IOException {
    if (!dialling.advance()) {
      deadline = dialling.deadline();
      dialling.watch(dialling.operations());
      return;
    }
    tls = dialling.tls();
    phase = Phase.HANDSHAKING;
    deadline = after(parts.settings().timeouts().handshake());
    tls.beginHandshake();
    shakeHands();
  }

  private void shakeHands() throws IOException {
    TlsChannel channel = requireTls();
    if (tasksRunning) {
      return;
    }
    switch (channel.handshake()) {
      case NEEDS_INPUT -> dialling.watch(SelectionKey.OP_READ);
      case NEEDS_ROOM -> dialling.watch(SelectionKey.OP_WRITE);
      case NEEDS_TASKS -> {
        dialling.watch(0);
        tasksRunning = true;
        parts.runHandshakeTasks(
            () -> {
              channel.runTasks();
              tasksRunning = false;
              parts.loop().execute(turn::request);
            });
      }
      case DONE -> verified(channel);
    }
  }

  private void verified(TlsChannel channel) throws IOException {
    ConnectionEvidence evidence =
        PeerEvidence.read(
            channel.engine(),
            dialling.host(),
            dialling.remoteAddress(),
            new PeerEvidence.Surroundings(parts.settings().trust().anchors(), dialling.route()));
    LOG.debug(
        "connected to {} with {} {}",
        evidence.host(),
        evidence.tls().protocol(),
        evidence.tls().cipherSuite());
    try {
      listener.signed(HeadNames.of(dialling.signedHead()));
      listener.connected(evidence);
    } catch (RuntimeException e) {
      throw new ListenerRefusal(e);
    }
    requireNotAborted();
    exchange =
        new PutMediaExchange(
            channel, dialling.signedHead(), body, listener, parts.settings(), () -> abortRequested);
    phase = Phase.STREAMING;
    // Records that came with the end of the handshake are read already: no readiness tells of them.
    readable = true;
    stream();
  }

  private void stream() throws IOException {
    PutMediaExchange running = exchange;
    if (running == null) {
      throw new IllegalStateException("streaming without an exchange");
    }
    waitsForRoom = false;
    if (readable) {
      readable = false;
      receive(running);
    }
    int operations = SelectionKey.OP_READ;
    if (!running.isCompleted() && send(running) == PutMediaExchange.Sending.WAITS_FOR_ROOM) {
      operations |= SelectionKey.OP_WRITE;
      waitsForRoom = true;
    }
    if (running.isCompleted()) {
      end(new UploadEnd.Completed());
      return;
    }
    deadline = running.deadline();
    dialling.watch(operations);
  }

  private void receive(PutMediaExchange running) throws IOException {
    if (running.receive()) {
      readable = true;
      parts.loop().execute(turn::request);
    }
  }

  private PutMediaExchange.Sending send(PutMediaExchange running) throws IOException {
    try {
      return running.send();
    } catch (IOException e) {
      // The service may have said why before it stopped reading: that is worth more than the error.
      running.receive();
      running.requireNoWordFromService();
      throw e;
    }
  }

  private void requireNotAborted() {
    if (abortRequested && phase != Phase.ENDED) {
      throw new UploadException(Failure.ABORTED, false, "the upload was aborted by this side");
    }
  }

  /** After the work, so that what has arrived counts even if this thread was late to see it. */
  private void requireInTime() {
    long due = deadline;
    if (due == PutMediaExchange.NO_DEADLINE || phase == Phase.ENDED) {
      return;
    }
    long now = parts.now();
    if (now - due < 0) {
      return;
    }
    switch (phase) {
      case DIALLING -> {
        dialling.timedOut();
        deadline = dialling.deadline();
        parts.loop().execute(turn::request);
      }
      case HANDSHAKING ->
          throw new UploadException(
              Failure.CONNECT,
              true,
              "the TLS handshake with "
                  + dialling.host()
                  + " took longer than "
                  + parts.settings().timeouts().handshake());
      default -> {
        if (exchange != null) {
          exchange.requireInTime(now);
        }
      }
    }
  }

  private TlsChannel requireTls() {
    TlsChannel channel = tls;
    if (channel == null) {
      throw new IllegalStateException("no connection yet");
    }
    return channel;
  }

  private long after(Duration timeout) {
    return parts.now() + timeout.toNanos();
  }

  private static UploadException failure(
      Failure failure, boolean retryable, @Nullable String message, Throwable cause) {
    UploadException exception =
        new UploadException(failure, retryable, Redaction.of(String.valueOf(message)));
    exception.initCause(cause);
    return exception;
  }

  private void end(UploadException cause, Optional<RuntimeException> refusal) {
    LOG.debug("upload to {} ended: {}", dialling.host(), cause.failure());
    end(new UploadEnd.Broken(cause, refusal));
  }

  private void end(UploadEnd end) {
    phase = Phase.ENDED;
    try {
      hangUp();
    } catch (RuntimeException | Error e) {
      // Why the upload ended is known already; how the goodbye failed is the TLS provider's affair.
      LOG.debug("hanging up failed: {}", e.getClass().getName());
    } finally {
      tellEnd(end);
    }
  }

  private void hangUp() {
    try {
      if (tls != null && !tasksRunning) {
        tls.closeOutbound();
      }
    } finally {
      dialling.close();
    }
  }

  private void tellEnd(UploadEnd end) {
    try {
      listener.ended(end);
    } catch (RuntimeException | Error e) {
      // The loop goes on for the other uploads, whatever this one's listener does.
      LOG.debug("a listener threw at the end of its upload: {}", e.getClass().getName());
    } finally {
      parts.loop().remove(this);
    }
  }
}
