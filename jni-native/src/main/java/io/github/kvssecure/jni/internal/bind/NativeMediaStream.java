package io.github.kvssecure.jni.internal.bind;

import com.amazonaws.kinesisvideo.internal.producer.KinesisVideoProducerStream;
import com.amazonaws.kinesisvideo.producer.FrameFlags;
import com.amazonaws.kinesisvideo.producer.ProducerException;
import io.github.kvssecure.media.Acknowledgement;
import io.github.kvssecure.media.FragmentMetadata;
import io.github.kvssecure.media.Frame;
import io.github.kvssecure.media.FrameRefusedException;
import io.github.kvssecure.spi.MediaProducerException;
import io.github.kvssecure.spi.MediaStream;
import io.github.kvssecure.spi.MediaStreamListener;
import io.github.kvssecure.spi.UploadId;
import io.github.kvssecure.stream.StreamDescription;
import io.github.kvssecure.stream.StreamSpec;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One native stream. The handle is reachable with the client's lock alone, and gone once freed. */
final class NativeMediaStream implements MediaStream {

  private static final Logger LOG = LoggerFactory.getLogger(NativeMediaStream.class);

  private final NativeClient client;
  private final StreamSpec spec;
  private final StreamDescription description;
  private final StreamEvents events;
  private final FrameConverter frames;
  private final IdleEnd idle;

