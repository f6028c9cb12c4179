package io.github.kvssecure.local.media;

import io.github.kvssecure.local.Fault;
import io.github.kvssecure.local.mkv.MkvException;
import io.github.kvssecure.local.mkv.MkvFragment;
import io.github.kvssecure.local.mkv.MkvFrame;
import io.github.kvssecure.local.mkv.MkvHeader;
import io.github.kvssecure.local.mkv.MkvListener;
import io.github.kvssecure.local.streams.StoredFragment;
import io.github.kvssecure.local.streams.StoredStream;
import io.github.kvssecure.local.streams.StreamStore;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Acknowledges and stores what the MKV reader finds in one upload. After the first error nothing
 * more is stored: the real service ends an upload on an ERROR acknowledgement. Confined to the
 * connection's thread.
 */
final class FragmentSink implements MkvListener {
  private final StoredStream stream;
  private final StreamStore store;
  private final AckWriter acks;
  private final Clock clock;
  private final long offsetMillis;
  private final UploadFault fault;
  private final Supplier<Optional<AckError>> encryption;
  private @Nullable MkvHeader header;
  private String number = "";
  private long timecode;
  private @Nullable AckError error;
  private @Nullable StoredFragment stored;

  FragmentSink(
      UploadTarget target,
      AckWriter acks,
      UploadFault fault,
      Supplier<Optional<AckError>> encryption) {
    this.stream = target.stream();
    this.store = target.store();
    this.clock = target.clock();
    this.offsetMillis = target.offsetMillis();
    this.acks = acks;
    this.fault = fault;
    this.encryption = encryption;
  }

  /** Returns the error that ended the upload. */
  Optional<AckError> error() {
    return Optional.ofNullable(error);
  }

  /** Ends the upload with an error on the fragment at hand. */
  void fail(AckError cause) {
    if (error == null) {
      error = cause;
      acks.send(Ack.error(timecode, number, cause));
    }
  }

  /** Ends the upload with an error that the MKV reader found. */
  void fail(MkvException cause) {
    timecode = cause.timecodeMillis().orElse(timecode);
    fail(AckError.ofId(cause.error().id()));
  }

  @Override
  public void header(MkvHeader found) {
    header = found;
  }

  @Override
  public void fragmentBegan(long timecodeMillis) {
    if (error != null) {
      return;
    }
    number = store.nextFragmentNumber();
    timecode = timecodeMillis;
    // Asked anew for every fragment: a key can be disabled while an upload runs.
    Optional<AckError> refusal = encryption.get();
    if (refusal.isPresent()) {
      fail(refusal.get());
      return;
    }
    acks.send(Ack.buffering(timecode, number));
    if (fault.happens(Fault.ACK_ERROR)) {
      fail(AckError.ofId(fault.plan().ackError()));
    }
  }

  @Override
  public void fragmentEnded(MkvFragment fragment) {
    if (error != null || header == null) {
      return;
    }
    boolean persisted = stream.description().settings().retentionHours() > 0;
    StoredFragment whole =
        new StoredFragment(number, clock.instant(), header, absolute(fragment), persisted);
    stored = whole;
    stream.store(whole);
    acks.send(Ack.received(timecode, number));
    if (persisted) {
      acks.send(Ack.persisted(timecode, number));
    }
  }

  @Override
  public void fragmentClosed(Map<String, String> tags) {
    StoredFragment last = stored;
    if (error == null && last != null) {
      stream.describe(last, tags);
    }
  }

  private MkvFragment absolute(MkvFragment fragment) {
    if (offsetMillis == 0) {
      return fragment;
    }
    Duration offset = Duration.ofMillis(offsetMillis);
    List<MkvFrame> frames =
        fragment.frames().stream()
            .map(
                f ->
                    new MkvFrame(
                        f.trackNumber(), f.timestamp().plus(offset), f.keyFrame(), f.data()))
            .toList();
    return new MkvFragment(
        fragment.timecodeMillis() + offsetMillis,
        frames,
        fragment.tags(),
        fragment.sizeBytes(),
        fragment.duration());
  }
}
