package io.github.kvssecure.local.mkv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.sun.management.ThreadMXBean;
import java.io.ByteArrayOutputStream;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever the bytes are: an {@link MkvException} or nothing, and memory in proportion to them. */
class RandomMkvTest {

  private static byte[] valid() throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    MkvWriter writer = new MkvWriter(out);
    writer.header(Recording.HEADER);
    for (MkvFragment fragment : Recording.fragments()) {
      writer.fragment(fragment, Map.of("k", "v"));
    }
    return out.toByteArray();
  }

  private static void readOrRefuse(byte[] stream, int slice) {
    for (MkvLimits limits : new MkvLimits[] {MkvLimits.putMedia(), MkvLimits.getMedia()}) {
      try {
        RecordingListener.read(stream, limits, slice);
      } catch (MkvException expected) {
        assertThat(expected.getMessage()).isNotEmpty();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void randomBytes_areReadOrRefused(long seed) {
    Random random = new Random(seed);
    assertThatCode(
            () -> {
              for (int i = 0; i < 2000; i++) {
                byte[] tail = new byte[random.nextInt(300)];
                random.nextBytes(tail);
                readOrRefuse(tail, 1 + random.nextInt(50));
                readOrRefuse(RawMkv.join(RawMkv.VIDEO_HEADER, tail), 1 + random.nextInt(50));
                readOrRefuse(
                    RawMkv.join(RawMkv.VIDEO_HEADER, RawMkv.cluster(5, tail)),
                    1 + random.nextInt(50));
              }
            })
        .doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(longs = {11, 12, 13})
  void validStreamWithFlippedBytes_isReadOrRefused(long seed) throws Exception {
    byte[] valid = valid();
    Random random = new Random(seed);
    assertThatCode(
            () -> {
              for (int i = 0; i < 300; i++) {
                byte[] bent = valid.clone();
                for (int flips = 1 + random.nextInt(4); flips > 0; flips--) {
                  // Half of the flips fall on the header, which is a small part of the bytes.
                  int reach = random.nextBoolean() ? 700 : bent.length;
                  bent[random.nextInt(reach)] = (byte) random.nextInt();
                }
                readOrRefuse(bent, 4096);
              }
            })
        .doesNotThrowAnyException();
  }

  @Test
  void validStreamCutAnywhere_isReadOrRefused() throws Exception {
    byte[] valid = valid();
    for (int length = 0; length < 1500; length++) {
      readOrRefuse(Arrays.copyOf(valid, length), 512);
    }
    assertThatCode(() -> RecordingListener.read(valid, MkvLimits.putMedia()))
        .doesNotThrowAnyException();
  }

  @Test
  void declaredSize_takesNoMemoryBeforeItsBytesCome() throws Exception {
    byte[] promise =
        RawMkv.join(RawMkv.VIDEO_HEADER, RawMkv.cluster(5, RawMkv.sized(0xA3, 49_000_000)));
    MkvReader reader = new MkvReader(new MkvListener() {}, MkvLimits.putMedia());
    reader.feed(promise, 0, 10);
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    long before = threads.getCurrentThreadAllocatedBytes();
    reader.feed(promise, 10, promise.length - 10);
    long taken = threads.getCurrentThreadAllocatedBytes() - before;

    assertThat(taken).isLessThan(2_000_000);
  }
}
