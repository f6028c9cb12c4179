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
import io.github.kvssecure.spi.MediaProducerException;
import io.github.kvssecure.spi.MediaStream;
import io.github.kvssecure.spi.UploadId;
import io.github.kvssecure.stream.Retention;
import io.github.kvssecure.stream.StreamDescription;
import io.github.kvssecure.stream.StreamSpec;
import io.github.kvssecure.stream.StreamStatus;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

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

  private MediaStream openIn(String region, String account, StreamSpec spec) {
    StreamDescription description =
        StreamDescription.builder(
                "arn:aws:kinesisvideo:%s:%s:stream/%s/1700000000000"
                    .formatted(region, account, spec.name()),
                StreamStatus.ACTIVE)
            .retention(Retention.ofHours(24))
            .build();
    return producer.open(spec, description, new ContractListener(), Duration.ofSeconds(10));
  }

  /** One packager serves the producers of all Regions and accounts. */
  @Test
  void streamsOfOneNameInSeveralPlaces_areOpenTogether() {
    StreamSpec spec = ContractMedia.spec(ContractMedia.video());
    try (MediaStream home = openIn("eu-central-1", "123456789012", spec);
        MediaStream abroad = openIn("us-east-1", "123456789012", spec)) {
      try (MediaStream others = openIn("eu-central-1", "210987654321", spec)) {
        ContractMedia.putVideo(home, 0, 5);
        ContractMedia.putVideo(abroad, 0, 5);
        ContractMedia.putVideo(others, 0, 5);
      }
      assertThatExceptionOfType(MediaProducerException.class)
          .isThrownBy(() -> openIn("us-east-1", "123456789012", spec))
          .withMessageContaining("is open; close it first");
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

  /** What steady state is tried with. */
  enum Steady {
    LENGTHS {
      @Override
      Track track() {
        return Track.h264(1, ContractMedia.AVCC);
      }

      @Override
      ByteBuffer data(int index) {
        return ByteBuffer.wrap(ContractMedia.payload(index, 2000));
      }
    },
    START_CODES {
      @Override
      Track track() {
        return Track.h264(1);
      }

      @Override
      ByteBuffer data(int index) {
        byte[] slice = new byte[2000];
        Arrays.fill(slice, (byte) 0x65);
        return index % ContractMedia.FRAMES_PER_FRAGMENT == 0
            ? ContractMedia.annexB(ContractMedia.AVC_SPS, ContractMedia.AVC_PPS, slice)
            : ContractMedia.annexB(slice);
      }
    },
    ADTS {
      @Override
      Track track() {
        return Track.aac(1);
      }

      @Override
      ByteBuffer data(int index) {
        return ByteBuffer.wrap(ContractMedia.adts(new byte[300]));
      }
    };

    abstract Track track();

    abstract ByteBuffer data(int index);

    Frame frame(int index) {
      return index % ContractMedia.FRAMES_PER_FRAGMENT == 0
          ? Frame.key(1, ContractMedia.time(index), data(index))
          : Frame.delta(1, ContractMedia.time(index), data(index));
    }
  }

  /**
   * Fragments and chunks are used again; what is left is a few bytes for each fragment. The
   * smallest object takes 16 bytes, so that less than 8 for a frame say that not even every second
   * one made an object.
   */
  @ParameterizedTest
  @EnumSource
  void frameInSteadyState_allocatesNothing(Steady steady) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    int count = 10_000;
    Frame[] frames = new Frame[count];
    Acknowledgement[] stored = new Acknowledgement[count / 25];
    for (int i = 0; i < count; i++) {
      frames[i] = steady.frame(i);
      stored[i / 25] =
          new Acknowledgement(
              Acknowledgement.Type.PERSISTED,
              OptionalLong.of(ContractMedia.fragment(i / 25)),
              Optional.empty(),
              Optional.empty());
    }
    byte[] buffer = new byte[64 * 1024];
    long before = 0;
    try (MediaStream stream =
        ContractMedia.open(producer, ContractMedia.spec(steady.track()), listener)) {
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
      assertThat(2.0 * allocated / count).isLessThan(8);
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