  // Guarded by the client's lock.
  private final NativeUploads uploads;
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
    this.events = new StreamEvents(listener, this::offered, this::follow);
    this.idle = new IdleEnd(client.clock(), System::nanoTime);
    this.frames =
        new FrameConverter(
            StreamInfos.inOrder(spec), client.settings().maxFrameBytes(), client.buffers());
    Acknowledgement.Type freeing =
        description.retention().hours() > 0
            ? Acknowledgement.Type.PERSISTED
            : Acknowledgement.Type.RECEIVED;
    this.uploads = new NativeUploads(client, spec.name(), events, freeing);
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
        () -> "open stream " + spec.name(),
        () -> handle = client.jni().createStream(StreamInfos.of(spec, description), events));
  }

  private void awaitReady(Duration timeout) {
    try {
      // A future that is done already would not notice.
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      events.ready().get(timeout.toNanos(), TimeUnit.NANOSECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof MediaProducerException refusal) {
        throw refusal;
      }
      throw new IllegalStateException(e.getCause());
    } catch (TimeoutException e) {
      throw NativeStatus.exception(
          NativeStatus.OPERATION_TIMED_OUT, "open stream " + spec.name() + " within " + timeout);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new MediaProducerException(
          MediaProducerException.NO_STATUS, "interrupted while stream " + spec.name() + " opened");
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
        () -> asked + " of stream " + spec.name(),
        () -> {
          KinesisVideoProducerStream current = handle;
          if (current != null) {
            used[0] = true;
            call.on(current);
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
      if (use(asked, call)) {
        int status = client.lastStatusOr(0);
        if (status != 0) {
          fail(NativeStatus.exception(status, asked + " of stream " + spec.name()));
        }
      }
    } catch (MediaProducerException e) {
      fail(e);
    } finally {
      client.lock().unlock();
    }
  }

  /** Fails the opening of this stream; once it is open, only logs. */
  void fail(MediaProducerException refusal) {
    if (!events.ready().completeExceptionally(refusal)) {
      LOG.warn("stream {}: {}", spec.name(), refusal.getMessage());
    }
  }

  com.amazonaws.kinesisvideo.producer.StreamDescription nativeDescription() {
    return StreamInfos.description(spec, description);
  }

  StreamEvents events() {
    return events;
  }

  NativeUploads uploads() {
    return uploads;
  }

  private void offered(long upload, long bytes) {
    if (!client.lock().isHeldByCurrentThread()) {
      // The only media that native code makes by itself is the mark that ends a fragment.
      idle.ended();
    }
    follow(() -> uploads.offered(upload, bytes));
  }

  /**
   * What a callback leads to. On native code's own thread its locks are held, and a call back into
   * it, or a wait for this lock, would stop both for ever; so it is done on the results thread.
   */
  private void follow(Runnable event) {
    if (client.lock().isHeldByCurrentThread()) {
      event.run();
    } else {
      client.results().soon(() -> use("follow a native callback", current -> event.run()));
    }
  }

  @Override
  public void put(Frame frame) {
    // Native code mixes up the frames of several threads; here they are put one after another.
    synchronized (frames) {
      FrameConverter.NativeFrame converted = frames.convert(frame);
      try {
        boolean put = use("put a frame", current -> putFrame(current, converted));
        if (!put) {
          throw NativeStatus.exception(
              NativeStatus.STREAM_STOPPED, "put a frame of stream " + spec.name());
        }
      } finally {
        frames.release(converted);
      }
    }
  }

  /**
   * {@inheritDoc} Always refused: native code refuses the names that ask for images and
   * notifications (status 0x52000077), takes more tags than KVS does, and writes no end of the
   * fragment among them, so that nobody can tell which fragment they describe.
   */
  @Override
  public void putMetadata(FragmentMetadata metadata) {
    throw new MediaProducerException(
        MediaProducerException.NO_STATUS,
        "stream "
            + spec.name()
            + ": the native producer cannot say which fragment metadata describes; use"
            + " SecureProducer.Builder.packaging(Packaging.JAVA)");
  }

  private void putFrame(KinesisVideoProducerStream current, FrameConverter.NativeFrame converted)
      throws ProducerException {
    boolean key = converted.frame().getFlags() == FrameFlags.FRAME_FLAG_KEY_FRAME;
    boolean put =
        idle.unlessSwallowed(
            key, () -> client.jni().putFrame(current.getStreamHandle(), converted.frame()));
    if (!put) {
      throw new FrameRefusedException(
          FrameRefusedException.Reason.BEFORE_KEY_FRAME,
          "frame refused: stream "
              + spec.name()
              + " got no frame for 20 s, and the native producer has ended its fragment; go on with"
              + " a key frame, or use SecureProducer.Builder.packaging(Packaging.JAVA)");
    }
    frames.taken(converted);
  }

  /** {@inheritDoc} Never waits for media, but takes its turn with the client's lock. */
  @Override
  public int read(UploadId upload, byte[] buffer) {
    if (buffer.length == 0) {
      throw new IllegalArgumentException("the buffer has no room; give it 16 to 64 KiB");
    }
    int[] bytes = {-1};
    use("read the media", current -> bytes[0] = uploads.read(current, upload.value(), buffer));
    return bytes[0];
  }

  @Override
  public void acknowledged(UploadId upload, Acknowledgement acknowledgement) {
    use(
        "pass on an acknowledgement",
        current -> uploads.acknowledged(current, upload.value(), acknowledgement));
  }

  @Override
  public void uploadBroken(UploadId upload) {
    use("end an upload", current -> uploads.broken(current, upload.value()));
  }

  @Override
  public boolean discard(long timecodeMillis) {
    boolean[] discarded = new boolean[1];
    use("give up a fragment", current -> discarded[0] = uploads.discard(current, timecodeMillis));
    return discarded[0];
  }

  @Override
  public LeftOut leaveOut(long timecodeMillis) {
    LeftOut[] leftOut = {LeftOut.HAS_LEFT};
    use("leave out a fragment", current -> leftOut[0] = uploads.leaveOut(timecodeMillis));
    return leftOut[0];
  }

  @Override
  public void drain() {
    use(
        "drain the media",
        current -> {
          if (!drained) {
            drained = true;
            client.jni().stopStream(current.getStreamHandle());
          }
        });
  }

  @Override
  public void close() {
    // Under one lock with all callbacks: none of this stream runs once this has returned.
    client.lock().lock();
    try {
      use(
          "free the media",
          current -> {
            handle = null;
            uploads.close();
            client.jni().freeStream(current);
          });
    } finally {
      client.unregister(spec.name().value(), this);
      client.lock().unlock();
    }
  }
}
