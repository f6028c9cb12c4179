package io.github.kvssecure.internal.session;

import io.github.kvssecure.event.ConnectionEvidence;
import io.github.kvssecure.identity.SessionCredentials;
import io.github.kvssecure.internal.gate.rule.Facts;
import io.github.kvssecure.internal.gate.rule.IdentityFacts;
import io.github.kvssecure.internal.gate.rule.NetworkFacts;
import io.github.kvssecure.internal.gate.rule.Rules;
import io.github.kvssecure.media.Acknowledgement;
import io.github.kvssecure.spi.ControlPlaneException;
import io.github.kvssecure.spi.MediaStream;
import io.github.kvssecure.spi.SignedHeaders;
import io.github.kvssecure.spi.Upload;
import io.github.kvssecure.spi.UploadEnd;
import io.github.kvssecure.spi.UploadException;
import io.github.kvssecure.spi.UploadId;
import io.github.kvssecure.spi.UploadListener;
import io.github.kvssecure.spi.UploadRequest;
import io.github.kvssecure.spi.UploadResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** One upload of a session: from the credentials that sign it to its end. Thread-safe. */
final class UploadRun {

  /** Told how the upload goes; may throw to refuse, as {@link UploadListener} allows. */
  interface Events {
    void signed(NetworkFacts.SignedHead head);

    void connected(Facts.HandshakeDone handshake);

    void answered(UploadRun run, Facts.Answer answer);

    void acknowledged(UploadId upload, Acknowledgement acknowledgement);

    void ended(UploadRun run, UploadEnd end);
  }

  private final UploadId id;
  private final FragmentwiseBody body;
  private final Events events;
  private final LongSupplier nanoTime;
  private final CountDownLatch over = new CountDownLatch(1);
  private volatile @Nullable Upload upload;
  private volatile @Nullable SessionCredentials credentials;
  private final AtomicBoolean ended = new AtomicBoolean();

  /** Whether the transport may read its media; guarded by this. */
  private boolean reads;

  private volatile boolean aborted;
  private volatile boolean givenUp;
  private volatile boolean accepted;
  private volatile long begun;

  UploadRun(UploadId id, MediaStream media, Events events, LongSupplier nanoTime) {
    this.id = id;
    this.body = new FragmentwiseBody(buffer -> media.read(id, buffer), nanoTime);
    this.events = events;
    this.nanoTime = nanoTime;
    this.begun = nanoTime.getAsLong();
  }

  UploadId id() {
    return id;
  }

  /** Gets credentials, shows them and the request to the gate, and connects. May block. */
  void start(SessionServices services, StreamOpener.VerifiedStream stream, Principal producer) {
    UploadRequest request;
    try {
      request = admitted(services, stream, producer);
    } catch (ControlPlaneException e) {
      end(
          new UploadEnd.Broken(
              new UploadException(
                  UploadException.Failure.NO_CREDENTIALS,
                  e.isRetryable(),
                  "no credentials for the upload: " + e.getMessage()),
              Optional.empty()));
      return;
    } catch (RuntimeException e) {
      end(
          new UploadEnd.Broken(
              new UploadException(
                  UploadException.Failure.ABORTED, false, "refused before connecting"),
              Optional.of(e)));
      return;
    }
    if (!begins()) {
      return;
    }
    producer.identity().calls().count("kinesisvideo:PutMedia");
    credentials = request.credentials();
    begun = nanoTime.getAsLong();
    Upload opened = services.transport().open(request, body, new Listener(services, stream));
    upload = opened;
    if (aborted) {
      opened.abort();
    }
    opened.dataAvailable();
  }

  private static UploadRequest admitted(
      SessionServices services, StreamOpener.VerifiedStream stream, Principal producer) {
    SessionCredentials credentials = producer.credentials().resolve();
    services.credentials().requireForNow(producer, credentials, stream.arn());
    UploadRequest request =
        new UploadRequest(
            new UploadRequest.Target(stream.dataEndpoint(), services.place().region()),
            stream.arn(),
            credentials,
            services.place().clock().instant());
    services
        .gate()
        .verification(stream.spec().name())
        .of(Rules.SCOPE, new IdentityFacts.ScopeUse(stream.arn(), credentials))
        .of(Rules.ADDRESS, new IdentityFacts.StreamAddress(stream.arn(), request.stream()))
        .of(Rules.REQUEST, new Facts.RequestToSend(request))
        .conclude();
    return request;
  }

