package io.github.kvssecure.internal.packaging;

import io.github.kvssecure.spi.MediaStreamListener;
import io.github.kvssecure.spi.UploadId;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The uploads of one stream that are not over: usually one, two while one follows another. Only the
 * first is read. Guarded by the stream's lock; the listener is called with it held.
 */
final class Uploads {

  private static final Logger LOG = LoggerFactory.getLogger(Uploads.class);

  private final MediaStreamListener listener;
  private final Supplier<byte[]> header;
  private final LongSupplier nanos;
  private final long lifetimeNanos;
  private final Deque<PackagedUpload> uploads = new ArrayDeque<>();
  private long lastId;

  /**
   * @param header gives the header of each upload
   * @param nanos the present, in nanoseconds from any origin
   */
  Uploads(
      MediaStreamListener listener,
      Supplier<byte[]> header,
      LongSupplier nanos,
      Duration lifetime) {
    this.listener = listener;
    this.header = header;
    this.nanos = nanos;
    this.lifetimeNanos = lifetime.toNanos();
  }

  boolean isEmpty() {
    return uploads.isEmpty();
  }

  /**
   * The upload of that id, if it is not over. The first is looked at by itself: it is asked for
   * with every read, and an iterator would be an object each time.
   */
  @Nullable PackagedUpload find(UploadId id) {
    PackagedUpload first = uploads.peekFirst();
    if (first != null && first.id().equals(id)) {
      return first;
    }
    for (PackagedUpload upload : uploads) {
      if (upload.id().equals(id)) {
        return upload;
      }
    }
    return null;
  }

  /** Whether the upload is the one that is read; others wait until it is over. */
  boolean isFirst(PackagedUpload upload) {
    return uploads.peekFirst() == upload;
  }

  /** Asks for one more upload. */
  void request() {
    PackagedUpload upload =
        new PackagedUpload(new UploadId(++lastId), header.get(), nanos.getAsLong());
    uploads.addLast(upload);
    tell(() -> listener.uploadRequested(upload.id()));
  }

  /** Lets a new upload follow one that has lasted long enough, from a fragment on. */
  void rotate(long firstOfNext) {
    PackagedUpload last = uploads.peekLast();
    if (last != null
        && !last.hasEnd()
        && nanos.getAsLong() - last.requestedNanos() >= lifetimeNanos) {
      last.endBefore(firstOfNext);
      request();
    }
  }

  /** Says that no fragment follows. */
  void seal(long end) {
    PackagedUpload last = uploads.peekLast();
    if (last != null && !last.hasEnd()) {
      last.endBefore(end);
      dataAvailable();
    }
  }

  /** Says that the upload is over: all of it was read and acknowledged. */
  void complete(PackagedUpload upload) {
    uploads.remove(upload);
    tell(() -> listener.uploadComplete(upload.id()));
    dataAvailable();
  }

  /** Tells that the first upload can be read. */
  void dataAvailable() {
    PackagedUpload first = uploads.peekFirst();
    if (first != null) {
      try {
        listener.dataAvailable(first.id());
      } catch (RuntimeException e) {
        LOG.warn("the media stream listener threw", e);
      }
    }
  }

  /** Notes in every upload that a fragment is no longer held. */
  void freed(StoredFragment fragment) {
    uploads.forEach(upload -> upload.freed(fragment));
  }

  /** Whether one of them has read at least a part of a fragment. */
  boolean haveBegun(StoredFragment fragment) {
    return uploads.stream().anyMatch(upload -> fragment.wasBegunBy(upload.id().value()));
  }

  /** Forgets all uploads. */
  void clear() {
    uploads.clear();
  }

  /** Tells that an accepted fragment is gone. */
  void lost(long timecodeMillis, String reason) {
    tell(() -> listener.mediaLost(timecodeMillis, reason));
  }

  /** Tells that memory is short, or something is missing. */
  void pressure(String reason) {
    tell(() -> listener.pressure(reason));
  }

  private static void tell(Runnable event) {
    try {
      event.run();
    } catch (RuntimeException e) {
      LOG.warn("the media stream listener threw", e);
    }
  }
}
