package io.github.kvssecure.jni.internal.bind;

import io.github.kvssecure.jni.internal.load.ExtractedLibrary;
import io.github.kvssecure.jni.internal.load.LibraryExtractor;
import io.github.kvssecure.media.Frame;
import io.github.kvssecure.spi.MediaProducerException;
import io.github.kvssecure.spi.MediaStream;
import io.github.kvssecure.spi.UploadId;
import io.github.kvssecure.stream.StreamSpec;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Main program with a small native client of its own: 8 MiB, three streams, uploads of 31 seconds.
 * Writes what it saw to standard output.
 */
final class SmallProducer {

  private static final NativeSettings SETTINGS =
      new NativeSettings(8L << 20, 3, Duration.ofSeconds(31));

  private final NativeMediaProducer producer;

  private SmallProducer(NativeMediaProducer producer) {
    this.producer = producer;
  }

  public static void main(String[] args) throws Exception {
    try (ExtractedLibrary library =
        LibraryExtractor.of(NativeMediaProducer.sdkClassLoader(), null).extract()) {
      SmallProducer program =
          new SmallProducer(NativeMediaProducer.start(library.path(), SETTINGS));
      switch (args[0]) {
        case "streams" -> program.openTooManyStreams();
        case "full" -> program.fillTheStore();
        case "rotate" -> program.rotate();
        default -> throw new IllegalArgumentException(args[0]);
      }
    }
  }

  private MediaStream open(RecordingListener listener) {
    StreamSpec spec = Media.spec(Media.video()).build();
    return producer.open(spec, Media.description(spec, 24), listener, Duration.ofSeconds(10));
  }

  private void openTooManyStreams() {
    List<MediaStream> open = new ArrayList<>();
    try {
      while (true) {
        open.add(open(new RecordingListener()));
      }
    } catch (MediaProducerException e) {
      System.out.println("open=" + open.size() + " status=" + Integer.toHexString(e.status()));
    }
    open.remove(0).close();
    open(new RecordingListener()).close();
    System.out.println("again=ok");
  }

  /** Puts until the store is full, has all of it acknowledged, and goes on. */
  private void fillTheStore() throws Exception {
    RecordingListener listener = new RecordingListener();
    try (MediaStream stream = open(listener)) {
      int put = 0;
      try {
        while (true) {
          stream.put(frame(put));
          put++;
        }
      } catch (MediaProducerException e) {
        System.out.println("status=" + Integer.toHexString(e.status()));
      }
      FakeService service = new FakeService(stream, listener, listener.awaitUpload());
      service.readAvailable();
      service.persistEnded();
      int resumed = put;
      while (resumed < put + 50) {
        stream.put(frame(resumed));
        resumed++;
      }
      stream.drain();
      service.readAll();
      System.out.println("lost=" + (resumed - service.frames().size()));
      System.out.println("pressure=" + !listener.pressure.isEmpty());
      System.out.println("dropped=" + listener.dropped);
    }
  }

  private static Frame frame(int index) {
    ByteBuffer data = ByteBuffer.wrap(Media.payload(index, 20_000));
    Instant time = Media.START.plusMillis(40L * index);
    return index % Media.FRAMES_PER_FRAGMENT == 0
        ? Frame.key(Media.VIDEO, time, data)
        : Frame.delta(Media.VIDEO, time, data);
  }

  /**
   * Streams until native code asks for a second upload, breaks the first while both are there, and
   * sees what the third gets.
   */
  private void rotate() throws Exception {
    RecordingListener listener = new RecordingListener();
    ScheduledExecutorService camera = Executors.newSingleThreadScheduledExecutor();
    try (MediaStream stream = open(listener)) {
      int[] put = new int[1];
      CountDownLatch enough = new CountDownLatch(40 * 25);
      var unused =
          camera.scheduleAtFixedRate(
              () -> {
                stream.put(Media.videoFrame(put[0]++));
                enough.countDown();
              },
              0,
              40,
              TimeUnit.MILLISECONDS);
      FakeService first = new FakeService(stream, listener, listener.awaitUpload());
      UploadId next;
      while ((next = listener.requested.poll()) == null) {
        first.readAvailable();
        // All but the last five fragments are stored.
        first.persistBut(5);
        if (!listener.awaitData()) {
          throw new AssertionError("no data");
        }
      }
      FakeService second = new FakeService(stream, listener, next);
      while (second.body().length < 20_000) {
        first.readAvailable();
        second.readAvailable();
        if (!listener.awaitData()) {
          throw new AssertionError("no data for the second upload");
        }
      }
      int firstFrameOfSecond = second.videoNumbers().get(0);
      int lastFrameOfFirst = first.videoNumbers().get(first.videoNumbers().size() - 1);
      System.out.println("gap=" + (firstFrameOfSecond - lastFrameOfFirst - 1));
      System.out.println("secondEndsEarly=" + second.readAvailable());
      stream.uploadBroken(first.upload());
      FakeService third = new FakeService(stream, listener, listener.awaitUpload());
      System.out.println("secondEnds=" + second.readAvailable());
      enough.await();
      camera.shutdown();
      camera.awaitTermination(10, TimeUnit.SECONDS);
      stream.drain();
      third.readAll();
      List<Integer> replayed = third.videoNumbers();
      long firstUnacknowledged = first.oldestUnacknowledged();
      int expected = (int) ((firstUnacknowledged - Media.START.toEpochMilli()) / 40);
      System.out.println("replayedFrom=" + (replayed.get(0) - expected));
      System.out.println("missing=" + (put[0] - expected - replayed.size()));
      System.out.println("dropped=" + listener.dropped);
      System.out.println("complete=" + listener.complete.equals(List.of(third.upload())));
    } finally {
      camera.shutdownNow();
    }
  }
}
