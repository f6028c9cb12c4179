package io.github.kvssecure.jni.internal.bind;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.github.kvssecure.media.Acknowledgement;
import io.github.kvssecure.spi.MediaProducerException;
import io.github.kvssecure.spi.MediaStream;
import io.github.kvssecure.stream.StreamSpec;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** The life of a native stream: open, put, read, acknowledged, drain, close. */
class NativeStreamTest {

  private final RecordingListener listener = new RecordingListener();

  @Test
  void framesGoInAndMatroskaComesOutUntilAllIsAcknowledged() throws Exception {
    try (MediaStream stream = Media.openVideo(listener)) {
      Media.putVideo(stream, 0, 3 * Media.FRAMES_PER_FRAGMENT);
      FakeService service = new FakeService(stream, listener, listener.awaitUpload());
      stream.drain();
      service.readAll();

      assertThat(service.videoNumbers()).isEqualTo(IntStream.range(0, 75).boxed().toList());
      assertThat(service.scanner().ended()).isEqualTo(Media.START.plusSeconds(2).toEpochMilli());
      assertThat(listener.complete).containsExactly(service.upload());
      assertThat(listener.dropped).isEmpty();
    }
  }

  @ShownGone({"8-drain", "3-stop-lies"})
  @Test
  void drainedUpload_isNotCompleteBeforeItsLastFragmentIsAcknowledged() throws Exception {
    try (MediaStream stream = Media.openVideo(listener)) {
      Media.putVideo(stream, 0, 50);
      FakeService service = new FakeService(stream, listener, listener.awaitUpload());
      stream.drain();
      assertThat(service.readAvailable()).isFalse();
      service.persist(Media.START.toEpochMilli());
      assertThat(service.readAvailable()).isFalse();
      assertThat(listener.complete).isEmpty();

      service.persist(Media.START.plusSeconds(1).toEpochMilli());
      assertThat(service.readAvailable()).isTrue();
      assertThat(listener.complete).containsExactly(service.upload());
    }
  }

  @ShownGone("3-retention-zero")
  @Test
  void streamWithoutRetention_isFreedByReceived() throws Exception {
    StreamSpec spec = Media.spec(Media.video()).build();
    try (MediaStream stream =
        Media.producer().open(spec, Media.description(spec, 0), listener, Duration.ofSeconds(10))) {
      Media.putVideo(stream, 0, 75);
      FakeService first = new FakeService(stream, listener, listener.awaitUpload());
      first.readAvailable();
      first.acknowledge(
          Acknowledgement.Type.RECEIVED, Media.START.toEpochMilli(), Optional.empty());
      stream.uploadBroken(first.upload());
      FakeService second = new FakeService(stream, listener, listener.awaitUpload());
      second.readAvailable();

      assertThat(second.videoNumbers()).isEqualTo(IntStream.range(25, 75).boxed().toList());
    }
  }

  @ShownGone("5-two-streams")
  @Test
  void twoStreams_keepTheirMediaApart() throws Exception {
    RecordingListener otherListener = new RecordingListener();
    try (MediaStream stream = Media.openVideo(listener);
        MediaStream other = Media.openVideo(otherListener)) {
      for (int i = 0; i < 250; i++) {
        stream.put(Media.videoFrame(i));
        other.put(Media.videoFrame(i + 1000));
      }
      stream.drain();
      other.drain();
      FakeService service = new FakeService(stream, listener, listener.awaitUpload());
      FakeService otherService = new FakeService(other, otherListener, otherListener.awaitUpload());
      service.readAll();
      otherService.readAll();

      assertThat(service.videoNumbers()).isEqualTo(IntStream.range(0, 250).boxed().toList());
      assertThat(otherService.videoNumbers())
          .isEqualTo(IntStream.range(1000, 1250).boxed().toList());
    }
  }

