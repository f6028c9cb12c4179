package io.github.kvssecure.internal.packaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.sun.management.ThreadMXBean;
import io.github.kvssecure.contract.ContractListener;
import io.github.kvssecure.contract.ContractMedia;
import io.github.kvssecure.contract.ReadingService;
import io.github.kvssecure.media.Acknowledgement;
import io.github.kvssecure.media.Frame;
import io.github.kvssecure.media.Track;
import io.github.kvssecure.spi.UploadId;
import io.github.kvssecure.stream.StreamSpec;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What the media producer in Java does beside the contract. */
class JavaMediaProducerTest {

  private static final Duration LIFETIME = Duration.ofMinutes(40);

  private final AtomicLong nanos = new AtomicLong();
  private final JavaMediaProducer producer =
      new JavaMediaProducer(
          new PackagingSettings(16 << 20, LIFETIME), new SecureRandom(), nanos::get);
  private final ContractListener listener = new ContractListener();

  private PackagedStream openVideo() {
    return (PackagedStream)
        ContractMedia.open(producer, ContractMedia.spec(ContractMedia.video()), listener);
  }

  private static List<Integer> numbers(int from, int to) {
    return IntStream.range(from, to).boxed().toList();
  }

  /** KVS ends a connection after 45 minutes; a new upload follows before. */
  @Test
  void uploadThatHasLastedLongEnough_isFollowedByAnother_withoutGap() throws Exception {
    try (PackagedStream stream = openVideo()) {
      ContractMedia.putVideo(stream, 0, 60);
      ReadingService first = ReadingService.next(stream, listener);
      nanos.addAndGet(LIFETIME.toNanos());
      ContractMedia.putVideo(stream, 60, 75);
      assertThat(listener.requested).isEmpty();
      ContractMedia.putVideo(stream, 75, 110);
      ReadingService second = ReadingService.next(stream, listener);
      assertThat(second.readAvailable()).isFalse();
      assertThat(second.frames()).isEmpty();
      first.readAll();
      stream.drain();
      second.readAll();

      assertThat(first.videoNumbers()).isEqualTo(numbers(0, 75));
      assertThat(second.videoNumbers()).isEqualTo(numbers(75, 110));
      assertThat(listener.complete).containsExactly(first.upload(), second.upload());
    }
  }

  @Test
  void uploadThatBreaksWhileAnotherFollowsIt_losesNothing() throws Exception {
    try (PackagedStream stream = openVideo()) {
      ContractMedia.putVideo(stream, 0, 60);
      ReadingService first = ReadingService.next(stream, listener);
      first.readAvailable();
      first.persist(ContractMedia.fragment(0));
      nanos.addAndGet(LIFETIME.toNanos());
      ContractMedia.putVideo(stream, 60, 110);
      ReadingService second = ReadingService.next(stream, listener);
      stream.uploadBroken(first.upload());
      ReadingService third = ReadingService.next(stream, listener);
      stream.drain();
      third.readAll();

      assertThat(second.readAvailable()).isTrue();
      assertThat(third.videoNumbers()).isEqualTo(numbers(25, 110));
    }
  }

  @Test
  void segments_haveIdsOfTheirOwn() throws Exception {
    try (PackagedStream stream = openVideo()) {
      ContractMedia.putVideo(stream, 0, 30);
      ReadingService first = ReadingService.next(stream, listener);
      first.readAvailable();
      stream.uploadBroken(first.upload());
      ReadingService second = ReadingService.next(stream, listener);
      second.readAvailable();

      assertThat(second.header().segmentUid()).isNotEqualTo(first.header().segmentUid());
    }
  }

  @Test
  void trackThatNeverSaysWhatItIs_isToldAsPressure() {
    StreamSpec spec = ContractMedia.spec(ContractMedia.video(), Track.aac(2));
    try (var stream = ContractMedia.open(producer, spec, listener)) {
      ContractMedia.putVideo(stream, 0, 80);

      assertThat(listener.requested).isEmpty();
      assertThat(listener.pressure).singleElement().asString().contains("track 2");
    }
  }

  /** Memory comes back: many streams one after another need no more than one. */
  @Test
  void closedStreams_leaveTheStoreEmpty() {
    for (int i = 0; i < 50; i++) {
      try (PackagedStream stream = openVideo()) {
        for (int frame = 0; frame < 100; frame++) {
          stream.put(
              Frame.key(
                  1,
                  ContractMedia.START.plusSeconds(frame),
                  ByteBuffer.wrap(ContractMedia.payload(frame, 100_000))));
        }
      }
    }
    assertThat(producer.pool().bytesUsed()).isZero();
  }

  /** Fragments and chunks are used again; what is left is a few bytes for each fragment. */
  @Test
  void frameInSteadyState_allocatesNothing() {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    int count = 10_000;
    Frame[] frames = new Frame[count];
    Acknowledgement[] stored = new Acknowledgement[count / 25];
    for (int i = 0; i < count; i++) {
      frames[i] = ContractMedia.videoFrame(i);
      stored[i / 25] =
          new Acknowledgement(
              Acknowledgement.Type.PERSISTED,
              OptionalLong.of(ContractMedia.fragment(i / 25)),
              Optional.empty(),
              Optional.empty());
    }
    byte[] buffer = new byte[64 * 1024];
    long before = 0;
    try (PackagedStream stream = openVideo()) {
      stream.put(frames[0]);
      UploadId upload = listener.requested.remove();
      for (int i = 1; i < count; i++) {
        if (i == count / 2) {
          before = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
        }
        stream.put(frames[i]);
        int read = stream.read(upload, buffer);
        while (read > 0) {
          read = stream.read(upload, buffer);
        }
        if (i % 25 == 24 && i > 25) {
          stream.acknowledged(upload, stored[i / 25 - 1]);
        }
      }
      long allocated = threads.getThreadAllocatedBytes(Thread.currentThread().getId()) - before;
      assertThat(allocated / (count / 2)).isLessThan(100);
    }
  }

  @Test
  void settings_outOfRange() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new PackagingSettings(1000, LIFETIME))
        .withMessageContaining(PackagingSettings.STORE_PROPERTY);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new PackagingSettings(1 << 20, Duration.ZERO));
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> new PackagingSettings(1L << 40, LIFETIME));
  }
}
