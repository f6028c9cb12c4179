package io.github.kvssecure.jni.internal.bind;

import com.sun.management.ThreadMXBean;
import io.github.kvssecure.contract.ContractMedia;
import io.github.kvssecure.internal.packaging.JavaMediaProducerProvider;
import io.github.kvssecure.media.Acknowledgement;
import io.github.kvssecure.media.Frame;
import io.github.kvssecure.spi.MediaProducer;
import io.github.kvssecure.spi.MediaStream;
import io.github.kvssecure.spi.MediaStreamListener;
import io.github.kvssecure.spi.UploadId;
import io.github.kvssecure.stream.StreamSpec;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Main program: what a frame costs in either media producer, from put to read and freed, on one
 * thread: processor time of the thread and bytes it allocates. The same frames, in turns.
 */
final class PackagingBenchmark {

  private static final int FRAMES_PER_FRAGMENT = 25;
  private static final int WARM_UP = 20_000;
  private static final int ROUNDS = 7;

  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private final byte[] buffer = new byte[64 * 1024];

  private PackagingBenchmark() {}

  /**
   * Measures and prints a table.
   *
   * @param args sizes of frames in bytes; 1000, 10000 and 50000 if none
   */
  public static void main(String[] args) {
    List<Integer> sizes =
        args.length == 0
            ? List.of(1_000, 10_000, 50_000)
            : Arrays.stream(args).map(Integer::valueOf).toList();
    PackagingBenchmark benchmark = new PackagingBenchmark();
    System.out.println("bytes/frame  producer  us CPU/frame (median)  bytes allocated/frame");
    for (int size : sizes) {
      benchmark.compare(size);
    }
    System.exit(0);
  }

  /** What a frame costs. */
  private record Cost(double microseconds, double bytes) {}

  private void compare(int size) {
    MediaProducer ofNative = Media.producer();
    MediaProducer ofJava = new JavaMediaProducerProvider().mediaProducer();
    double[][] micros = new double[2][ROUNDS];
    double[][] bytes = new double[2][ROUNDS];
    int frames = Math.max(5_000, Math.min(100_000, 1_000_000_000 / size));
    for (int round = -1; round < ROUNDS; round++) {
      List<MediaProducer> turns = List.of(ofNative, ofJava);
      for (int i = 0; i < turns.size(); i++) {
        Cost cost = measure(turns.get(i), size, round < 0 ? WARM_UP : frames);
        if (round >= 0) {
          micros[i][round] = cost.microseconds();
          bytes[i][round] = cost.bytes();
        }
      }
    }
    print(size, "native", micros[0], bytes[0]);
    print(size, "java", micros[1], bytes[1]);
  }

  private static void print(int size, String name, double[] micros, double[] bytes) {
    Arrays.sort(micros);
    Arrays.sort(bytes);
    System.out.printf(
        Locale.ROOT,
        "%11d  %-8s  %8.2f (%.2f to %.2f)  %10.1f%n",
        size,
        name,
        micros[ROUNDS / 2],
        micros[0],
        micros[ROUNDS - 1],
        bytes[ROUNDS / 2]);
  }

  /** Frames are made beforehand: their own cost is in neither. */
  private Cost measure(MediaProducer producer, int size, int count) {
    ByteBuffer data = ByteBuffer.allocateDirect(size).put(ContractMedia.payload(1, size)).flip();
    Frame[] frames = new Frame[count];
    Acknowledgement[] acknowledgements = new Acknowledgement[count / FRAMES_PER_FRAGMENT + 1];
    for (int i = 0; i < count; i++) {
      Instant time = ContractMedia.time(i);
      boolean begins = i % FRAMES_PER_FRAGMENT == 0;
      frames[i] = begins ? Frame.key(1, time, data) : Frame.delta(1, time, data);
      if (begins) {
        acknowledgements[i / FRAMES_PER_FRAGMENT] =
            new Acknowledgement(
                Acknowledgement.Type.PERSISTED,
                OptionalLong.of(time.toEpochMilli()),
                Optional.empty(),
                Optional.empty());
      }
    }
    StreamSpec spec = ContractMedia.spec(ContractMedia.video());
    Listener listener = new Listener();
    try (MediaStream stream = ContractMedia.open(producer, spec, listener)) {
      stream.put(frames[0]);
      UploadId upload = listener.awaitUpload();
      long thread = Thread.currentThread().getId();
      long cpu = threads.getCurrentThreadCpuTime();
      long allocated = threads.getThreadAllocatedBytes(thread);
      for (int i = 1; i < count; i++) {
        stream.put(frames[i]);
        read(stream, upload);
        // The fragment before the last one is acknowledged: two are held.
        if (i % FRAMES_PER_FRAGMENT == 0 && i > FRAMES_PER_FRAGMENT) {
          stream.acknowledged(upload, acknowledgements[i / FRAMES_PER_FRAGMENT - 2]);
        }
      }
      return new Cost(
          (threads.getCurrentThreadCpuTime() - cpu) / 1e3 / (count - 1),
          (double) (threads.getThreadAllocatedBytes(thread) - allocated) / (count - 1));
    }
  }

  private void read(MediaStream stream, UploadId upload) {
    int read;
    do {
      read = stream.read(upload, buffer);
    } while (read > 0);
    if (read < 0) {
      throw new IllegalStateException("the upload is over");
    }
  }

  private static final class Listener implements MediaStreamListener {
    private @Nullable UploadId requested;

    synchronized UploadId awaitUpload() {
      try {
        while (requested == null) {
          wait();
        }
        return requested;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(e);
      }
    }

    @Override
    public synchronized void uploadRequested(UploadId upload) {
      if (requested == null) {
        requested = upload;
      }
      notifyAll();
    }

    @Override
    public void dataAvailable(UploadId upload) {}

    @Override
    public void uploadComplete(UploadId upload) {}

    @Override
    public void mediaLost(long timecodeMillis, String reason) {
      throw new IllegalStateException(reason);
    }

    @Override
    public void pressure(String reason) {}
  }
}
