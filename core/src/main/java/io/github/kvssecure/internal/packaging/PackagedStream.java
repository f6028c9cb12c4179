package io.github.kvssecure.internal.packaging;

import io.github.kvssecure.internal.packaging.codec.FrameLayout;
import io.github.kvssecure.internal.packaging.codec.MalformedMediaException;
import io.github.kvssecure.internal.packaging.codec.TrackFormat;
import io.github.kvssecure.media.Acknowledgement;
import io.github.kvssecure.media.AcknowledgementError;
import io.github.kvssecure.media.FragmentMetadata;
import io.github.kvssecure.media.Frame;
import io.github.kvssecure.spi.MediaProducerException;
import io.github.kvssecure.spi.MediaStream;
import io.github.kvssecure.spi.MediaStreamListener;
import io.github.kvssecure.spi.UploadId;
import java.nio.ByteBuffer;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * One stream: frames go in, are stored as the bytes of their cluster, and leave through uploads.
 * Thread-safe; one lock, held while the listener is told. Nothing is allocated for a frame but
 * chunks of the store.
 */
final class PackagedStream implements MediaStream {

  private final StreamTracks tracks;
  private final Acknowledgement.Type freeing;
  private final int maxFrameBytes;
  private final Runnable onClose;
  private final ReentrantLock lock = new ReentrantLock();

  private final ContentStore store;
  private final Uploads uploads;
  private final StorePressure pressure;
  private final FrameOrder order = new FrameOrder();
  private final FrameLayout layout = new FrameLayout();
  private final ByteBuffer scratch = ByteBuffer.wrap(new byte[Matroska.MOST_HEADER_BYTES]);
  private final byte[] lengthOfPiece = new byte[FrameLayout.LENGTH_BYTES];
  private boolean refusing;
  private boolean drained;
  private boolean closed;

  /**
   * @param tracks the tracks, and what is known of them
   * @param freeing the acknowledgement after which a fragment may be forgotten
   * @param producer what all streams share
   * @param listener told what the stream wants
   * @param onClose run once when it is closed
   */
  PackagedStream(
      StreamTracks tracks,
      Acknowledgement.Type freeing,
      JavaMediaProducer producer,
      MediaStreamListener listener,
      Runnable onClose) {
    this.tracks = tracks;
    this.freeing = freeing;
    this.maxFrameBytes = producer.maxFrameBytes();
    this.onClose = onClose;
    this.store = new ContentStore(producer.pool());
    this.uploads =
        new Uploads(
            listener,
            () -> SegmentHeader.of(tracks.formats(), producer.random()),
            producer.nanos(),
            producer.settings().uploadLifetime());
    this.pressure = new StorePressure(producer.pool(), uploads);
  }

