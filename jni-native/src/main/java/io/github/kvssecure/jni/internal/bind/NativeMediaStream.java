package io.github.kvssecure.jni.internal.bind;

import com.amazonaws.kinesisvideo.internal.producer.KinesisVideoProducerStream;
import com.amazonaws.kinesisvideo.internal.producer.ReadResult;
import com.amazonaws.kinesisvideo.producer.ProducerException;
import io.github.kvssecure.media.Acknowledgement;
import io.github.kvssecure.media.Frame;
import io.github.kvssecure.spi.MediaStream;
import io.github.kvssecure.spi.MediaStreamListener;
import io.github.kvssecure.spi.NativeProducerException;
import io.github.kvssecure.spi.UploadId;
import io.github.kvssecure.stream.StreamDescription;
import io.github.kvssecure.stream.StreamSpec;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One native stream. The handle is reachable with the client's lock alone, and gone once freed. */
final class NativeMediaStream implements MediaStream {

  private static final Logger LOG = LoggerFactory.getLogger(NativeMediaStream.class);

  /** A status that is no time-out: after those, native code skips media that was not read. */
  private static final int BROKEN = 500;

  private static final int SCRATCH_BYTES = 4096;

  private final NativeClient client;
  private final StreamSpec spec;
  private final StreamDescription description;
  private final StreamEvents events;
  private final FrameConverter frames;
  private final Acknowledgement.Type freeing;

  // Guarded by the client's lock.
  private final Map<Long, NativeUpload> uploads = new LinkedHashMap<>();
  private @Nullable KinesisVideoProducerStream handle;
  private boolean drained;

  private NativeMediaStream(
      NativeClient client,
      StreamSpec spec,
      StreamDescription description,
      MediaStreamListener listener) {
    this.client = client;
    this.spec = spec;
    this.description = description;
    this.events = new StreamEvents(listener, this::offered);
    this.frames =
        new FrameConverter(
            StreamInfos.inOrder(spec), client.settings().maxFrameBytes(), client.buffers());
    this.freeing =
        description.retention().hours() > 0
            ? Acknowledgement.Type.PERSISTED
            : Acknowledgement.Type.RECEIVED;
  }

  static NativeMediaStream open(
      NativeClient client,
      StreamSpec spec,
      StreamDescription description,
      MediaStreamListener listener,
      Duration timeout) {
    NativeMediaStream stream = new NativeMediaStream(client, spec, description, listener);
    client.register(spec.name().value(), stream);
    try {
      stream.create();
      stream.awaitReady(timeout);
      return stream;
    } catch (RuntimeException | Error e) {
      stream.close();
      throw e;
    }
  }

  private void create() {
    client.call(
        "open stream " + spec.name(),
        () -> handle = client.jni().createStream(StreamInfos.of(spec, description), events));
  }

  private void awaitReady(Duration timeout) {
    try {
      events.ready().get(timeout.toNanos(), TimeUnit.NANOSECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof NativeProducerException refusal) {
        throw refusal;
      }
      throw new IllegalStateException(e.getCause());
    } catch (TimeoutException e) {
      throw NativeStatus.exception(
          NativeStatus.OPERATION_TIMED_OUT, "open stream " + spec.name() + " within " + timeout);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new NativeProducerException(
          NativeProducerException.NO_STATUS, "interrupted while stream " + spec.name() + " opened");
    }
  }

  /** A call into native code for this stream. */
  @FunctionalInterface
  interface StreamCall {
    void on(KinesisVideoProducerStream handle) throws ProducerException;
  }

  /** Makes a call unless the stream is freed; says whether it did. */
  private boolean use(String asked, StreamCall call) {
    boolean[] used = new boolean[1];
    client.call(
        asked + " of stream " + spec.name(),
        () -> {
          KinesisVideoProducerStream current = handle;
          if (current != null) {
            call.on(current);
            used[0] = true;
          }
        });
    return used[0];
  }

