package io.github.kvssecure.samples.benchmark;

import com.sun.management.ThreadMXBean;
import io.github.kvssecure.LoopbackEndpoint;
import io.github.kvssecure.SecureProducer;
import io.github.kvssecure.SecureStream;
import io.github.kvssecure.identity.CredentialSource;
import io.github.kvssecure.identity.RoleArn;
import io.github.kvssecure.media.Acknowledgement;
import io.github.kvssecure.media.FragmentMetadata;
import io.github.kvssecure.media.Frame;
import io.github.kvssecure.media.Track;
import io.github.kvssecure.samples.SdkCredentials;
import io.github.kvssecure.spi.MediaProducer;
import io.github.kvssecure.spi.MediaProducerProvider;
import io.github.kvssecure.spi.MediaStorage;
import io.github.kvssecure.spi.MediaStream;
import io.github.kvssecure.spi.MediaStreamListener;
import io.github.kvssecure.spi.UploadId;
import io.github.kvssecure.stream.AwsRegion;
import io.github.kvssecure.stream.BufferLimits;
import io.github.kvssecure.stream.KmsKeyId;
import io.github.kvssecure.stream.Retention;
import io.github.kvssecure.stream.StreamDescription;
import io.github.kvssecure.stream.StreamName;
import io.github.kvssecure.stream.StreamSpec;
import io.github.kvssecure.stream.WhenFull;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;

/**
 * What {@code SecureStream.put} costs by itself: gate, admission and accounting, with a packager
 * that does nothing and asks for no upload. More than the gate alone, so it errs against it.
 */
final class GateCost {

  /** As many as fit a buffer of ten minutes in steps of a millisecond. */
  private static final int FRAMES = 500_000;

  private static final int WARM_UP = 300_000;
  private static final int FRAMES_PER_FRAGMENT = 2_000;

  /** So few are made before they are put, and not timed, that the processor still has them. */
  private static final int FRAMES_AT_ONCE = 100;

  private GateCost() {}

  /**
   * Measures.
   *
   * @return nanoseconds of a put, what it allocates, and what the beginning of a fragment does
   */
  static Figures measure(Materials materials, byte[] avcC)
      throws IOException, GeneralSecurityException, InterruptedException {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    Frame[] frames = new Frame[FRAMES_AT_ONCE];
    Instant start = Instant.now().minusSeconds(600);
    try (SecureProducer producer = producer(materials);
        SecureStream stream =
            producer.openStream(
                StreamSpec.builder(StreamName.of(Materials.streamName(0)), Track.h264(1, avcC))
                    .encryptedBy(KmsKeyId.of(materials.setting("key")))
                    .retention(Retention.ofDays(1))
                    .buffer(new BufferLimits(Duration.ofMinutes(10), 1L << 30, WhenFull.refuse()))
                    .build())) {
      long nanos = 0;
      long inside = 0;
      long beginning = 0;
      for (int i = 0; i < FRAMES; i += FRAMES_AT_ONCE) {
        fill(frames, start, i);
        long allocatedBefore = threads.getCurrentThreadAllocatedBytes();
        long before = System.nanoTime();
        for (Frame frame : frames) {
          stream.put(frame);
        }
        if (i >= WARM_UP) {
          nanos += System.nanoTime() - before;
          long allocated = threads.getCurrentThreadAllocatedBytes() - allocatedBefore;
          if (frames[0].isKey()) {
            beginning += allocated;
          } else {
            inside += allocated;
          }
        }
      }
      var unused = stream.close(Duration.ZERO);
      double count = FRAMES - WARM_UP;
      double fragments = count / FRAMES_PER_FRAGMENT;
      return new Figures()
          .with("nanos", nanos / count)
          .with("allocated", inside / (count - fragments * FRAMES_AT_ONCE))
          .with("allocatedByFragment", beginning / fragments);
    }
  }

  private static void fill(Frame[] frames, Instant start, int first) {
    ByteBuffer data = ByteBuffer.allocateDirect(1);
    for (int i = 0; i < frames.length; i++) {
      Instant time = start.plusMillis(first + i);
      frames[i] =
          (first + i) % FRAMES_PER_FRAGMENT == 0
              ? Frame.key(1, time, data)
              : Frame.delta(1, time, data);
    }
  }

  private static SecureProducer producer(Materials materials)
      throws IOException, GeneralSecurityException {
    AwsSessionCredentials base = SdkCredentials.of(materials.credentials());
    return SecureProducer.builder(
            AwsRegion.of(materials.setting("region")),
            CredentialSource.assumeRole(
                RoleArn.of(materials.setting("role")),
                "benchmark-gate",
                CredentialSource.of(() -> base)))
        .insecurelyUseLoopbackEndpoint(
            LoopbackEndpoint.of(
                URI.create(materials.setting("control")), materials.controlCertificate()),
            "benchmark without an AWS account")
        .mediaProducer(new NoPackager())
        .build();
  }

  private static final class NoPackager
      implements MediaProducerProvider, MediaProducer, MediaStream {

    @Override
    public String name() {
      return "none";
    }

    @Override
    public MediaProducer mediaProducer() {
      return this;
    }

    @Override
    public MediaStream open(
        StreamSpec spec,
        StreamDescription description,
        MediaStreamListener listener,
        Duration timeout) {
      return this;
    }

    @Override
    public int maxFrameBytes() {
      return 1 << 20;
    }

    @Override
    public MediaStorage storage() {
      return MediaStorage.memory();
    }

    @Override
    public void put(Frame frame) {}

    @Override
    public void putMetadata(FragmentMetadata metadata) {}

    @Override
    public int read(UploadId upload, byte[] buffer) {
      return 0;
    }

    @Override
    public void acknowledged(UploadId upload, Acknowledgement acknowledgement) {}

    @Override
    public void uploadBroken(UploadId upload) {}

    @Override
    public boolean discard(long timecodeMillis) {
      return false;
    }

    @Override
    public void drain() {}

    @Override
    public void close() {}
  }
}
