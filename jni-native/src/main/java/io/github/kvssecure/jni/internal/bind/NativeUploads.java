package io.github.kvssecure.jni.internal.bind;

import com.amazonaws.kinesisvideo.internal.producer.KinesisVideoProducerStream;
import com.amazonaws.kinesisvideo.internal.producer.ReadResult;
import com.amazonaws.kinesisvideo.producer.ProducerException;
import io.github.kvssecure.media.Acknowledgement;
import io.github.kvssecure.media.AcknowledgementError;
import io.github.kvssecure.spi.MediaStream;
import io.github.kvssecure.stream.StreamName;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.concurrent.locks.Condition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The uploads of one native stream that are not over: usually one, two while one follows another.
 * Every method is called with the client's lock held, and with the stream's handle.
 */
final class NativeUploads {

  private static final Logger LOG = LoggerFactory.getLogger(NativeUploads.class);

  /** No time-out status: after those, native code skips media that was put but not read. */
  private static final int BROKEN = 500;

  private static final int SCRATCH_BYTES = 4096;
  private static final int DISCARD_BYTES = 64 * 1024;

  /** Native code asks for the next upload through the results thread, within milliseconds. */
  private static final Duration DISCARD_WITHIN = Duration.ofSeconds(2);

  private final NativeClient client;
  private final StreamName stream;
  private final StreamEvents events;
  private final Acknowledgement.Type freeing;
  private final Map<Long, NativeUpload> uploads = new LinkedHashMap<>();

  /** Timecodes of fragments that are given up, and are still held by native code. */
  private final NavigableSet<Long> leftOut = new TreeSet<>();

  private long freedUntil = Long.MIN_VALUE;
  private final FittingArrays arrays;
  private final Condition begun;
  private boolean closed;

  /**
   * @param freeing the acknowledgement after which a fragment may be forgotten
   */
  NativeUploads(
      NativeClient client, StreamName stream, StreamEvents events, Acknowledgement.Type freeing) {
    this.client = client;
    this.stream = stream;
    this.events = events;
    this.freeing = freeing;
    this.arrays = client.arrays();
    this.begun = client.lock().newCondition();
  }

  /** Adds an upload and tells the listener of it. */
  long begin(KinesisVideoProducerStream handle) throws ProducerException {
    long upload = client.nextUpload();
    // The SDK closes this reader when the upload ends, and fails if there is none.
    uploads.put(upload, new NativeUpload(upload, handle.getDataStream(upload), leftOut));
    events.requested(upload);
    begun.signalAll();
    return upload;
  }

  /** Notes that native code offers data of an upload. */
  void offered(long upload, long bytes) {
    NativeUpload known = uploads.get(upload);
    if (known != null) {
      known.offered(bytes);
      begun.signalAll();
    }
  }

  /** Reads bytes of an upload; see {@link io.github.kvssecure.spi.MediaStream#read}. */
  int read(KinesisVideoProducerStream handle, long id, byte[] buffer) throws ProducerException {
    NativeUpload upload = uploads.get(id);
    if (upload == null) {
      return -1;
    }
    if (!upload.isReadable()) {
      // Native code reads all uploads from one place: this one would take what is another's.
      return 0;
    }
    int taken = upload.taken(buffer);
    while (taken == 0) {
      byte[] array = arrays.fitting(upload.waiting());
      int room = Math.min(array.length, buffer.length);
      if (!pull(handle, upload, array, room)) {
        LOG.warn("stream {}: native code gave up upload {}", stream, id);
        forget(handle, upload);
        return -1;
      }
      int bytes = upload.result().getReadBytes();
      if (bytes == 0) {
        return over(handle, upload);
      }
      upload.took(bytes, room);
      if (left(handle, upload, array, bytes)) {
        System.arraycopy(array, 0, buffer, 0, bytes);
        return bytes;
      }
      taken = upload.taken(buffer);
    }
    return taken;
  }

  /** What a read says that found no bytes. */
  private int over(KinesisVideoProducerStream handle, NativeUpload upload) {
    if (!upload.result().isEndOfStream()) {
      return 0;
    }
    forget(handle, upload);
    events.complete(upload.id());
    return -1;
  }