  void pump() {
    Upload running = upload;
    if (running != null) {
      running.dataAvailable();
    }
  }

  /** Ends it: at once where it waits for its turn or for credentials, and nothing reads yet. */
  void abort() {
    boolean waits;
    synchronized (this) {
      aborted = true;
      waits = !reads;
    }
    if (waits) {
      end(
          new UploadEnd.Broken(
              new UploadException(
                  UploadException.Failure.ABORTED, false, "aborted before connecting"),
              Optional.empty()));
    }
    Upload running = upload;
    if (running != null) {
      running.abort();
    }
  }

  private synchronized boolean begins() {
    reads = !aborted;
    return reads;
  }

  /** Waits for its end, and aborts it when the time is over. */
  void awaitEnd(long nanos) throws InterruptedException {
    if (!over.await(nanos, TimeUnit.NANOSECONDS)) {
      abort();
    }
  }

  /**
   * Aborts it and waits until nothing reads its media any more.
   *
   * @param nanos how long to wait at most
   * @return whether it is over
   * @throws InterruptedException if interrupted while waiting
   */
  boolean stop(long nanos) throws InterruptedException {
    giveUp();
    return over.await(nanos, TimeUnit.NANOSECONDS);
  }

  /** Aborts it, to be replayed. */
  void giveUp() {
    givenUp = true;
    abort();
  }

  /** Whether this side ended it, to be replayed. */
  boolean isGivenUp() {
    return givenUp;
  }

  /** Whether it has ended. */
  boolean isOver() {
    return over.getCount() == 0;
  }

  /** Whether the service accepted it. */
  boolean isAccepted() {
    return accepted;
  }

  /** The media, which can be cut between two fragments. */
  FragmentwiseBody body() {
    return body;
  }

  /** How long ago it began. */
  Duration age() {
    return Duration.ofNanos(nanoTime.getAsLong() - begun);
  }

  /** For how long nothing was sent. */
  Duration quiet() {
    return Duration.ofNanos(nanoTime.getAsLong() - body.lastBytes());
  }

  /** When the credentials end that signed it, if they do. */
  Optional<Instant> credentialsEnd() {
    return credentials().flatMap(SessionCredentials::expiration);
  }

  /** Which credentials signed it, once some did. */
  Optional<SessionCredentials> credentials() {
    return Optional.ofNullable(credentials);
  }

  private void end(UploadEnd end) {
    if (!ended.compareAndSet(false, true)) {
      return;
    }
    try {
      events.ended(this, end);
    } finally {
      over.countDown();
    }
  }

  private final class Listener implements UploadListener {

    private final SessionServices services;
    private final StreamOpener.VerifiedStream stream;

    Listener(SessionServices services, StreamOpener.VerifiedStream stream) {
      this.services = services;
      this.stream = stream;
    }

    @Override
    public void signed(SignedHeaders headers) {
      events.signed(
          new NetworkFacts.SignedHead(stream.spec().name(), headers.sent(), headers.signed()));
    }

    @Override
    public void connected(ConnectionEvidence evidence) {
      events.connected(new Facts.HandshakeDone(evidence));
    }

    @Override
    public void dated(Instant theirs) {
      Duration ahead = Duration.between(theirs, services.place().clock().instant());
      String host = String.valueOf(stream.dataEndpoint().getHost());
      services
          .gate()
          .admission()
          .of(Rules.CLOCK, new NetworkFacts.ClockReading(host, ahead))
          .conclude();
    }

    @Override
    public void responded(UploadResponse response) {
      accepted = response.status() == 200;
      events.answered(
          UploadRun.this, new Facts.Answer(stream.spec().name(), Optional.of(response)));
    }

    @Override
    public void acknowledged(Acknowledgement acknowledgement) {
      events.acknowledged(id, acknowledgement);
    }

    @Override
    public void ended(UploadEnd end) {
      end(end);
    }

    private void end(UploadEnd end) {
      UploadRun.this.end(end);
    }
  }
}