  @Override
  public void put(Frame frame) {
    lock.lock();
    try {
      if (closed || drained) {
        throw refusal("the stream takes no more frames");
      }
      TrackFormat format = tracks.of(frame);
      int size = frame.size();
      if (size == 0 || size > maxFrameBytes) {
        throw refusal(
            "a frame may have 1 to "
                + maxFrameBytes
                + " bytes, found "
                + size
                + "; see -D"
                + PackagingSettings.STORE_PROPERTY);
      }
      boolean begins = frame.isKey() && tracks.cuts(frame.track());
      order.admit(frame, begins);
      layOut(format, frame);
      store(frame, begins);
      order.taken(frame, begins);
      if (uploads.isEmpty()) {
        requestIfKnown();
      }
      uploads.dataAvailable();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void putMetadata(FragmentMetadata metadata) {
    lock.lock();
    try {
      if (closed || drained) {
        throw refusal("the stream takes no more metadata");
      }
      StoredFragment open = store.open();
      if (open == null && !refusing) {
        throw refusal("there is no fragment to describe; put a key frame first");
      }
      byte[] tags = metadata.isEmpty() ? new byte[0] : Matroska.endOfFragment(metadata);
      if (open != null && !open.closeWith(store.pool(), tags)) {
        throw outOfRoom();
      }
    } finally {
      lock.unlock();
    }
  }

  private void layOut(TrackFormat format, Frame frame) {
    try {
      format.layOut(frame.data(), layout);
    } catch (MalformedMediaException e) {
      throw refusal(String.valueOf(e.getMessage()));
    }
  }

  private void store(Frame frame, boolean begins) {
    if (!begins && refusing) {
      // It belongs to a fragment that the service refused; the listener was told of it.
      return;
    }
    int bytes = layout.storedBytes();
    int relative = begins ? 0 : order.relative(frame);
    scratch.clear();
    if (begins) {
      Matroska.clusterHeader(scratch, frame.presentationTime().toEpochMilli());
    }
    Matroska.blockHeader(scratch, frame.track(), relative, frame.isKey(), bytes);
    long needed = (long) scratch.position() + bytes;
    StoredFragment fragment = begins ? begin(frame, needed) : store.open();
    if (fragment == null || !(begins || fragment.reserve(store.pool(), needed))) {
      throw outOfRoom();
    }
    fragment.append(scratch.array(), scratch.position());
    append(fragment, frame.data());
    pressure.look();
  }

  private MediaProducerException outOfRoom() {
    pressure.full();
    return MediaProducerException.outOfRoom(
        MediaProducerException.NO_STATUS,
        "stream "
            + tracks.stream()
            + ": the content store of "
            + (store.pool().bytesLimit() >> 20)
            + " MiB is full; put it again once fragments were acknowledged, or enlarge it with -D"
            + PackagingSettings.STORE_PROPERTY);
  }

  private @Nullable StoredFragment begin(Frame frame, long needed) {
    long number = store.nextSequence();
    StoredFragment fragment = store.begin(frame.presentationTime().toEpochMilli(), needed);
    if (fragment != null) {
      refusing = false;
      uploads.rotate(number);
      tracks.unknown().ifPresent(uploads::pressure);
    }
    return fragment;
  }

  private void append(StoredFragment fragment, ByteBuffer data) {
    for (int piece = 0; piece < layout.pieces(); piece++) {
      int length = layout.length(piece);
      if (layout.isPrefixed()) {
        for (int i = 0; i < lengthOfPiece.length; i++) {
          lengthOfPiece[i] = (byte) (length >> (8 * (lengthOfPiece.length - 1 - i)));
        }
        fragment.append(lengthOfPiece, lengthOfPiece.length);
      }
      fragment.append(data, layout.start(piece), length);
    }
  }

  private void requestIfKnown() {
    if (!store.isEmpty() && tracks.areKnown()) {
      uploads.request();
      if (drained) {
        uploads.seal(store.nextSequence());
      }
    }
  }

  /** {@inheritDoc} Never waits for media. */
  @Override
  public int read(UploadId upload, byte[] buffer) {
    if (buffer.length == 0) {
      throw new IllegalArgumentException("the buffer has no room; give it 16 to 64 KiB");
    }
    lock.lock();
    try {
      PackagedUpload reading = uploads.find(upload);
      if (reading == null) {
        return -1;
      }
      if (!uploads.isFirst(reading)) {
        return 0;
      }
      int count = reading.read(store, buffer);
      if (count == 0 && reading.isComplete(store)) {
        uploads.complete(reading);
        return -1;
      }
      return count;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void acknowledged(UploadId upload, Acknowledgement acknowledgement) {
    lock.lock();
    try {
      PackagedUpload running = uploads.find(upload);
      if (running == null) {
        return;
      }
      if (acknowledgement.type() == Acknowledgement.Type.ERROR
          && acknowledgement.error().isPresent()) {
        refused(upload, acknowledgement, acknowledgement.error().get());
        return;
      }
      StoredFragment fragment = named(acknowledgement);
      if (acknowledgement.type() == freeing
          && fragment != null
          && fragment.wasReadBy(upload.value())) {
        free(fragment);
        if (running.isComplete(store)) {
          uploads.dataAvailable();
        }
      }
    } finally {
      lock.unlock();
    }
  }

  private @Nullable StoredFragment named(Acknowledgement acknowledgement) {
    return acknowledgement.fragmentTimecodeMillis().isPresent()
        ? store.find(acknowledgement.fragmentTimecodeMillis().getAsLong())
        : null;
  }

  private void refused(UploadId upload, Acknowledgement refusal, AcknowledgementError error) {
    switch (error.kind()) {
      case SECURITY -> {
        // Whether media is given up because of a key is the session's to say.
      }
      case TRANSIENT -> replay();
      case PERMANENT -> {
        StoredFragment fragment = named(refusal);
        if (fragment != null && fragment.wasBegunBy(upload.value())) {
          drop(fragment);
          uploads.lost(
              fragment.timecodeMillis(),
              "fragment at " + fragment.timecodeMillis() + " ms was refused: " + error);
        }
        replay();
      }
    }
  }

  private void drop(StoredFragment fragment) {
    refusing |= fragment == store.open();
    free(fragment);
  }

  private void free(StoredFragment fragment) {
    uploads.freed(fragment);
    store.remove(fragment);
  }

  /** {@inheritDoc} It is asked for with the next frame if nothing waits. */
  @Override
  public void uploadBroken(UploadId upload) {
    lock.lock();
    try {
      if (uploads.find(upload) != null) {
        replay();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Everything that is held leaves again, through one new upload. */
  private void replay() {
    uploads.clear();
    requestIfKnown();
    uploads.dataAvailable();
  }

  @Override
  public boolean discard(long timecodeMillis) {
    lock.lock();
    try {
      StoredFragment fragment = store.find(timecodeMillis);
      if (fragment == null || !fragment.isComplete()) {
        return false;
      }
      free(fragment);
      replay();
      return true;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public LeftOut leaveOut(long timecodeMillis) {
    lock.lock();
    try {
      StoredFragment fragment = store.find(timecodeMillis);
      if (fragment == null || uploads.haveBegun(fragment)) {
        return LeftOut.HAS_LEFT;
      }
      if (!fragment.isComplete()) {
        return LeftOut.NOT_POSSIBLE;
      }
      free(fragment);
      // It may have been the last that an upload waited for.
      uploads.dataAvailable();
      return LeftOut.LEFT_OUT;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void drain() {
    lock.lock();
    try {
      if (closed || drained) {
        return;
      }
      drained = true;
      StoredFragment open = store.open();
      if (open != null) {
        open.complete();
      }
      uploads.seal(store.nextSequence());
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    lock.lock();
    try {
      if (closed) {
        return;
      }
      closed = true;
      uploads.clear();
      store.clear();
    } finally {
      lock.unlock();
    }
    onClose.run();
  }

  private MediaProducerException refusal(String message) {
    return new MediaProducerException(
        MediaProducerException.NO_STATUS, "stream " + tracks.stream() + ": " + message);
  }
}
