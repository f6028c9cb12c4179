package io.github.kvssecure.jni.internal.bind;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.spi.FilterReply;
import io.github.kvssecure.media.Frame;
import io.github.kvssecure.media.Track;
import io.github.kvssecure.spi.MediaProducerException;
import io.github.kvssecure.spi.MediaStream;
import io.github.kvssecure.spi.UploadId;
import io.github.kvssecure.stream.StreamSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.slf4j.Marker;

/** Nothing gets into native code but through one door, and nothing thrown gets back. */
class ContainmentTest {

  private static NativeClient client() {
    return ((NativeMediaProducer) Media.producer()).client();
  }

  @Test
  @ShownGone("8-one-lock")
  void nativeCode_isNotEnteredWithoutTheLock() {
    NativeClient client = client();
    assertThatThrownBy(client::jni)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("lock");
    client.call(() -> "look", () -> assertThat(client.jni().isInitialized()).isTrue());
    assertThat(client.lock().isLocked()).isFalse();
  }

  @Test
  @ShownGone("5-free")
  void client_isNeverFreed() {
    NativeClient client = client();
    assertThatThrownBy(() -> client.call(() -> "free", () -> client.jni().free()))
        .isInstanceOf(UnsupportedOperationException.class);
    Media.openVideo(new RecordingListener()).close();
  }

  @Test
  @ShownGone("3-inline-answers")
  void answers_comeFromTheThreadThatIsThereForThem() throws Exception {
    Set<String> threads = new ConcurrentSkipListSet<>();
    RecordingListener listener =
        new RecordingListener() {
          @Override
          public void uploadRequested(UploadId upload) {
            threads.add(Thread.currentThread().getName());
            super.uploadRequested(upload);
          }
        };
    try (MediaStream stream = Media.openVideo(listener)) {
      stream.put(Media.videoFrame(0));
      listener.awaitUpload();
    }
    assertThat(threads).containsExactly("kvs-native-results");
  }

  @Test
  @ShownGone("4-reader-asleep")
  void readerOfAnUploadThatEnded_isToldAtOnce() throws Exception {
    RecordingListener listener = new RecordingListener();
    try (MediaStream stream = Media.openVideo(listener)) {
      stream.put(Media.videoFrame(0));
      UploadId upload = listener.awaitUpload();
      assertThat(stream.read(upload, new byte[1024])).isPositive();
      stream.uploadBroken(upload);
      assertThat(stream.read(upload, new byte[1024])).isEqualTo(-1);
    }
  }

  /** The native client would abort on a stream without tracks. */
  @Test
  @ShownGone("5-no-tracks")
  void everyStream_hasATrack() {
    StreamSpec spec = Media.spec(Media.video()).build();
    assertThat(StreamInfos.of(spec, Media.description(spec, 24)).getTrackInfoCount()).isEqualTo(1);
    assertThatThrownBy(() -> StreamSpec.builder(spec.name(), noTrack()).build())
        .isInstanceOf(NullPointerException.class);
  }

  @SuppressWarnings("NullAway") // what a caller without null checks could do
  private static Track noTrack() {
    return null;
  }

  @Test
  @ShownGone("5-callback-throws")
  void listenerThatThrows_losesNothing() throws Exception {
    AtomicInteger thrown = new AtomicInteger();
    RecordingListener listener =
        new RecordingListener() {
          @Override
          public void uploadRequested(UploadId upload) {
            super.uploadRequested(upload);
            thrown.incrementAndGet();
            throw new StackOverflowError("made for this test");
          }

          @Override
          public void dataAvailable(UploadId upload) {
            super.dataAvailable(upload);
            thrown.incrementAndGet();
            throw new IllegalStateException("made for this test");
          }
        };
    quietly(
        () -> {
          try (MediaStream stream = Media.openVideo(listener)) {
            Media.putVideo(stream, 0, 50);
            FakeService service = new FakeService(stream, listener, listener.awaitUpload());
            stream.drain();
            service.readAll();
            assertThat(service.videoNumbers()).isEqualTo(IntStream.range(0, 50).boxed().toList());
          }
        });
    assertThat(thrown).hasValueGreaterThan(1);
  }

  @Test
  @ShownGone("5-log-throws")
  void logThatThrows_losesNothing() throws Exception {
    LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    AtomicInteger thrown = new AtomicInteger();
    TurboFilter throwing =
        new TurboFilter() {
          @Override
          public FilterReply decide(
              @Nullable Marker marker,
              Logger logger,
              Level level,
              @Nullable String format,
              Object @Nullable [] params,
              @Nullable Throwable t) {
            if (logger.getName().startsWith("io.github.kvssecure.jni")) {
              thrown.incrementAndGet();
              throw new AssertionError("made for this test");
            }
            return FilterReply.NEUTRAL;
          }
        };
    RecordingListener listener = new RecordingListener();
    context.addTurboFilter(throwing);
    try (MediaStream stream = Media.openVideo(listener)) {
      Media.putVideo(stream, 0, 50);
      FakeService service = new FakeService(stream, listener, listener.awaitUpload());
      stream.drain();
      service.readAll();
      assertThat(service.videoNumbers()).hasSize(50);
    } finally {
      context.getTurboFilterList().remove(throwing);
    }
    assertThat(thrown).hasValueGreaterThan(50);
  }

  /** Frames of several threads are taken one by one; one that comes too late is refused. */
  @Test
  @ShownGone("5-threads")
  void framesOfSeveralThreads_areTakenWhole_orRefused() throws Exception {
    RecordingListener listener = new RecordingListener();
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try (MediaStream stream = Media.openVideo(listener)) {
      stream.put(Media.videoFrame(0));
      AtomicInteger next = new AtomicInteger(1);
      List<Future<Set<Integer>>> putters = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        putters.add(threads.submit(() -> putUntil(stream, next, 500)));
      }
      Set<Integer> taken = new TreeSet<>(Set.of(0));
      for (Future<Set<Integer>> putter : putters) {
        taken.addAll(putter.get(60, TimeUnit.SECONDS));
      }
      FakeService service = new FakeService(stream, listener, listener.awaitUpload());
      stream.drain();
      service.readAll();
      assertThat(service.videoNumbers()).containsExactlyElementsOf(taken);
      assertThat(taken).hasSizeGreaterThan(100);
    } finally {
      threads.shutdownNow();
    }
  }

  private static Set<Integer> putUntil(MediaStream stream, AtomicInteger next, int end) {
    Set<Integer> taken = new TreeSet<>();
    for (int i = next.getAndIncrement(); i < end; i = next.getAndIncrement()) {
      Frame frame = Media.videoFrame(i);
      try {
        stream.put(frame);
        taken.add(i);
      } catch (MediaProducerException e) {
        assertThat(e.status()).isEqualTo(NativeStatus.DECODED_BEFORE_LAST);
      }
    }
    return taken;
  }

  private interface Quiet {
    void run() throws Exception;
  }

  /** Without the warnings that are expected. */
  private static void quietly(Quiet test) throws Exception {
    Logger logger = (Logger) LoggerFactory.getLogger(CallbackGuard.class);
    logger.setLevel(Level.OFF);
    try {
      test.run();
    } finally {
      logger.setLevel(null);
    }
  }
}