  /** Notes that bytes have left native code; what is left out among them needs no service. */
  private boolean left(
      KinesisVideoProducerStream handle, NativeUpload upload, byte[] bytes, int length)
      throws ProducerException {
    boolean all = upload.left(bytes, length);
    if (!leftOut.isEmpty()) {
      for (long timecode : List.copyOf(leftOut)) {
        if (upload.sent().hasWhole(timecode)) {
          free(handle, upload, timecode);
        }
      }
    }
    return all;
  }

  /**
   * Gives up a fragment that no upload has begun; see {@link
   * io.github.kvssecure.spi.MediaStream#leaveOut}. Native code hands it out all the same, and it
   * stays behind here. Native code frees in order alone, so it is acknowledged when it has come and
   * those before it are.
   */
  MediaStream.LeftOut leaveOut(long timecodeMillis) {
    boolean begun = uploads.values().stream().anyMatch(upload -> upload.sent().has(timecodeMillis));
    if (begun || timecodeMillis <= freedUntil) {
      return MediaStream.LeftOut.HAS_LEFT;
    }
    leftOut.add(timecodeMillis);
    return MediaStream.LeftOut.PASSED_OVER;
  }

  /** Reads; false if native code knows the upload no more. */
  private boolean pull(
      KinesisVideoProducerStream handle, NativeUpload upload, byte[] buffer, int room)
      throws ProducerException {
    try {
      client
          .jni()
          .getStreamData(handle.getStreamHandle(), upload.id(), buffer, 0, room, upload.result());
      return true;
    } catch (ProducerException e) {
      if (e.getStatusCode() != NativeStatus.UPLOAD_HANDLE_ABORTED) {
        throw e;
      }
      return false;
    }
  }

  /**
   * Gives up a fragment; see {@link io.github.kvssecure.spi.MediaStream#discard}. Native code has
   * no such call. So an upload that nobody reads is read into the void until that fragment has left
   * it whole. The oldest one is then acknowledged, and the upload ended; any other one is reported
   * as refused, and native code leaves it out. The next upload replays the rest.
   */
  boolean discard(KinesisVideoProducerStream handle, long timecodeMillis) throws ProducerException {
    NativeUpload upload = awaitReadable();
    if (upload == null) {
      return false;
    }
    byte[] discarded = new byte[DISCARD_BYTES];
    while (!upload.sent().hasWhole(timecodeMillis)
        && pull(handle, upload, discarded, DISCARD_BYTES)
        && upload.result().getReadBytes() > 0) {
      left(handle, upload, discarded, upload.result().getReadBytes());
    }
    boolean whole = upload.sent().hasWhole(timecodeMillis);
    if (!whole || upload.sent().isFirst(timecodeMillis)) {
      free(handle, upload, timecodeMillis);
      broken(handle, upload);
    } else {
      pass(handle, upload, AcknowledgementText.leftOut(timecodeMillis));
      reap(handle, upload);
    }
    awaitReadable();
    return whole;
  }

  /** Waits, without the client's lock, until an upload can be read; null if none can. */
  private @Nullable NativeUpload awaitReadable() {
    long left = DISCARD_WITHIN.toNanos();
    while (left > 0 && !closed) {
      for (NativeUpload upload : uploads.values()) {
        if (upload.isReadable()) {
          return upload;
        }
      }
      try {
        left = begun.awaitNanos(left);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return null;
      }
    }
    return null;
  }

  /** Passes on an acknowledgement as far as native code treats it well. */
  void acknowledged(KinesisVideoProducerStream handle, long id, Acknowledgement acknowledgement)
      throws ProducerException {
    NativeUpload upload = uploads.get(id);
    if (upload == null) {
      return;
    }
    long timecode = acknowledgement.fragmentTimecodeMillis().orElse(FragmentScanner.NONE);
    if (acknowledgement.type() == freeing) {
      free(handle, upload, timecode);
    } else if (acknowledgement.type() == Acknowledgement.Type.ERROR
        && acknowledgement.error().isPresent()) {
      refused(handle, upload, timecode, acknowledgement.error().get());
    }
    // All others free nothing: native code would only count them, and after a broken upload skip
    // what was received but not persisted.
  }