  /**
   * Gives an answer that native code asked for. A refusal is swallowed by the native glue; if the
   * stream is still opening, the open fails with it.
   */
  void answer(String asked, StreamCall call) {
    client.lock().lock();
    try {
      use(asked, call);
      int status = client.lastStatusOr(0);
      if (status != 0 && handle != null) {
        NativeProducerException refusal = NativeStatus.exception(status, asked);
        if (!events.ready().completeExceptionally(refusal)) {
          LOG.warn("stream {}: {}", spec.name(), refusal.getMessage());
        }
      }
    } catch (NativeProducerException e) {
      if (!events.ready().completeExceptionally(e)) {
        throw e;
      }
    } finally {
      client.lock().unlock();
    }
  }

  com.amazonaws.kinesisvideo.producer.StreamDescription nativeDescription() {
    return StreamInfos.description(spec, description);
  }

  StreamEvents events() {
    return events;
  }

  /** Registers a new upload and tells the listener; with the lock held. */
  long beginUpload(KinesisVideoProducerStream current) throws ProducerException {
    long upload = client.nextUpload();
    // The SDK closes this reader when the upload ends, and fails if there is none.
    uploads.put(upload, new NativeUpload(upload, current.getDataStream(upload)));
    events.requested(upload);
    return upload;
  }

  private void offered(long upload) {
    NativeUpload known = uploads.get(upload);
    if (known != null) {
      known.offered();
    }
  }

  @Override
  public void put(Frame frame) {
    FrameConverter.NativeFrame converted = frames.convert(frame);
    try {
      boolean put =
          use(
              "put a frame",
              current -> {
                client.jni().putFrame(current.getStreamHandle(), converted.frame());
                frames.taken(converted);
              });
      if (!put) {
        throw NativeStatus.exception(
            NativeStatus.STREAM_STOPPED, "put a frame of stream " + spec.name());
      }
    } finally {
      frames.release(converted);
    }
  }

  @Override
  public int read(UploadId upload, byte[] buffer) {
    if (buffer.length == 0) {
      throw new IllegalArgumentException("the buffer has no room; give it 16 to 64 KiB");
    }
    client.lock().lock();
    try {
      KinesisVideoProducerStream current = handle;
      NativeUpload known = uploads.get(upload.value());
      if (current == null || known == null) {
        return -1;
      }
      return known.isReadable() ? read(current, known, buffer) : 0;
    } finally {
      client.lock().unlock();
    }
  }

  private int read(KinesisVideoProducerStream current, NativeUpload upload, byte[] buffer) {
    ReadResult result = upload.result();
    try {
      client
          .jni()
          .getStreamData(
              current.getStreamHandle(), upload.handle(), buffer, 0, buffer.length, result);
    } catch (ProducerException e) {
      if (e.getStatusCode() != NativeStatus.UPLOAD_HANDLE_ABORTED) {
        throw NativeStatus.exception(e.getStatusCode(), "read stream " + spec.name());
      }
      result.setReadResult(0, true);
    }
    int bytes = result.getReadBytes();
    if (bytes > 0) {
      upload.sent().follow(buffer, bytes);
      return bytes;
    }
    if (!result.isEndOfStream()) {
      return 0;
    }
    forget(upload);
    events.complete(upload.handle());
    return -1;
  }

  private void forget(NativeUpload upload) {
    uploads.remove(upload.handle());
    upload.close();
  }

  @Override
  public void acknowledged(UploadId upload, Acknowledgement acknowledgement) {
    use(
        "pass on an acknowledgement",
        current -> {
          NativeUpload known = uploads.get(upload.value());
          if (known != null) {
            acknowledged(current, known, acknowledgement);
          }
        });
  }

  private void acknowledged(
      KinesisVideoProducerStream current, NativeUpload upload, Acknowledgement acknowledgement)
      throws ProducerException {
    switch (acknowledgement.type()) {
      case RECEIVED, PERSISTED -> {
        if (acknowledgement.type() == freeing) {
          freed(current, upload, acknowledgement);
        }
      }
      case ERROR -> refused(current, upload, acknowledgement);
      case BUFFERING, IDLE -> {
        // Nothing is freed or sent again for these; native code would only count them.
      }
    }
  }

