package io.github.kvssecure.internal.session;

import io.github.kvssecure.event.ConnectionEvidence;
import io.github.kvssecure.identity.SessionCredentials;
import io.github.kvssecure.internal.gate.rule.Facts;
import io.github.kvssecure.internal.gate.rule.IdentityFacts;
import io.github.kvssecure.internal.gate.rule.NetworkFacts;
import io.github.kvssecure.internal.gate.rule.Rules;
import io.github.kvssecure.media.Acknowledgement;
import io.github.kvssecure.policy.PolicyViolationException;
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
import org.jspecify.annotations.Nullable;

/** One upload of a session: from the credentials that sign it to its end. Thread-safe. */
final class UploadRun {

  /** Told how the upload goes; may throw to refuse, as {@link UploadListener} allows. */
  interface Events {
    void signed(NetworkFacts.SignedHead head);

    void connected(Facts.HandshakeDone handshake);

    void answered(Facts.Answer answer);

    void acknowledged(UploadId upload, Acknowledgement acknowledgement);

    void ended(UploadRun run, UploadEnd end);
  }

  private final UploadId id;
  private final MediaStream media;
  private final Events events;
  private final CountDownLatch over = new CountDownLatch(1);
  private volatile @Nullable Upload upload;
  private volatile boolean aborted;

  UploadRun(UploadId id, MediaStream media, Events events) {
    this.id = id;
    this.media = media;
    this.events = events;
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
                  UploadException.Failure.CONNECT,
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
    producer.identity().calls().count("kinesisvideo:PutMedia");
    Upload opened =
        services
            .transport()
            .open(request, buffer -> media.read(id, buffer), new Listener(services, stream));
    upload = opened;
    if (aborted) {
      opened.abort();
    }
    opened.dataAvailable();
  }

  private static UploadRequest admitted(
      SessionServices services, StreamOpener.VerifiedStream stream, Principal producer) {
    SessionCredentials credentials = producer.credentials().resolve();
    try {
      services.credentials().require(producer, credentials, Optional.of(stream.arn()));
    } catch (PolicyViolationException e) {
      if (services.credentials().canPass(e, credentials)) {
        throw new ControlPlaneException("CredentialsRefused", true, String.valueOf(e.getMessage()));
      }
      throw e;
    }
    UploadRequest request =
        new UploadRequest(
            new UploadRequest.Target(stream.dataEndpoint(), services.place().region()),
            stream.arn(),
            credentials,
            services.place().clock().instant());
    services
        .gate()
        .verification()
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

  void abort() {
    aborted = true;
    Upload running = upload;
    if (running != null) {
      running.abort();
    }
  }

  void awaitEnd(long nanos) throws InterruptedException {
    if (!over.await(nanos, TimeUnit.NANOSECONDS)) {
      abort();
    }
  }

  private void end(UploadEnd end) {
    events.ended(this, end);
    over.countDown();
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
      events.answered(new Facts.Answer(stream.spec().name(), Optional.of(response)));
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