  private void free(KinesisVideoProducerStream handle, NativeUpload upload, long timecode)
      throws ProducerException {
    if (!upload.sent().hasWhole(timecode)) {
      LOG.debug(
          "stream {}: fragment {} ms was freed before or not sent whole; its acknowledgement has no"
              + " effect",
          stream,
          timecode);
      return;
    }
    for (long freed : upload.sent().acknowledge(timecode)) {
      pass(handle, upload, AcknowledgementText.persisted(freed));
      freedUntil = Math.max(freedUntil, freed);
    }
    leftOut.headSet(freedUntil, true).clear();
  }

  private void refused(
      KinesisVideoProducerStream handle,
      NativeUpload upload,
      long timecode,
      AcknowledgementError error)
      throws ProducerException {
    switch (error.kind()) {
      case SECURITY -> {
        // Native code would skip the fragment. Whether media is given up is the session's to say.
      }
      case TRANSIENT -> broken(handle, upload);
      case PERMANENT -> {
        if (upload.sent().has(timecode)) {
          skip(handle, upload, timecode, error);
        } else {
          // Without a known fragment native code would skip all that waits for acknowledgement.
          broken(handle, upload);
        }
      }
    }
  }

  private void skip(
      KinesisVideoProducerStream handle,
      NativeUpload upload,
      long timecode,
      AcknowledgementError error)
      throws ProducerException {
    pass(handle, upload, AcknowledgementText.error(timecode, error));
    events.lost(timecode, "fragment at " + timecode + " ms was refused: " + error);
    reap(handle, upload);
  }

  private void pass(KinesisVideoProducerStream handle, NativeUpload upload, String text)
      throws ProducerException {
    try {
      client.jni().parseFragmentAck(handle.getStreamHandle(), upload.id(), text);
    } catch (ProducerException e) {
      if (e.getStatusCode() != NativeStatus.ACK_TIMESTAMP_NOT_IN_VIEW) {
        throw e;
      }
      LOG.debug("stream {}: fragment is freed already: {}", stream, text);
    }
  }

  /**
   * Ends an upload before its time, unless it is over. One that was never read is asked for again
   * as it is: native code that is told of several such ends in a row, as in an outage, loses the
   * header and the oldest media of the next one.
   */
  void broken(KinesisVideoProducerStream handle, long id) throws ProducerException {
    NativeUpload upload = uploads.get(id);
    if (upload == null) {
      return;
    }
    if (upload.isRead()) {
      broken(handle, upload);
    } else {
      uploads.keySet().forEach(events::requested);
    }
  }

  /**
   * If another upload follows already, native code would go on there and give up what the first
   * left unacknowledged; so all are ended, and a new one replays.
   */
  private void broken(KinesisVideoProducerStream handle, NativeUpload upload)
      throws ProducerException {
    if (uploads.size() == 1) {
      client.jni().streamTerminated(handle.getStreamHandle(), upload.id(), BROKEN);
      forget(handle, upload);
      return;
    }
    client
        .jni()
        .streamTerminated(handle.getStreamHandle(), ReadResult.INVALID_UPLOAD_HANDLE_VALUE, BROKEN);
    for (NativeUpload each : List.copyOf(uploads.values())) {
      reap(handle, each);
    }
  }

  /** Lets native code forget an upload that it ended itself: it does so when that is read. */
  private void reap(KinesisVideoProducerStream handle, NativeUpload upload)
      throws ProducerException {
    boolean known = pull(handle, upload, arrays.fitting(SCRATCH_BYTES), SCRATCH_BYTES);
    if (known && !upload.result().isEndOfStream()) {
      LOG.warn("stream {}: upload {} did not end as expected", stream, upload.id());
    }
    forget(handle, upload);
  }

  private void forget(KinesisVideoProducerStream handle, NativeUpload upload) {
    uploads.remove(upload.id());
    upload.close();
    PastReaders.forget(handle, upload.id());
  }

  /** Forgets all uploads, because the stream is freed. */
  void close() {
    uploads.values().forEach(NativeUpload::close);
    uploads.clear();
    closed = true;
    begun.signalAll();
  }
}
