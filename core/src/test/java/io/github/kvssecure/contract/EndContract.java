package io.github.kvssecure.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.kvssecure.spi.MediaProducerException;
import io.github.kvssecure.spi.MediaStream;
import io.github.kvssecure.stream.StreamSpec;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Draining, closing, and many threads at once. */
abstract class EndContract extends StreamContract {

  private static final int SECONDS = 120;

  @Test
  void drainedUpload_isNotOverBeforeItsLastFragmentIsAcknowledged() throws Exception {
    MediaStream stream = openVideo();
    ContractMedia.putVideo(stream, 0, 50);
    ReadingService service = service(stream);
    stream.drain();
    assertThat(service.readAvailable()).isFalse();
    service.persist(fragment(0));
    assertThat(service.readAvailable()).isFalse();
    assertThat(listener.complete).isEmpty();

    service.persist(fragment(1));
    assertThat(service.readAvailable()).isTrue();
    assertThat(listener.complete).containsExactly(service.upload());
    assertThat(service.readAvailable()).isTrue();
  }

  /** The service need not wait for a fragment that never comes. */
  @Test
  void drain_endsTheLastFragment() throws Exception {
    MediaStream stream = openVideo();
    ContractMedia.putVideo(stream, 0, 30);
    ReadingService service = service(stream);
    service.readAvailable();
    assertThat(service.fragments()).hasSize(1);
    stream.drain();
    service.readAvailable();

    assertThat(service.fragments()).hasSize(2);
    assertThat(service.fragments().get(1).frames()).hasSize(5);
  }

  @Test
  void put_afterDrain_isRefused() {
    MediaStream stream = openVideo();
    stream.put(ContractMedia.videoFrame(0));
    stream.drain();
    stream.drain();

    assertThatThrownBy(() -> stream.put(ContractMedia.videoFrame(1)))
        .isInstanceOf(MediaProducerException.class);
  }

  @Test
  void streamWithoutAFrame_drainsAndCloses() {
    MediaStream stream = openVideo();
    stream.drain();
    stream.close();
    assertThat(listener.dropped).isEmpty();
  }

  @Test
  void everything_afterClose_isHarmless() throws Exception {
    MediaStream stream = openVideo();
    ContractMedia.putVideo(stream, 0, 25);
    ReadingService service = service(stream);
    stream.close();
    stream.close();

    assertThatThrownBy(() -> stream.put(ContractMedia.videoFrame(25)))
        .isInstanceOf(MediaProducerException.class);
    assertThat(service.readAvailable()).isTrue();
    service.persist(fragment(0));
    stream.uploadBroken(service.upload());
    stream.drain();
    assertThat(listener.complete).isEmpty();
    assertThat(listener.requested).isEmpty();
  }

  @Test
  void sameNameTwice_isRefusedUntilTheFirstIsClosed() {
    StreamSpec spec = ContractMedia.spec(ContractMedia.video());
    MediaStream first = open(spec);
    assertThatThrownBy(() -> open(spec)).isInstanceOf(MediaProducerException.class);
    first.close();
    open(spec).put(ContractMedia.videoFrame(0));
  }

  @Test
  void streamsOneAfterAnother_leaveNoThreadBehind() throws Exception {
    subject().openVideo(new ContractListener()).close();
    int before = Thread.getAllStackTraces().size();
    for (int i = 0; i < 100; i++) {
      ContractListener events = new ContractListener();
      try (MediaStream stream = subject().openVideo(events)) {
        stream.put(ContractMedia.videoFrame(0));
        events.awaitUpload();
      }
    }
    assertThat(Thread.getAllStackTraces()).hasSizeLessThanOrEqualTo(before);
  }

  @Test
  void streamsOnManyThreads_whoseUploadsBreak_loseNothing() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(6);
    try {
      Callable<List<Integer>> task = this::streamWithBreakingUploads;
      List<Future<List<Integer>>> streams =
          frames(0, 6).stream().map(i -> threads.submit(task)).toList();
      for (Future<List<Integer>> stream : streams) {
        assertThat(stream.get(SECONDS, TimeUnit.SECONDS)).isEqualTo(frames(0, 1000));
      }
    } finally {
      threads.shutdownNow();
    }
  }

  private List<Integer> streamWithBreakingUploads() throws Exception {
    ContractListener events = new ContractListener();
    try (MediaStream stream = subject().openVideo(events)) {
      stream.put(ContractMedia.videoFrame(0));
      ReadingService service = ReadingService.next(stream, events);
      for (int i = 1; i < 1000; i++) {
        stream.put(ContractMedia.videoFrame(i));
        if (i % 20 == 0) {
          service.readAvailable();
          stream.uploadBroken(service.upload());
          service = ReadingService.next(stream, events);
        }
      }
      stream.drain();
      service.readAll();
      return service.videoNumbers();
    }
  }

  /** One thread puts, another reads and acknowledges: the way of a camera. */
  @Test
  void putterAndReader_atTheSameTime_loseNothing() throws Exception {
    MediaStream stream = openVideo();
    ExecutorService camera = Executors.newSingleThreadExecutor();
    try {
      Future<?> putting =
          camera.submit(
              () -> {
                ContractMedia.putVideo(stream, 0, 2000);
                stream.drain();
              });
      ReadingService service = service(stream);
      service.readAll();
      putting.get(SECONDS, TimeUnit.SECONDS);
      assertThat(service.videoNumbers()).isEqualTo(frames(0, 2000));
    } finally {
      camera.shutdownNow();
    }
  }

  @Test
  void close_whileOtherThreadsPutReadAndAcknowledge_endsThemCleanly() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(3);
    try {
      for (int round = 0; round < 10; round++) {
        closeUnderLoad(threads);
      }
    } finally {
      threads.shutdownNow();
    }
  }

  private void closeUnderLoad(ExecutorService threads) throws Exception {
    ContractListener events = new ContractListener();
    MediaStream stream = subject().openVideo(events);
    stream.put(ContractMedia.videoFrame(0));
    ReadingService service = ReadingService.next(stream, events);
    CountDownLatch busy = new CountDownLatch(3);
    CountDownLatch closed = new CountDownLatch(1);
    List<Future<Void>> users =
        List.of(
            // No more than the reader can follow.
            threads.submit(
                untilFalse(busy, i -> closed.getCount() > 0 && (i > 500 || put(stream, i + 1)))),
            threads.submit(untilFalse(busy, i -> !service.readAvailable())),
            threads.submit(
                untilFalse(
                    busy,
                    i -> {
                      service.persist(fragment(i % 5));
                      return closed.getCount() > 0;
                    })));
    assertThat(busy.await(SECONDS, TimeUnit.SECONDS)).isTrue();
    stream.close();
    closed.countDown();
    for (Future<Void> user : users) {
      user.get(SECONDS, TimeUnit.SECONDS);
    }
  }

  private static boolean put(MediaStream stream, int index) {
    try {
      stream.put(ContractMedia.videoFrame(index));
      return true;
    } catch (MediaProducerException e) {
      return false;
    }
  }

  private interface Step {
    boolean run(int index) throws Exception;
  }

  private static Callable<Void> untilFalse(CountDownLatch busy, Step step) {
    return () -> {
      for (int i = 0; step.run(i); i++) {
        if (i == 20) {
          busy.countDown();
        }
      }
      return null;
    };
  }
}
