package io.github.kvssecure.jni.internal.bind;

import com.amazonaws.kinesisvideo.producer.KinesisVideoFragmentAck;
import com.amazonaws.kinesisvideo.producer.StreamCallbacks;
import io.github.kvssecure.spi.MediaStreamListener;
import io.github.kvssecure.spi.UploadId;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns what a native stream tells into calls of the listener. A callback that throws would make
 * the native call fail and lose media silently, so nothing gets out of here.
 */
final class StreamEvents implements StreamCallbacks {

  /** Told that data of an upload waits to be read. */
  @FunctionalInterface
  interface Offer {
    void of(long upload, long bytes);
  }

  private static final Logger LOG = LoggerFactory.getLogger(StreamEvents.class);

  private final MediaStreamListener listener;
  private final CompletableFuture<Void> ready = new CompletableFuture<>();
  private final Offer offer;
  private final Consumer<Runnable> follow;

  /**
   * @param listener who is told
   * @param offer told of data before the listener is
   * @param follow runs what a callback leads to, now or on a thread that may
   */
  StreamEvents(MediaStreamListener listener, Offer offer, Consumer<Runnable> follow) {
    this.listener = listener;
    this.offer = offer;
    this.follow = follow;
  }

  /** Completes when the stream takes frames, or fails with the reason why it never will. */
  CompletableFuture<Void> ready() {
    return ready;
  }

  @Override
  public void streamReady() {
    CallbackGuard.run("streamReady", () -> ready.complete(null));
  }

  @Override
  public void streamDataAvailable(long upload, long duration, long availableSize) {
    CallbackGuard.run("streamDataAvailable", () -> offer.of(upload, availableSize));
    tell(() -> listener.dataAvailable(new UploadId(upload)));
  }

  @Override
  public void streamLatencyPressure(long durationTicks) {
    pressure(durationTicks / Ticks.PER_MILLISECOND + " ms of media wait to be read");
  }

  @Override
  public void bufferDurationOverflowPressure(long remainingTicks) {
    pressure("buffer has room for " + remainingTicks / Ticks.PER_MILLISECOND + " ms of media");
  }

  @Override
  public void droppedFrameReport(long timeTicks) {
    long millis = timeTicks / Ticks.PER_MILLISECOND;
    lost(millis, "frame at " + millis + " ms left the full buffer unsent");
  }

  @Override
  public void droppedFragmentReport(long timeTicks) {
    long millis = timeTicks / Ticks.PER_MILLISECOND;
    lost(millis, "fragment at " + millis + " ms left the full buffer unsent");
  }

  @Override
  public void streamErrorReport(long upload, long timeTicks, long status) {
    CallbackGuard.run(
        "streamErrorReport",
        () ->
            LOG.debug(
                "native error on upload {} at {} ms: {} (status 0x{})",
                upload,
                timeTicks / Ticks.PER_MILLISECOND,
                NativeStatus.inWords((int) status),
                Long.toHexString(status)));
  }

  @Override
  public void streamClosed(long upload) {
    CallbackGuard.run("streamClosed", () -> LOG.debug("native stream closed upload {}", upload));
  }

  @Override
  public void streamUnderflowReport() {}

  @Override
  public void streamConnectionStale(long lastAckTicks) {}

  @Override
  public void fragmentAckReceived(long upload, KinesisVideoFragmentAck ack) {}

  void requested(long upload) {
    tell(() -> listener.uploadRequested(new UploadId(upload)));
  }

  void complete(long upload) {
    tell(() -> listener.uploadComplete(new UploadId(upload)));
  }

  void lost(long timecodeMillis, String reason) {
    tell(() -> listener.mediaLost(timecodeMillis, reason));
  }

  void pressure(String reason) {
    tell(() -> listener.pressure(reason));
  }

  private void tell(Runnable event) {
    CallbackGuard.run(
        "of the media stream",
        () -> follow.accept(() -> CallbackGuard.run("of the media stream listener", event)));
  }
}
