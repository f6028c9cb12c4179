package io.github.kvssecure.samples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.kvssecure.SecureProducer;
import io.github.kvssecure.SecureStream;
import io.github.kvssecure.local.mkv.MkvFrame;
import io.github.kvssecure.local.streams.StreamSettings;
import io.github.kvssecure.media.Frame;
import io.github.kvssecure.media.FrameRefusedException;
import io.github.kvssecure.media.FrameRefusedException.Reason;
import io.github.kvssecure.stream.CloseReport;
import io.github.kvssecure.stream.IngestConfigurationException;
import io.github.kvssecure.stream.KmsKeyId;
import io.github.kvssecure.stream.StreamName;
import io.github.kvssecure.stream.StreamSpec;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Bad input against the real native producer and real TLS: a clear error, and nothing is lost. */
class BadInputTest {

  private static final Duration DRAIN = Duration.ofSeconds(30);

  private final StandIn standIn = new StandIn();
  private final Instant start = Instant.now().truncatedTo(ChronoUnit.MILLIS);
  private final Clip clip = load();
  private final List<Frame> video =
      clip.frames(start).stream().filter(frame -> frame.track() == 1).toList();
  private final SecureProducer producer = standIn.producer(standIn.camera()).build();

  private static Clip load() {
    try {
      return Clip.load();
    } catch (java.io.IOException | io.github.kvssecure.local.mkv.MkvException e) {
      throw new IllegalStateException(e);
    }
  }

  @BeforeEach
  void makeStream() {
    standIn
        .kvs()
        .streams()
        .create("front-door", StreamSettings.none().withRetentionHours(24).withKmsKeyId(key()));
  }

  @AfterEach
  void stop() {
    producer.close();
    standIn.close();
  }

  private String key() {
    return standIn.kvs().keys().create().arn();
  }

  private SecureStream open() throws InterruptedException {
    return producer.openStream(
        StreamSpec.builder(StreamName.of("front-door"), clip.tracks().get(0)).build());
  }

  private static void assertRefused(SecureStream stream, Frame frame, Reason reason) {
    assertThatThrownBy(() -> stream.put(frame))
        .isInstanceOfSatisfying(
            FrameRefusedException.class, e -> assertThat(e.reason()).isEqualTo(reason));
  }

  @Test
  void badFramesAmongGoodOnesAreRefusedAndTheGoodOnesArrive() throws Exception {
    ByteBuffer tooLarge = ByteBuffer.allocate(600 << 20);
    try (SecureStream stream = open()) {
      assertRefused(stream, video.get(1), Reason.BEFORE_KEY_FRAME);
      for (int i = 0; i < 200; i++) {
        Instant time = video.get(i).presentationTime();
        stream.put(video.get(i));
        assertRefused(stream, video.get(i), Reason.TIMESTAMP_NOT_INCREASING);
        assertRefused(
            stream, Frame.delta(1, time.plusMillis(1), ByteBuffer.allocate(0)), Reason.EMPTY);
        assertRefused(
            stream,
            Frame.delta(7, time.plusMillis(1), ByteBuffer.allocate(9)),
            Reason.UNDECLARED_TRACK);
        assertRefused(stream, Frame.delta(1, time.plusMillis(1), tooLarge), Reason.TOO_LARGE);
      }
      CloseReport report = stream.close(DRAIN);
      assertThat(report.frames().persisted()).isEqualTo(200);
      assertThat(report.isComplete()).isTrue();
    }
    assertArrived(200);
  }

  @Test
  void everyKindOfBufferArrivesAsItIs() throws Exception {
    try (SecureStream stream = open()) {
      for (int i = 0; i < 200; i++) {
        Frame frame = video.get(i);
        ByteBuffer data = inDisguise(frame.data(), i % 4);
        int position = data.position();
        int limit = data.limit();
        stream.put(
            frame.isKey()
                ? Frame.key(1, frame.presentationTime(), data)
                : Frame.delta(1, frame.presentationTime(), data));
        assertThat(data.position()).isEqualTo(position);
        assertThat(data.limit()).isEqualTo(limit);
      }
      assertThat(stream.close(DRAIN).isComplete()).isTrue();
    }
    assertArrived(200);
  }

  /** Heap with an offset, read-only heap, direct, direct with an offset and read-only. */
  private static ByteBuffer inDisguise(ByteBuffer data, int kind) {
    int size = data.remaining();
    ByteBuffer copy =
        kind < 2 ? ByteBuffer.allocate(size + 20) : ByteBuffer.allocateDirect(size + 20);
    int offset = kind == 2 ? 0 : 13;
    copy.position(offset).limit(offset + size);
    copy.duplicate().put(data.duplicate());
    return kind == 1 || kind == 3 ? copy.asReadOnlyBuffer() : copy;
  }

  @Test
  void putAfterClose_isRefused_andASecondCloseGivesTheSameReport() throws Exception {
    SecureStream stream = open();
    stream.put(video.get(0));
    CloseReport report = stream.close(DRAIN);
    assertRefused(stream, video.get(1), Reason.STREAM_CLOSED);
    assertThat(stream.close(DRAIN)).isSameAs(report);
    assertThat(report.frames().persisted()).isEqualTo(1);
  }

  @Test
  void closeWhilePutting_losesNothingThatWasAccepted() throws Exception {
    SecureStream stream = open();
    AtomicLong accepted = new AtomicLong();
    CountDownLatch some = new CountDownLatch(60);
    Thread camera =
        new Thread(
            () -> {
              try {
                for (Frame frame : video) {
                  stream.put(frame);
                  accepted.incrementAndGet();
                  some.countDown();
                }
              } catch (FrameRefusedException e) {
                assertThat(e.reason()).isEqualTo(Reason.STREAM_CLOSED);
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
    camera.start();
    some.await();
    CloseReport report = stream.close(DRAIN);
    camera.join();
    assertThat(report.frames().accepted()).isEqualTo(accepted.get());
    assertThat(report.isComplete()).isTrue();
    assertArrived((int) accepted.get());
  }

  @Test
  void aSecondStreamOfTheSameName_isRefused_untilTheFirstIsClosed() throws Exception {
    try (SecureStream first = open()) {
      assertThatThrownBy(this::open)
          .isInstanceOf(IngestConfigurationException.class)
          .hasMessageContaining("front-door");
      first.put(video.get(0));
    }
    open().close();
  }

  @Test
  void aMissingStreamWithoutAnAdministrator_isAClearError() {
    assertThatThrownBy(
            () ->
                producer.openStream(
                    StreamSpec.builder(StreamName.of("nowhere"), clip.tracks().get(0))
                        .encryptedBy(KmsKeyId.of(key()))
                        .build()))
        .isInstanceOf(IngestConfigurationException.class)
        .hasMessageContaining("createIfMissing");
  }

  private void assertArrived(int frames) {
    List<MkvFrame> stored = standIn.kvs().streams().frames("front-door");
    assertThat(stored).hasSize(frames);
    for (int i = 0; i < frames; i++) {
      assertThat(stored.get(i).buffer()).isEqualTo(video.get(i).data());
      assertThat(stored.get(i).timestamp().toMillis())
          .isEqualTo(video.get(i).presentationTime().toEpochMilli());
    }
  }
}
