package io.github.kvssecure.samples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.kvssecure.Packaging;
import io.github.kvssecure.SecureProducer;
import io.github.kvssecure.SecureStream;
import io.github.kvssecure.event.IngestEvent;
import io.github.kvssecure.local.Fault;
import io.github.kvssecure.local.FaultPlan;
import io.github.kvssecure.local.streams.StreamSettings;
import io.github.kvssecure.media.Frame;
import io.github.kvssecure.media.FrameRefusedException;
import io.github.kvssecure.media.FrameRefusedException.Reason;
import io.github.kvssecure.media.Track;
import io.github.kvssecure.stream.BufferLimits;
import io.github.kvssecure.stream.CloseReport;
import io.github.kvssecure.stream.DropReason;
import io.github.kvssecure.stream.DroppedFragment;
import io.github.kvssecure.stream.StreamName;
import io.github.kvssecure.stream.StreamSpec;
import io.github.kvssecure.stream.WhenFull;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Ten streams share the memory of a producer. One of them is not read by the service any more, and
 * would hold all of it if it could; the others go on.
 */
class SharedMemoryTest {

  private static final int MEMORY = 8 << 20;
  private static final int HEALTHY = 9;
  private static final int FRAME_BYTES = 20_000;
  private static final int FRAMES_PER_SECOND = 10;

  /** Of each healthy stream: together several times what the producer may hold. */
  private static final int HEALTHY_FRAMES = 20 * FRAMES_PER_SECOND;

  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final Instant start = Instant.now();
  private final Queue<DroppedFragment> dropped = new ConcurrentLinkedQueue<>();

  /** Limits of a stream that never bind before the producer's do. */
  private static BufferLimits ample(WhenFull whenFull) {
    return new BufferLimits(Duration.ofMinutes(10), 64 << 20, whenFull);
  }

  private Frame frame(int number) {
    ByteBuffer data = ByteBuffer.allocate(FRAME_BYTES);
    data.putInt(FRAME_BYTES - 4).putInt(0x65 << 24).putInt(number).rewind();
    Instant time = start.plusMillis(number * 1000L / FRAMES_PER_SECOND);
    return number % FRAMES_PER_SECOND == 0 ? Frame.key(1, time, data) : Frame.delta(1, time, data);
  }

  private void note(IngestEvent event) {
    if (event instanceof IngestEvent.MediaDropped drop) {
      dropped.addAll(drop.fragments());
    }
  }

  private SecureProducer producer(StandIn standIn) {
    return standIn.producer(standIn.camera()).memory(MEMORY).listener(this::note).build();
  }

  private static SecureStream open(
      StandIn standIn, SecureProducer producer, String name, BufferLimits buffer) throws Exception {
    String key = standIn.kvs().keys().create().arn();
    standIn
        .kvs()
        .streams()
        .create(name, StreamSettings.none().withRetentionHours(24).withKmsKeyId(key));
    Track track = Clip.load().tracks().get(0);
    return producer.openStream(
        StreamSpec.builder(StreamName.of(name), track).buffer(buffer).build());
  }

  /** Puts until there is no room, and says how many frames were taken. */
  private int fill(SecureStream stream) throws InterruptedException {
    for (int number = 0; number * (long) FRAME_BYTES <= MEMORY; number++) {
      Frame frame = frame(number);
      try {
        stream.put(frame);
      } catch (FrameRefusedException e) {
        assertThat(e.reason()).isEqualTo(Reason.BUFFER_FULL);
        return number;
      }
    }
    throw new AssertionError("one stream took all the memory of the producer");
  }

  private CloseReport film(SecureStream stream) throws InterruptedException {
    for (int number = 0; number < HEALTHY_FRAMES; number++) {
      stream.put(frame(number));
    }
    return stream.close(PATIENCE);
  }

  @ParameterizedTest
  @EnumSource(names = {"NATIVE", "JAVA"})
  void stalledStream_leavesRoomForTheOthers(Packaging packaging) throws Exception {
    ExecutorService cameras = Executors.newFixedThreadPool(HEALTHY);
    try (StandIn standIn = new StandIn(packaging);
        SecureProducer producer = producer(standIn)) {
      standIn.kvs().arm(FaultPlan.of(Fault.STALL).afterBytes(1));
      SecureStream stalled = open(standIn, producer, "stalled", ample(WhenFull.refuse()));
      int taken = fill(stalled);
      assertThat(taken * (long) FRAME_BYTES)
          .as("half of the memory: as much as is left free")
          .isBetween(MEMORY / 2L - FRAME_BYTES, MEMORY / 2L + FRAME_BYTES);

      List<Future<CloseReport>> filming = new ArrayList<>();
      for (int i = 0; i < HEALTHY; i++) {
        SecureStream stream =
            open(standIn, producer, "healthy-" + i, ample(WhenFull.block(PATIENCE)));
        filming.add(cameras.submit(() -> film(stream)));
      }
      for (Future<CloseReport> film : filming) {
        assertThat(film.get().isComplete()).as("%s", film.get()).isTrue();
        assertThat(film.get().frames().persisted()).isEqualTo(HEALTHY_FRAMES);
      }

      assertThat(stalled.frames().pending()).isEqualTo(taken);
      assertThat(catchThrowableOfType(FrameRefusedException.class, () -> stalled.put(frame(taken))))
          .hasMessageContaining("SecureProducer.Builder.memory(...)");
      standIn.kvs().goOffline();
      standIn.kvs().recover();
      CloseReport report = stalled.close(PATIENCE);
      assertThat(report.isComplete()).as("%s", report).isTrue();
      assertThat(report.frames().persisted()).isEqualTo(taken);
    } finally {
      cameras.shutdownNow();
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"NATIVE", "JAVA"})
  void stalledStream_thatGivesUpItsOldest_saysThatTheProducersMemoryWasFull(Packaging packaging)
      throws Exception {
    try (StandIn standIn = new StandIn(packaging);
        SecureProducer producer = producer(standIn)) {
      standIn.kvs().arm(FaultPlan.of(Fault.STALL).afterBytes(1).times(Integer.MAX_VALUE));
      SecureStream stalled = open(standIn, producer, "stalled", ample(WhenFull.dropOldest()));
      int frames = MEMORY / FRAME_BYTES;
      for (int number = 0; number < frames; number++) {
        stalled.put(frame(number));
      }
      assertThat(stalled.frames().pending() * FRAME_BYTES)
          .isLessThanOrEqualTo(MEMORY / 2 + FRAME_BYTES);
      standIn.kvs().disarm();
      standIn.kvs().goOffline();
      standIn.kvs().recover();

      CloseReport report = stalled.close(PATIENCE);

      assertThat(dropped)
          .isNotEmpty()
          .extracting(DroppedFragment::reason)
          .containsOnly(DropReason.PRODUCER_OUT_OF_ROOM);
      assertThat(report.fragments().dropped()).isEqualTo(dropped.size());
      assertThat(report.frames().persisted())
          .isEqualTo(frames - (long) dropped.size() * FRAMES_PER_SECOND);
    }
  }
}
