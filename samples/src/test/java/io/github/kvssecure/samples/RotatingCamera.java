package io.github.kvssecure.samples;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kvssecure.ProducerClock;
import io.github.kvssecure.SecureProducer;
import io.github.kvssecure.SecureStream;
import io.github.kvssecure.event.IngestEvent;
import io.github.kvssecure.identity.CredentialSource;
import io.github.kvssecure.local.RecordedCall;
import io.github.kvssecure.local.mkv.MkvFrame;
import io.github.kvssecure.local.mkv.MkvMedia;
import io.github.kvssecure.local.streams.StreamSettings;
import io.github.kvssecure.media.Acknowledgement;
import io.github.kvssecure.media.Frame;
import io.github.kvssecure.policy.Control;
import io.github.kvssecure.policy.Decision;
import io.github.kvssecure.stream.BufferLimits;
import io.github.kvssecure.stream.CloseReport;
import io.github.kvssecure.stream.KmsKeyId;
import io.github.kvssecure.stream.Retention;
import io.github.kvssecure.stream.StreamName;
import io.github.kvssecure.stream.StreamSpec;
import io.github.kvssecure.stream.WhenFull;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** A camera whose clock is moved on by an hour as soon as each connection works. */
final class RotatingCamera {

  /** So close to the end of a session of one hour that its connection is replaced. */
  private static final Duration NEARLY_ONE_SESSION = Duration.ofMinutes(59).plusSeconds(30);

  /** Between two frames, so that a connection has time to be looked at. */
  private static final long PACE_MILLIS = 10;

  /** More than a replacement takes on a slow machine. */
  private static final int PATIENCE_IN_FRAMES = 12_000;

  /**
   * What came of it.
   *
   * @param report of the close
   * @param sent by track
   * @param received by track
   * @param duplicates how many fragments arrived twice
   * @param events all of them
   * @param calls all of them
   * @param decisions at the end
   */
  record Film(
      CloseReport report,
      Map<Integer, List<ByteBuffer>> sent,
      Map<Integer, List<ByteBuffer>> received,
      long duplicates,
      List<IngestEvent> events,
      List<RecordedCall> calls,
      Map<Control, Decision> decisions) {}

  private final StandIn standIn;
  private final HandMovedClock clock;
  private final Clip clip = Clip.load();
  private final StreamSpec spec;
  private final Queue<IngestEvent> events = new ConcurrentLinkedQueue<>();
  private final Semaphore rotated = new Semaphore(0);
  private final Map<Integer, List<ByteBuffer>> sent = new TreeMap<>();
  private volatile long persisted;
  private Instant next;
  private final List<Frame> frames = new ArrayList<>();

  RotatingCamera(StandIn standIn, HandMovedClock clock, String name) throws Exception {
    this.standIn = standIn;
    this.clock = clock;
    this.next = clock.instant();
    KmsKeyId key = KmsKeyId.of(standIn.kvs().keys().create().arn());
    standIn
        .kvs()
        .streams()
        .create(name, StreamSettings.none().withRetentionHours(168).withKmsKeyId(key.value()));
    this.spec =
        StreamSpec.builder(StreamName.of(name), clip.tracks().get(0))
            .track(clip.tracks().get(1))
            .encryptedBy(key)
            .retention(Retention.ofDays(7))
            .buffer(
                new BufferLimits(
                    Duration.ofMinutes(5), 64 << 20, WhenFull.block(Duration.ofMinutes(1))))
            .build();
  }

  StreamSpec spec() {
    return spec;
  }

  private void note(IngestEvent event) {
    events.add(event);
    if (event instanceof IngestEvent.UploadRotated) {
      rotated.release();
    } else if (event instanceof IngestEvent.FragmentAcknowledged told
        && told.acknowledgement().type() == Acknowledgement.Type.PERSISTED) {
      persisted = told.acknowledgement().fragmentTimecodeMillis().orElse(0);
    }
  }

  Film film(CredentialSource source, int rotations) throws Exception {
    SecureProducer.Builder settings = standIn.producer(source).listener(this::note);
    try (SecureProducer producer = ProducerClock.set(settings, clock).build();
        SecureStream stream = producer.openStream(spec)) {
      for (int rotation = 0; rotation < rotations; rotation++) {
        awaitMedia(stream);
        clock.advance(NEARLY_ONE_SESSION);
        awaitRotation(stream, rotation);
      }
      awaitMedia(stream);
      // It ends with a whole fragment: KVS takes none in which a track has no frame.
      while (next().track() != 1 || !next().isKey()) {
        put(stream);
      }
      CloseReport report = stream.close(Duration.ofMinutes(2));
      Map<Control, Decision> decisions = producer.report().decisions();
      List<RecordedCall> calls = standIn.kvs().calls();
      clock.reset();
      return new Film(
          report,
          sent,
          received(),
          standIn.kvs().streams().duplicates(spec.name().value()),
          List.copyOf(events),
          calls,
          decisions);
    }
  }

  /** The connection works: what is put from now on is stored, and this side knows it. */
  private void awaitMedia(SecureStream stream) throws InterruptedException {
    long before = next().presentationTime().toEpochMilli();
    for (int i = 0; persisted < before; i++) {
      assertThat(i).as("frames without one that is stored").isLessThan(PATIENCE_IN_FRAMES);
      put(stream);
      var unused = rotated.tryAcquire(PACE_MILLIS, TimeUnit.MILLISECONDS);
    }
  }

  private void awaitRotation(SecureStream stream, int rotation) throws InterruptedException {
    for (int i = 0; !rotated.tryAcquire(PACE_MILLIS, TimeUnit.MILLISECONDS); i++) {
      assertThat(i).as("frames without rotation %s", rotation).isLessThan(PATIENCE_IN_FRAMES);
      put(stream);
    }
  }

  private void put(SecureStream stream) throws InterruptedException {
    Frame frame = next();
    frames.remove(0);
    sent.computeIfAbsent(frame.track(), unused -> new ArrayList<>()).add(frame.data());
    stream.put(frame);
  }

  /** The next frame of the clip, which is filmed again and again. */
  private Frame next() {
    if (frames.isEmpty()) {
      frames.addAll(clip.frames(next));
      next = next.plusSeconds(31);
    }
    return frames.get(0);
  }

  private Map<Integer, List<ByteBuffer>> received() throws Exception {
    MkvMedia media = standIn.viewer().readAll(spec.name().value());
    Map<Integer, List<ByteBuffer>> received = new TreeMap<>();
    media
        .byTrack()
        .forEach(
            (track, stored) -> received.put(track, stored.stream().map(MkvFrame::buffer).toList()));
    return received;
  }
}
