package io.github.kvssecure.internal.transport;

import io.github.kvssecure.media.Acknowledgement;
import io.github.kvssecure.media.AcknowledgementError;
import io.github.kvssecure.spi.UploadBody;
import io.github.kvssecure.spi.UploadException;
import io.github.kvssecure.spi.UploadException.Failure;
import io.github.kvssecure.spi.UploadListener;
import io.github.kvssecure.spi.UploadResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One request and its response over a verified connection, both at the same time. Not thread-safe:
 * its connection lets one thread in at a time. Everything that ends it is thrown.
 */
final class PutMediaExchange implements ResponseParser.Sink {

  /** There is nothing to wait for. */
  static final long NO_DEADLINE = Long.MAX_VALUE;

  private static final int MAX_ERROR_BODY_BYTES = 4096;

  /**
   * The longest acknowledgement, as the official producers bound it.
   *
   * @see <a
   *     href="https://docs.aws.amazon.com/kinesisvideostreams/latest/dg/producer-sdk-limits.html">producer
   *     SDK limits</a>
   */
  private static final int MAX_ACKNOWLEDGEMENT_BYTES = 1024;

  /** Reads or writes before other uploads have their turn. */
  private static final int ROUNDS = 8;

  /** What sending waits for. */
  enum Sending {
    /** Media; or it is over. */
    WAITS_FOR_MEDIA,
    /** Room in the socket, or the next turn. */
    WAITS_FOR_ROOM
  }

  private final TlsChannel tls;
  private final ByteBuffer[] head;
  private final ChunkedBody body;
  private final UploadListener listener;
  private final TransportTimeouts timeouts;
  private final LongSupplier nanoTime;
  private final BooleanSupplier aborted;
  private final ResponseParser parser = new ResponseParser(this);
  private final AcknowledgementParser acknowledgements;

  private boolean headSent;
  private long headSentAt;
  private long responseAt;
  private boolean sendingStopped;
  private boolean lastChunkEncrypted;
  private boolean bodySent;
  private boolean stalled;
  private long lastProgress;
  private long bytesSent;
  private @Nullable UploadResponse response;
  private @Nullable ByteArrayOutputStream errorBody;
  private Optional<AcknowledgementError> lastError = Optional.empty();

  /**
   * An exchange of which nothing was sent.
   *
   * @param tls its handshake is over
   * @param signedHead the request head
   * @param body the media
   * @param listener told of the response and the acknowledgements
   * @param settings timeouts and clock
   * @param aborted whether this side has given up; nothing is read or told any more then
   */
  PutMediaExchange(
      TlsChannel tls,
      ByteBuffer signedHead,
      UploadBody body,
      UploadListener listener,
      TransportSettings settings,
      BooleanSupplier aborted) {
    this.tls = tls;
    this.head = new ByteBuffer[] {signedHead};
    this.body = new ChunkedBody(body);
    this.listener = listener;
    this.timeouts = settings.timeouts();
    this.nanoTime = settings.time().nanos();
    this.aborted = aborted;
    this.acknowledgements =
        new AcknowledgementParser(MAX_ACKNOWLEDGEMENT_BYTES, this::acknowledged);
  }

  /** Whether the body was sent whole and the response ended in order. */
  boolean isCompleted() {
    return bodySent && errorBody == null && parser.isEnded();
  }

  /**
   * Reads and passes on what has arrived.
   *
   * @return whether more may have arrived
   * @throws UploadException if the service refused, or ended the response too early
   * @throws IOException if the connection broke, or the response is malformed
   */
  boolean receive() throws IOException {
    for (int round = 0; round < ROUNDS && !aborted.getAsBoolean(); round++) {
      int count = readOrRefuse();
      if (count == 0) {
        return false;
      }
      if (count < 0) {
        endedByPeer();
        return false;
      }
      lastProgress = nanoTime.getAsLong();
      parser.feed(tls.received());
      if (parser.isEnded()) {
        responseEnded();
        return false;
      }
    }
    return true;
  }

  /**
   * Sends what there is, as far as there is room.
   *
   * @return what it waits for then
   * @throws BodyException if the media cannot be read
   * @throws IOException if the connection broke
   */
  Sending send() throws IOException {
    for (int round = 0; round < ROUNDS && !sendingStopped; round++) {
      if (!flush()) {
        return Sending.WAITS_FOR_ROOM;
      }
      if (head[0].hasRemaining()) {
        tls.write(head, 1);
        continue;
      }
      noteWhatIsSent();
      if (bodySent || aborted.getAsBoolean()) {
        return Sending.WAITS_FOR_MEDIA;
      }
      ChunkedBody.Fill fill = body.fill(tls);
      lastChunkEncrypted = fill == ChunkedBody.Fill.OVER;
      if (fill == ChunkedBody.Fill.IDLE) {
        return flush() ? Sending.WAITS_FOR_MEDIA : Sending.WAITS_FOR_ROOM;
      }
    }
    if (sendingStopped) {
      return Sending.WAITS_FOR_MEDIA;
    }
    // There is more to send: the socket must report room in time, as if it had been full.
    stalled = true;
    lastProgress = nanoTime.getAsLong();
    return Sending.WAITS_FOR_ROOM;
  }

