package io.github.kvssecure.fake;

import io.github.kvssecure.event.ConnectionEvidence;
import io.github.kvssecure.media.Acknowledgement;
import io.github.kvssecure.media.AcknowledgementError;
import io.github.kvssecure.spi.Upload;
import io.github.kvssecure.spi.UploadBody;
import io.github.kvssecure.spi.UploadEnd;
import io.github.kvssecure.spi.UploadException;
import io.github.kvssecure.spi.UploadException.Failure;
import io.github.kvssecure.spi.UploadListener;
import io.github.kvssecure.spi.UploadRequest;
import io.github.kvssecure.spi.UploadResponse;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * An upload that goes as a test says, within the contract: the listener hears one end, and what it
 * throws ends the upload. Thread-safe.
 */
public final class FakeUpload implements Upload {

  private static final int BUFFER = 64 * 1024;

  private final UploadRequest request;
  private final UploadBody body;
  private final UploadListener listener;
  private final AtomicBoolean ended = new AtomicBoolean();
  private final AtomicInteger pumped = new AtomicInteger();
  private volatile boolean aborted;
  private volatile boolean lingers;

  FakeUpload(UploadRequest request, UploadBody body, UploadListener listener) {
    this.request = request;
    this.body = body;
    this.listener = listener;
  }

  public UploadRequest request() {
    return request;
  }

  /** Sends what there is of the body, and ends in order where that is over; returns the bytes. */
  public byte[] send() {
    ByteArrayOutputStream sent = new ByteArrayOutputStream();
    byte[] buffer = new byte[BUFFER];
    int count;
    while ((count = body.read(buffer)) > 0) {
      sent.write(buffer, 0, count);
    }
    if (count < 0) {
      complete();
    }
    return sent.toByteArray();
  }

  /** Sends so many bytes at most of what there is of the body; returns how many. */
  public int send(int most) {
    return body.read(new byte[most]);
  }

  /** The handshake is over, and was a good one. */
  public void connect() {
    connect(Handshakes.good());
  }

  public void connect(ConnectionEvidence evidence) {
    tell(() -> listener.connected(evidence));
  }

  /** The handshake was a good one, and the service answers 200. */
  public FakeUpload accept() {
    connect();
    respond(200);
    return this;
  }

  public void respond(int status) {
    tell(
        () ->
            listener.responded(
                new UploadResponse(
                    status, Optional.empty(), Optional.of("request-1"), Duration.ofMillis(5))));
  }

  /** The service acknowledges the fragment that begins so late after {@link Camera#NOW}. */
  public void acknowledge(Acknowledgement.Type type, long millis) {
    tell(
        () ->
            listener.acknowledged(
                new Acknowledgement(
                    type,
                    OptionalLong.of(Camera.timecode(millis)),
                    Optional.empty(),
                    Optional.empty())));
  }

  public void persist(long millis) {
    acknowledge(Acknowledgement.Type.PERSISTED, millis);
  }

  public void acknowledgeError(int id, String code) {
    tell(
        () ->
            listener.acknowledged(
                new Acknowledgement(
                    Acknowledgement.Type.ERROR,
                    OptionalLong.empty(),
                    Optional.empty(),
                    Optional.of(new AcknowledgementError(id, code)))));
  }

  /** The service refuses it; what does not pass by itself is not retryable. */
  public void refuse(int status, String errorType) {
    UploadResponse response =
        new UploadResponse(
            status, Optional.of(errorType), Optional.of("request-1"), Duration.ofMillis(5));
    end(
        new UploadEnd.Broken(
            new UploadException(response, status >= 500, "HTTP " + status + " " + errorType),
            Optional.empty()));
  }

  /** Breaks the upload. */
  public void breakOff(Failure failure, boolean retryable) {
    end(
        new UploadEnd.Broken(
            new UploadException(failure, retryable, "broken by the test"), Optional.empty()));
  }

  /** The body was sent whole and the response ended in order. */
  public void complete() {
    end(new UploadEnd.Completed());
  }

  @Override
  public void dataAvailable() {
    pumped.incrementAndGet();
  }

  /** From now on an abort does not end it; only the test does. */
  public FakeUpload linger() {
    lingers = true;
    return this;
  }

  @Override
  public void abort() {
    aborted = true;
    if (!lingers) {
      breakOff(Failure.ABORTED, false);
    }
  }

  public boolean isAborted() {
    return aborted;
  }

  public boolean isEnded() {
    return ended.get();
  }

  /** How often it was told that there is data. */
  public int pumped() {
    return pumped.get();
  }

  private void tell(Runnable call) {
    if (ended.get()) {
      throw new IllegalStateException("this upload has ended");
    }
    try {
      call.run();
    } catch (RuntimeException refusal) {
      end(
          new UploadEnd.Broken(
              new UploadException(Failure.ABORTED, false, "refused by the listener"),
              Optional.of(refusal)));
    }
  }

  private void end(UploadEnd end) {
    if (ended.compareAndSet(false, true)) {
      listener.ended(end);
    }
  }
}