  private void freed(
      KinesisVideoProducerStream current, NativeUpload upload, Acknowledgement acknowledgement)
      throws ProducerException {
    long timecode = acknowledgement.fragmentTimecodeMillis().orElse(FragmentScanner.NONE);
    if (!upload.sent().hasWhole(timecode)) {
      LOG.debug(
          "stream {}: fragment {} ms was freed before or not sent whole; its acknowledgement has no"
              + " effect",
          spec.name(),
          timecode);
      return;
    }
    for (long freed : upload.sent().acknowledge(timecode)) {
      pass(current, upload, AcknowledgementText.persisted(freed));
    }
  }

  private void refused(
      KinesisVideoProducerStream current, NativeUpload upload, Acknowledgement acknowledgement)
      throws ProducerException {
    var error = acknowledgement.error();
    if (error.isEmpty()) {
      return;
    }
    switch (error.get().kind()) {
      case SECURITY -> {
        // Native code would skip the fragment. Whether media is given up is the session's to say.
      }
      case TRANSIENT -> broken(current, upload);
      case PERMANENT -> {
        long timecode = acknowledgement.fragmentTimecodeMillis().orElse(FragmentScanner.NONE);
        if (!upload.sent().has(timecode)) {
          // Without a known fragment native code would skip all that waits for acknowledgement.
          broken(current, upload);
          return;
        }
        pass(current, upload, AcknowledgementText.error(timecode, error.get()));
        events.dropped("fragment at " + timecode + " ms was refused: " + error.get());
        reap(current, upload);
      }
    }
  }

  private void pass(KinesisVideoProducerStream current, NativeUpload upload, String text)
      throws ProducerException {
    try {
      client.jni().parseFragmentAck(current.getStreamHandle(), upload.handle(), text);
    } catch (ProducerException e) {
      if (e.getStatusCode() != NativeStatus.ACK_TIMESTAMP_NOT_IN_VIEW) {
        throw e;
      }
      LOG.debug("stream {}: fragment was freed before: {}", spec.name(), text);
    }
  }

  @Override
  public void uploadBroken(UploadId upload) {
    use(
        "end an upload",
        current -> {
          NativeUpload known = uploads.get(upload.value());
          if (known != null) {
            broken(current, known);
          }
        });
  }

  /**
   * Ends an upload before its time. If another one follows it already, native code would go on
   * there and give up what the first one left unacknowledged; so all are ended and one takes over.
   */
  private void broken(KinesisVideoProducerStream current, NativeUpload upload)
      throws ProducerException {
    if (uploads.size() == 1) {
      client.jni().streamTerminated(current.getStreamHandle(), upload.handle(), BROKEN);
      forget(upload);
      return;
    }
    client
        .jni()
        .streamTerminated(
            current.getStreamHandle(), ReadResult.INVALID_UPLOAD_HANDLE_VALUE, BROKEN);
    for (NativeUpload each : List.copyOf(uploads.values())) {
      reap(current, each);
    }
  }

  /** Lets native code forget an upload that it ended itself: it does so when it is read. */
  private void reap(KinesisVideoProducerStream current, NativeUpload upload)
      throws ProducerException {
    byte[] scratch = new byte[SCRATCH_BYTES];
    client
        .jni()
        .getStreamData(
            current.getStreamHandle(),
            upload.handle(),
            scratch,
            0,
            scratch.length,
            upload.result());
    if (!upload.result().isEndOfStream()) {
      LOG.warn("stream {}: upload {} did not end as expected", spec.name(), upload.handle());
    }
    forget(upload);
  }

  @Override
  public void drain() {
    use(
        "drain",
        current -> {
          if (!drained) {
            drained = true;
            client.jni().stopStream(current.getStreamHandle());
          }
        });
  }

  @Override
  public void close() {
    client.lock().lock();
    try {
      use(
          "close",
          current -> {
            handle = null;
            uploads.values().forEach(NativeUpload::close);
            uploads.clear();
            client.jni().freeStream(current);
          });
    } finally {
      client.unregister(spec.name().value(), this);
      client.lock().unlock();
    }
  }
}
