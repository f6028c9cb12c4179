package io.github.kvssecure.internal.outgoing;

import io.github.kvssecure.media.Acknowledgement;
import io.github.kvssecure.media.FragmentMetadata;
import io.github.kvssecure.media.Frame;
import io.github.kvssecure.spi.MediaStream;
import io.github.kvssecure.spi.UploadId;
import io.github.kvssecure.stream.StreamName;
import io.github.kvssecure.stream.StreamSpec;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A stream whose uploads are looked at as they are read. Thread-safe as far as the stream is; one
 * upload is read by one thread at a time.
 */
final class WatchedMediaStream implements MediaStream {

  private final MediaStream stream;
  private final WatchedMediaProducer producer;
  private final StreamName name;
  private final StorageWatch storage;
  private final StreamJudge judge;

  /** As of frames, there is one caller at a time. */
  private FragmentMetadata judged = FragmentMetadata.none();

  private final Map<UploadId, OutgoingUpload> uploads = new ConcurrentHashMap<>();

  WatchedMediaStream(
      MediaStream stream, WatchedMediaProducer producer, StreamSpec spec, StorageWatch storage) {
    this.stream = stream;
    this.producer = producer;
    this.name = spec.name();
    this.storage = storage;
    this.judge = new StreamJudge(spec, producer);
  }

  /**
   * {@inheritDoc}
   *
   * @throws io.github.kvssecure.policy.PolicyViolationException if the policy refuses where it
   *     would be kept
   */
  @Override
  public void put(Frame frame) {
    storage.look(frame);
    stream.put(frame);
  }

  /**
   * {@inheritDoc} What is said of every fragment is judged once.
   *
   * @throws io.github.kvssecure.policy.PolicyViolationException if the policy refuses it
   */
  @Override
  public void putMetadata(FragmentMetadata metadata) {
    if (!metadata.equals(judged)) {
      judge.metadata(metadata);
      judged = metadata;
    }
    stream.putMetadata(metadata);
  }

  /**
   * {@inheritDoc}
   *
   * @throws io.github.kvssecure.policy.PolicyViolationException if the policy refuses what was
   *     about to leave
   */
  @Override
  public int read(UploadId upload, byte[] buffer) {
    int count = stream.read(upload, buffer);
    if (count > 0) {
      look(upload, buffer, count);
    } else if (count < 0) {
      @Nullable OutgoingUpload over = uploads.remove(upload);
      if (over != null) {
        over.end();
      }
    }
    return count;
  }

  private void look(UploadId upload, byte[] buffer, int count) {
    OutgoingUpload outgoing =
        uploads.computeIfAbsent(upload, unused -> new OutgoingUpload(name, judge));
    try {
      outgoing.read(buffer, count);
    } catch (UnboundedElementException e) {
      judge.unbounded(e);
    }
  }

  @Override
  public void acknowledged(UploadId upload, Acknowledgement acknowledgement) {
    stream.acknowledged(upload, acknowledgement);
  }

  @Override
  public void uploadBroken(UploadId upload) {
    uploads.clear();
    stream.uploadBroken(upload);
  }

  @Override
  public boolean discard(long timecodeMillis) {
    uploads.clear();
    return stream.discard(timecodeMillis);
  }

  @Override
  public LeftOut leaveOut(long timecodeMillis) {
    // Before it is: the fragment that follows may leave as soon as it is.
    uploads.values().forEach(upload -> upload.leftOut(timecodeMillis, true));
    LeftOut leftOut = stream.leaveOut(timecodeMillis);
    if (!leftOut.isGivenUp()) {
      uploads.values().forEach(upload -> upload.leftOut(timecodeMillis, false));
    }
    return leftOut;
  }

  @Override
  public void drain() {
    stream.drain();
  }

  @Override
  public void close() {
    uploads.clear();
    producer.forget(name);
    stream.close();
  }
}