  /** Without the one lock round native code this deadlocks within seconds. */
  @ShownGone("5-deadlock")
  @Test
  void streamsOnManyThreads_whoseUploadsBreak_loseNothing() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(6);
    try {
      List<Future<List<Integer>>> streams =
          IntStream.range(0, 6)
              .mapToObj(i -> threads.submit(NativeStreamTest::streamWithBreakingUploads))
              .toList();
      for (Future<List<Integer>> stream : streams) {
        assertThat(stream.get(60, TimeUnit.SECONDS))
            .isEqualTo(IntStream.range(0, 1000).boxed().toList());
      }
    } finally {
      threads.shutdownNow();
    }
  }

  private static List<Integer> streamWithBreakingUploads() throws Exception {
    RecordingListener events = new RecordingListener();
    try (MediaStream stream = Media.openVideo(events)) {
      stream.put(Media.videoFrame(0));
      FakeService service = new FakeService(stream, events, events.awaitUpload());
      for (int i = 1; i < 1000; i++) {
        stream.put(Media.videoFrame(i));
        if (i % 20 == 0) {
          service.readAvailable();
          stream.uploadBroken(service.upload());
          service = new FakeService(stream, events, events.awaitUpload());
        }
      }
      stream.drain();
      service.readAll();
      return service.videoNumbers();
    }
  }

  @ShownGone("5-same-name")
  @Test
  void sameNameTwice_isRefusedUntilTheFirstIsClosed() {
    StreamSpec spec = Media.spec(Media.video()).build();
    try (MediaStream first = Media.open(spec, listener)) {
      first.put(Media.videoFrame(0));
      assertStatus(() -> Media.open(spec, listener), NativeStatus.DUPLICATE_STREAM_NAME);
    }
    Media.open(spec, listener).close();
  }

  @Test
  void put_afterDrain_isRefused() {
    try (MediaStream stream = Media.openVideo(listener)) {
      stream.drain();
      stream.drain();
      assertStatus(
          () -> {
            stream.put(Media.videoFrame(0));
            return null;
          },
          NativeStatus.STREAM_STOPPED);
    }
  }

  @ShownGone("5-put-after-end")
  @Test
  void everything_afterClose_isHarmless() throws Exception {
    MediaStream stream = Media.openVideo(listener);
    Media.putVideo(stream, 0, 25);
    FakeService service = new FakeService(stream, listener, listener.awaitUpload());
    stream.close();
    stream.close();

    assertStatus(
        () -> {
          stream.put(Media.videoFrame(25));
          return null;
        },
        NativeStatus.STREAM_STOPPED);
    assertThat(service.readAvailable()).isTrue();
    service.persist(Media.START.toEpochMilli());
    stream.uploadBroken(service.upload());
    stream.drain();
    assertThat(listener.complete).isEmpty();
  }

  @ShownGone("5-put-against-free")
  @Test
  void close_whileOtherThreadsPutReadAndAcknowledge_endsThemCleanly() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(3);
    try {
      for (int round = 0; round < 30; round++) {
        RecordingListener events = new RecordingListener();
        MediaStream stream = Media.openVideo(events);
        stream.put(Media.videoFrame(0));
        FakeService service = new FakeService(stream, events, events.awaitUpload());
        CountDownLatch busy = new CountDownLatch(3);
        CountDownLatch closed = new CountDownLatch(1);
        List<Future<Void>> users =
            List.of(
                threads.submit(untilClosed(busy, i -> stream.put(Media.videoFrame(i + 1)))),
                threads.submit(
                    untilClosed(
                        busy,
                        i -> {
                          if (service.readAvailable()) {
                            throw new MediaProducerException(NativeStatus.STREAM_STOPPED, "end");
                          }
                        })),
                threads.submit(
                    untilClosed(
                        busy,
                        i -> {
                          service.persist(Media.START.plusSeconds(i % 5).toEpochMilli());
                          if (closed.getCount() == 0) {
                            throw new MediaProducerException(NativeStatus.STREAM_STOPPED, "end");
                          }
                        })));
        assertThat(busy.await(10, TimeUnit.SECONDS)).isTrue();
        stream.close();
        closed.countDown();
        for (Future<Void> user : users) {
          user.get(10, TimeUnit.SECONDS);
        }
      }
    } finally {
      threads.shutdownNow();
    }
  }

  private interface Step {
    void run(int index) throws Exception;
  }

  private static Callable<Void> untilClosed(CountDownLatch busy, Step step) {
    return () -> {
      for (int i = 0; ; i++) {
        try {
          step.run(i);
        } catch (MediaProducerException e) {
          assertThat(e.status()).isEqualTo(NativeStatus.STREAM_STOPPED);
          return null;
        }
        if (i == 20) {
          busy.countDown();
        }
      }
    };
  }

  @Test
  void twoHundredStreamsOneAfterAnother_leaveNoThreadBehind() throws Exception {
    Media.openVideo(listener).close();
    int before = Thread.getAllStackTraces().size();
    for (int i = 0; i < 200; i++) {
      RecordingListener events = new RecordingListener();
      try (MediaStream stream = Media.openVideo(events)) {
        stream.put(Media.videoFrame(0));
        events.awaitUpload();
      }
    }
    assertThat(Thread.getAllStackTraces()).hasSizeLessThanOrEqualTo(before);
  }

  @Test
  void interruptedOpen_isRefused_andTheNameIsFreeAgain() {
    StreamSpec spec = Media.spec(Media.video()).build();
    withoutAnswers(
        () -> {
          Thread.currentThread().interrupt();
          assertStatus(() -> Media.open(spec, listener), MediaProducerException.NO_STATUS);
          assertThat(Thread.interrupted()).isTrue();
        });
    Media.open(spec, listener).close();
  }

  @Test
  void openThatGetsNoAnswerInTime_isRefused_andTheNameIsFreeAgain() {
    StreamSpec spec = Media.spec(Media.video()).build();
    Duration timeout = Duration.ofMillis(20);
    withoutAnswers(
        () ->
            assertStatus(
                () -> Media.producer().open(spec, Media.description(spec, 24), listener, timeout),
                NativeStatus.OPERATION_TIMED_OUT));
    Media.open(spec, listener).close();
  }

  /** Keeps the results thread busy, so that native code gets no answer. */
  private static void withoutAnswers(Runnable test) {
    NativeMediaProducer producer = (NativeMediaProducer) Media.producer();
    CountDownLatch mayAnswer = new CountDownLatch(1);
    producer
        .client()
        .results()
        .deliver(
            0,
            () -> {
              try {
                mayAnswer.await();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
    try {
      test.run();
    } finally {
      mayAnswer.countDown();
    }
  }

  @Test
  void nativeLogLines_arriveAtSlf4j() {
    Logger logger = (Logger) LoggerFactory.getLogger(NativeLog.LOGGER);
    Logger sdkLogger = (Logger) LoggerFactory.getLogger("com.amazonaws.kinesisvideo");
    ListAppender<ILoggingEvent> lines = new ListAppender<>();
    lines.start();
    try {
      logger.setLevel(Level.TRACE);
      logger.setAdditive(false);
      logger.addAppender(lines);
      sdkLogger.setLevel(Level.DEBUG);
      sdkLogger.setAdditive(false);
      sdkLogger.addAppender(lines);
      Media.openVideo(listener).close();
    } finally {
      logger.detachAppender(lines);
      logger.setLevel(null);
      logger.setAdditive(true);
      sdkLogger.detachAppender(lines);
      sdkLogger.setLevel(null);
      sdkLogger.setAdditive(true);
    }
    assertThat(lines.list)
        .extracting(ILoggingEvent::getLoggerName)
        .contains(
            NativeLog.LOGGER,
            "com.amazonaws.kinesisvideo.internal.producer.jni.NativeKinesisVideoProducerJni");
    assertThat(lines.list).noneMatch(line -> line.getLevel().isGreaterOrEqual(Level.INFO));
  }

  private static void assertStatus(Callable<?> call, int status) {
    assertThatThrownBy(call::call)
        .asInstanceOf(type(MediaProducerException.class))
        .satisfies(e -> assertThat(e.status()).isEqualTo(status));
  }
}
