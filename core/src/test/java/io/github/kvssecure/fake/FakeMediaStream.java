package io.github.kvssecure.fake;

import io.github.kvssecure.media.Acknowledgement;
import io.github.kvssecure.media.FragmentMetadata;
import io.github.kvssecure.media.Frame;
import io.github.kvssecure.spi.MediaStream;
import io.github.kvssecure.spi.MediaStreamListener;
import io.github.kvssecure.spi.UploadId;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Takes frames, asks for its first upload with the first of them and for another whenever one
 * broke. Thread-safe.
 */
public final class FakeMediaStream implements MediaStream {

  private final MediaStreamListener listener;
  private final AtomicLong uploads = new AtomicLong();
  private final Queue<ByteBuffer> ready = new ConcurrentLinkedQueue<>();
  private final List<Frame> frames = new CopyOnWriteArrayList<>();
  private final List<Acknowledgement> acknowledgements = new CopyOnWriteArrayList<>();
  private final List<FragmentMetadata> metadata = new CopyOnWriteArrayList<>();
  private final List<UploadId> broken = new CopyOnWriteArrayList<>();
  private final List<String> callsAfterClose = new CopyOnWriteArrayList<>();
  private final List<Long> discarded = new CopyOnWriteArrayList<>();
  private final AtomicInteger drained = new AtomicInteger();
  private final AtomicInteger closed = new AtomicInteger();
  private volatile Runnable whilePutting = () -> {};
  private volatile @Nullable RuntimeException refusalOfMetadata;
  private volatile @Nullable RuntimeException refusal;
  private volatile @Nullable RuntimeException refusalToClose;
  private volatile @Nullable RuntimeException refusalToReplay;
  private volatile @Nullable RuntimeException refusalToDrain;
  private volatile @Nullable RuntimeException refusalToDiscard;

  FakeMediaStream(MediaStreamListener listener) {
    this.listener = listener;
  }

  /** Has so many bytes ready, which are no Matroska. */
  public void ready(int bytes) {
    give(new byte[bytes]);
  }

  /** Has bytes ready for whatever upload is read next. */
  public void give(byte[] bytes) {
    ready.add(ByteBuffer.wrap(bytes));
  }

  /** Makes the following puts fail; null makes them work again. */
  public void refuse(@Nullable RuntimeException with) {
    refusal = with;
  }

  /** Does this in each put, on its thread. */
  public void whilePutting(Runnable action) {
    whilePutting = action;
  }

  /** Makes closing fail. */
  public void refuseToClose(RuntimeException with) {
    refusalToClose = with;
  }

  /** Makes telling it of a broken upload fail; null makes it work again. */
  public void refuseToReplay(@Nullable RuntimeException with) {
    refusalToReplay = with;
  }

  /** Makes draining fail; null makes it work again. */
  public void refuseToDrain(@Nullable RuntimeException with) {
    refusalToDrain = with;
  }

  /** Makes giving up a fragment fail. */
  public void refuseToDiscard(RuntimeException with) {
    refusalToDiscard = with;
  }

  /** Asks for one more upload. */
  public void requestUpload() {
    listener.uploadRequested(new UploadId(uploads.incrementAndGet()));
  }

  /** What the session listens with. */
  public MediaStreamListener listener() {
    return listener;
  }

  @Override
  public void put(Frame frame) {
    note("put");
    whilePutting.run();
    RuntimeException with = refusal;
    if (with != null) {
      throw with;
    }
    frames.add(frame);
    if (uploads.get() == 0) {
      requestUpload();
    }
    listener.dataAvailable(new UploadId(uploads.get()));
  }

  @Override
  public void putMetadata(FragmentMetadata said) {
    note("putMetadata");
    RuntimeException with = refusalOfMetadata;
    if (with != null) {
      throw with;
    }
    metadata.add(said);
  }

  /** Makes what is said of fragments be refused; null makes it be taken again. */
  public void refuseMetadata(@Nullable RuntimeException with) {
    refusalOfMetadata = with;
  }

  /** What was said of fragments, in order. */
  public List<FragmentMetadata> metadata() {
    return metadata;
  }

  @Override
  public int read(UploadId upload, byte[] buffer) {
    note("read");
    ByteBuffer next = ready.peek();
    if (next != null) {
      int count = Math.min(next.remaining(), buffer.length);
      next.get(buffer, 0, count);
      if (!next.hasRemaining()) {
        ready.remove();
      }
      return count;
    }
    return drained.get() > 0 ? -1 : 0;
  }

  @Override
  public void acknowledged(UploadId upload, Acknowledgement acknowledgement) {
    note("acknowledged");
    acknowledgements.add(acknowledgement);
  }

  @Override
  public void uploadBroken(UploadId upload) {
    note("uploadBroken");
    RuntimeException with = refusalToReplay;
    if (with != null) {
      throw with;
    }
    broken.add(upload);
    requestUpload();
  }

  @Override
  public boolean discard(long timecodeMillis) {
    note("discard");
    RuntimeException with = refusalToDiscard;
    if (with != null) {
      throw with;
    }
    discarded.add(timecodeMillis);
    requestUpload();
    return true;
  }

  /** The timecodes of the fragments that were given up. */
  public List<Long> discarded() {
    return discarded;
  }

  @Override
  public void drain() {
    note("drain");
    RuntimeException with = refusalToDrain;
    if (with != null) {
      throw with;
    }
    drained.incrementAndGet();
  }

  @Override
  public void close() {
    closed.incrementAndGet();
    RuntimeException with = refusalToClose;
    if (with != null) {
      throw with;
    }
  }

  private void note(String call) {
    if (closed.get() > 0) {
      callsAfterClose.add(call);
    }
  }

  public List<Frame> frames() {
    return frames;
  }

  public List<Acknowledgement> acknowledgements() {
    return acknowledgements;
  }

  public List<UploadId> broken() {
    return broken;
  }

  public List<String> callsAfterClose() {
    return callsAfterClose;
  }

  public int drained() {
    return drained.get();
  }

  public int closed() {
    return closed.get();
  }
}
