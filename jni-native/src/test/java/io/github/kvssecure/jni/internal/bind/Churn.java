package io.github.kvssecure.jni.internal.bind;

import io.github.kvssecure.media.Acknowledgement;
import io.github.kvssecure.spi.MediaProducerException;
import io.github.kvssecure.spi.MediaStream;
import io.github.kvssecure.spi.UploadId;
import io.github.kvssecure.stream.StreamSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Main program that opens, uses and closes streams in random interleavings: {@code Churn <cycles>
 * <seed>}. Each cycle has a seed of its own, which is printed if the cycle fails. Writes what the
 * process holds after a warm-up and at the end.
 */
final class Churn {

  private static final int CAMERAS = 6;
  private static final int WARM_UP_PART = 4;
  private static final int MAX_FRAMES = 60;
  private static final int KEY_FRAME_AFTER_ALL = 75;

  private final ExecutorService cameras = Executors.newFixedThreadPool(CAMERAS);
  private final ExecutorService uploads = Executors.newFixedThreadPool(CAMERAS);
  private final AtomicInteger closedWhileInUse = new AtomicInteger();
  private final AtomicLong toldAfterClose = new AtomicLong();
  private final AtomicInteger discarded = new AtomicInteger();
  private final AtomicLong frames = new AtomicLong();

  public static void main(String[] args) throws Exception {
    int cycles = Integer.parseInt(args[0]);
    long seed = Long.parseLong(args[1]);
    Churn churn = new Churn();
    try {
      churn.runAndReport(cycles, seed);
    } finally {
      churn.cameras.shutdownNow();
      churn.uploads.shutdownNow();
    }
  }

  private void runAndReport(int cycles, long seed) throws Exception {
    run(0, cycles / WARM_UP_PART, seed);
    Footprint warm = Footprint.now();
    run(cycles / WARM_UP_PART, cycles, seed);
    Footprint end = Footprint.now();
    System.out.println("cycles=" + cycles + " seed=" + seed + " frames=" + frames);
    System.out.println("closedWhileInUse=" + closedWhileInUse);
    System.out.println("discarded=" + discarded);
    System.out.println("toldAfterClose=" + toldAfterClose);
    System.out.println("warm " + warm);
    System.out.println("end " + end);
    System.out.println(
        "grown threads="
            + (end.threads() - warm.threads())
            + " descriptors="
            + (end.descriptors() - warm.descriptors())
            + " directBytes="
            + (end.directBytes() - warm.directBytes())
            + " residentKib="
            + (end.residentKib() - warm.residentKib()));
  }

  private void run(int from, int to, long seed) throws Exception {
    List<Future<?>> all = new ArrayList<>();
    for (int i = from; i < to; i++) {
      long own = seed * 1_000_003 + i;
      all.add(
          cameras.submit(
              () -> {
                try {
                  cycle(new Random(own));
                } catch (Exception | Error e) {
                  throw new IllegalStateException("cycle with seed " + own, e);
                }
                return null;
              }));
    }
    for (Future<?> one : all) {
      one.get(10, TimeUnit.MINUTES);
    }
  }

  /** A listener that notices what comes after the end. */
  private final class Watched extends RecordingListener {
    private volatile boolean closed;

    @Override
    void any() {
      if (closed) {
        toldAfterClose.incrementAndGet();
      }
    }
  }

  private void cycle(Random random) throws Exception {
    Watched listener = new Watched();
    StreamSpec spec = Media.spec(Media.video()).build();
    MediaStream stream =
        Media.producer()
            .open(
                spec, Media.description(spec, random.nextInt(3)), listener, Duration.ofSeconds(60));
    Future<?> upload =
        uploads.submit(() -> upload(stream, listener, new Random(random.nextLong())));
    boolean whileInUse = random.nextBoolean();
    Future<?> closing = null;
    int count = random.nextInt(MAX_FRAMES);
    int closeAt = random.nextInt(MAX_FRAMES);
    try {
      for (int i = 0; i < count; i++) {
        if (i == closeAt && whileInUse) {
          closing = uploads.submit(stream::close);
        }
        stream.put(Media.videoFrame(i));
        frames.incrementAndGet();
      }
    } catch (MediaProducerException e) {
      requireStopped(e);
      closedWhileInUse.incrementAndGet();
    }
    if (!whileInUse && random.nextBoolean()) {
      stream.drain();
    }
    stream.close();
    listener.closed = true;
    if (closing != null) {
      closing.get(1, TimeUnit.MINUTES);
    }
    upload.get(1, TimeUnit.MINUTES);
    requireOver(stream);
  }

  /** Reads, acknowledges and breaks uploads until the stream is closed under its hands. */
  private void upload(MediaStream stream, Watched listener, Random random) {
    try {
      while (!listener.closed) {
        UploadId next = listener.requested.poll(5, TimeUnit.MILLISECONDS);
        if (next == null) {
          continue;
        }
        FakeService service = new FakeService(stream, listener, next);
        boolean over = false;
        for (int step = random.nextInt(20); step > 0 && !over; step--) {
          switch (random.nextInt(4)) {
            case 0 -> over = service.readAvailable();
            case 1 -> service.persistEnded();
            case 2 -> {
              // Ends the upload that runs, as a session does that gives up its oldest fragment.
              if (stream.discard(timecode(random.nextInt(3)))) {
                discarded.incrementAndGet();
              }
              over = true;
            }
            default ->
                service.acknowledge(
                    Acknowledgement.Type.RECEIVED, Media.START.toEpochMilli(), Optional.empty());
          }
        }
        if (!over) {
          stream.uploadBroken(next);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static long timecode(int fragment) {
    return Media.START.plusSeconds(fragment).toEpochMilli();
  }

  private static void requireStopped(MediaProducerException e) {
    if (e.status() != NativeStatus.STREAM_STOPPED) {
      throw e;
    }
  }

  private static void requireOver(MediaStream stream) {
    try {
      stream.put(Media.videoFrame(KEY_FRAME_AFTER_ALL));
      throw new AssertionError("a closed stream took a frame");
    } catch (MediaProducerException e) {
      requireStopped(e);
    }
    if (stream.read(new UploadId(1), new byte[16]) != -1) {
      throw new AssertionError("a closed stream gave media");
    }
    stream.close();
  }
}
