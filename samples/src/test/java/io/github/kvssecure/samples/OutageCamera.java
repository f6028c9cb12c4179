package io.github.kvssecure.samples;

import io.github.kvssecure.SecureProducer;
import io.github.kvssecure.SecureStream;
import io.github.kvssecure.event.IngestEvent;
import io.github.kvssecure.media.Acknowledgement;
import io.github.kvssecure.media.Frame;
import io.github.kvssecure.media.Track;
import io.github.kvssecure.stream.BufferLimits;
import io.github.kvssecure.stream.CloseReport;
import io.github.kvssecure.stream.DroppedFragment;
import io.github.kvssecure.stream.StreamName;
import io.github.kvssecure.stream.StreamSpec;
import io.github.kvssecure.stream.StreamState;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A camera that films through an outage in real time: 25 frames a second, a fragment each second.
 * Runs on one thread; events come from others.
 */
final class OutageCamera implements Callable<OutageCamera.Film> {

  static final Duration FRAGMENT = Duration.ofSeconds(1);

  private static final int FRAMES_PER_SECOND = 25;

  /** Long enough for the longest pause between two attempts, and for a slow machine. */
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  /**
   * A fragment that was given up.
   *
   * @param fragment which
   * @param behind how far its beginning was behind the frame that was being put
   */
  record Drop(DroppedFragment fragment, Duration behind) {}

  /**
   * What came of filming.
   *
   * @param fragments how many were put
   * @param mostPending how many of them waited at most
   * @param report of the close
   */
  record Film(long fragments, long mostPending, CloseReport report) {}

  private final SecureProducer producer;
  private final StreamName name;
  private final BufferLimits buffer;
  private final Track track;
  private final Instant start = Instant.ofEpochSecond(Instant.now().getEpochSecond());
  private final CountDownLatch stored = new CountDownLatch(4);
  private final CountDownLatch failed = new CountDownLatch(1);
  private final CountDownLatch caughtUp = new CountDownLatch(1);
  private final Queue<Drop> dropped = new ConcurrentLinkedQueue<>();
  private final Queue<IngestEvent.UploadBroken> broken = new ConcurrentLinkedQueue<>();
  private volatile long catchUpFrom = Long.MAX_VALUE;
  private volatile long putting;

  OutageCamera(SecureProducer producer, StreamName name, BufferLimits buffer, Track track) {
    this.producer = producer;
    this.name = name;
    this.buffer = buffer;
    this.track = track;
  }

  @Override
  public Film call() throws Exception {
    StreamSpec spec = StreamSpec.builder(name, track).buffer(buffer).build();
    try (SecureStream stream = producer.openStream(spec)) {
      long begun = System.nanoTime();
      int number = 0;
      long mostPending = 0;
      // It ends with a whole second, so that each fragment has the same frames.
      while (number % FRAMES_PER_SECOND != 0 || caughtUp.getCount() > 0) {
        long due = begun + TimeUnit.MILLISECONDS.toNanos(offsetMillis(number));
        if (failed.await(due - System.nanoTime(), TimeUnit.NANOSECONDS)
            || System.nanoTime() - begun > PATIENCE.toNanos()) {
          break;
        }
        Frame frame = frame(number++);
        putting = frame.presentationTime().toEpochMilli();
        stream.put(frame);
        mostPending = Math.max(mostPending, stream.fragments().pending());
      }
      return new Film(number / FRAMES_PER_SECOND, mostPending, stream.close(PATIENCE));
    }
  }

  private static long offsetMillis(int number) {
    return number * 1000L / FRAMES_PER_SECOND;
  }

  private Frame frame(int number) {
    ByteBuffer data = ByteBuffer.allocate(2000).putInt(1996).putInt(0x65 << 24).putInt(number);
    Instant time = start.plusMillis(offsetMillis(number));
    return number % FRAMES_PER_SECOND == 0
        ? Frame.key(1, time, data.rewind())
        : Frame.delta(1, time, data.rewind());
  }

  /** An event of the producer, which has other streams too. */
  void note(IngestEvent event) {
    if (event instanceof IngestEvent.FragmentAcknowledged told && told.stream().equals(name)) {
      note(told.acknowledgement());
    } else if (event instanceof IngestEvent.MediaDropped drop && drop.stream().equals(name)) {
      drop.fragments().forEach(each -> dropped.add(new Drop(each, behind(each))));
    } else if (event instanceof IngestEvent.UploadBroken end && end.stream().equals(name)) {
      broken.add(end);
    } else if (event instanceof IngestEvent.StateChanged change
        && change.stream().equals(name)
        && change.state() == StreamState.FAILED) {
      failed.countDown();
    }
  }

  private void note(Acknowledgement told) {
    if (told.type() == Acknowledgement.Type.PERSISTED) {
      stored.countDown();
      if (told.fragmentTimecodeMillis().orElse(0) >= catchUpFrom) {
        caughtUp.countDown();
      }
    }
  }

  private Duration behind(DroppedFragment fragment) {
    return Duration.ofMillis(putting - fragment.timecodeMillis());
  }

  /** Waits until media was acknowledged as stored. */
  boolean awaitStored() throws InterruptedException {
    return stored.await(PATIENCE.toSeconds(), TimeUnit.SECONDS);
  }

  /** Lets time pass, unless the stream fails. */
  boolean failsWithin(Duration time) throws InterruptedException {
    return failed.await(time.toNanos(), TimeUnit.NANOSECONDS);
  }

  /** Has it stop filming as soon as a fragment is stored that begins after this call. */
  void stopWhenCaughtUp() {
    catchUpFrom = putting + 1;
  }

  StreamName name() {
    return name;
  }

  BufferLimits buffer() {
    return buffer;
  }

  /** What was given up, in the order in which it was told. */
  List<Drop> dropped() {
    return List.copyOf(dropped);
  }

  /** The attempts that failed. */
  List<IngestEvent.UploadBroken> broken() {
    return List.copyOf(broken);
  }
}