  /** When to look at {@link #requireInTime} next, unless something happens before. */
  long deadline() {
    if (errorBody != null) {
      return responseAt + timeouts.responseHead().toNanos();
    }
    long stallEnd = lastProgress + timeouts.stall().toNanos();
    if (headSent && response == null) {
      long responseEnd = headSentAt + timeouts.responseHead().toNanos();
      return stalled && stallEnd - responseEnd < 0 ? stallEnd : responseEnd;
    }
    return stalled || bodySent ? stallEnd : NO_DEADLINE;
  }

  /**
   * Requires that the deadline is not over.
   *
   * @param now by the clock of the settings
   * @throws UploadException if it is
   */
  void requireInTime(long now) {
    long deadline = deadline();
    if (deadline == NO_DEADLINE || now - deadline < 0) {
      return;
    }
    refuseIfRefused();
    if (headSent && response == null && now - headSentAt >= timeouts.responseHead().toNanos()) {
      throw new UploadException(
          Failure.NO_RESPONSE, true, "no response within " + timeouts.responseHead());
    }
    throw new UploadException(
        Failure.CONNECTION_LOST, true, "nothing moved for " + timeouts.stall());
  }

  /**
   * Reports the service's own words for an end, if it said any, before the connection broke.
   *
   * @throws UploadException if the service refused, or acknowledged an error as the last thing
   */
  void requireNoWordFromService() {
    refuseIfRefused();
    lastError.ifPresent(
        error -> {
          throw new UploadException(
              Failure.ERROR_ACKNOWLEDGED,
              error.kind() == AcknowledgementError.Kind.TRANSIENT,
              "the service acknowledged error " + error + " and ended the upload");
        });
  }

  @Override
  public void head(ResponseHead responseHead) {
    responseAt = nanoTime.getAsLong();
    UploadResponse arrived =
        responseHead.answerAfter(Duration.ofNanos(headSent ? responseAt - headSentAt : 0));
    response = arrived;
    if (arrived.status() != 200) {
      sendingStopped = true;
      errorBody = new ByteArrayOutputStream();
    }
    responseHead.date().ifPresent(theirs -> tell(() -> listener.dated(theirs)));
    tell(() -> listener.responded(arrived));
  }

  @Override
  public void body(ByteBuffer piece) throws MalformedResponseException {
    if (errorBody == null) {
      acknowledgements.feed(piece);
      return;
    }
    int room = Math.min(MAX_ERROR_BODY_BYTES - errorBody.size(), piece.remaining());
    errorBody.write(piece.array(), piece.arrayOffset() + piece.position(), room);
    piece.position(piece.limit());
    if (errorBody.size() == MAX_ERROR_BODY_BYTES) {
      refuseIfRefused();
    }
  }

  private void acknowledged(Acknowledgement acknowledgement) {
    lastError = acknowledgement.error();
    tell(() -> listener.acknowledged(acknowledgement));
  }

  private void tell(Runnable call) {
    if (aborted.getAsBoolean()) {
      return;
    }
    try {
      call.run();
    } catch (RuntimeException e) {
      sendingStopped = true;
      throw new ListenerRefusal(e);
    }
  }

  private int readOrRefuse() throws IOException {
    try {
      return tls.read();
    } catch (IOException e) {
      requireNoWordFromService();
      throw e;
    }
  }

  private void endedByPeer() throws MalformedResponseException {
    if (parser.closedByPeer()) {
      responseEnded();
      return;
    }
    requireNoWordFromService();
    throw new UploadException(
        Failure.CONNECTION_LOST, true, "the service ended the connection before the response");
  }

  private void responseEnded() throws MalformedResponseException {
    refuseIfRefused();
    if (!acknowledgements.isBetweenObjects()) {
      throw new MalformedResponseException("the response ends inside an acknowledgement");
    }
    if (!bodySent) {
      requireNoWordFromService();
      throw new UploadException(
          Failure.CONNECTION_LOST, true, "the service ended the response before the body was over");
    }
  }

  private void refuseIfRefused() {
    if (errorBody != null && response != null) {
      throw ServiceRefusal.describe(response, errorBody.toString(StandardCharsets.UTF_8));
    }
  }

  /** Everything encrypted so far is with the kernel. */
  private void noteWhatIsSent() {
    if (!headSent) {
      headSent = true;
      headSentAt = nanoTime.getAsLong();
    }
    if (lastChunkEncrypted && !bodySent) {
      bodySent = true;
      lastProgress = nanoTime.getAsLong();
    }
  }

  /** Flushes, and notes when something last moved if not everything is sent. */
  private boolean flush() throws IOException {
    boolean sent = tls.flush();
    if (!sent && (!stalled || tls.bytesSent() != bytesSent)) {
      lastProgress = nanoTime.getAsLong();
    }
    bytesSent = tls.bytesSent();
    stalled = !sent;
    return sent;
  }
}
