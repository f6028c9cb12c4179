package io.github.kvssecure.jni.internal.bind;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.github.kvssecure.media.FrameRefusedException;
import io.github.kvssecure.media.FrameRefusedException.Reason;
import io.github.kvssecure.spi.MediaStream;
import io.github.kvssecure.spi.UploadId;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Streams that get no frame for 20 seconds, of real time: native code has no other. A thread of its
 * own then marks the end of their fragment.
 */
class IdleStreamTest {

  /** Native code looks every 5 s; the rest is for a machine that is busy. */
  private static final int PATIENCE_SECONDS = 60;

  private static final String MARK = "AWS_KINESISVIDEO_END_OF_FRAGMENT";

  /** Reads at once, on the thread that tells it of data, as a session may. */
  private static final class ReadingListener extends RecordingListener {
    final CountDownLatch marked = new CountDownLatch(1);
    final Set<String> threads = ConcurrentHashMap.newKeySet();
    volatile @Nullable FakeService service;

    @Override
    public void dataAvailable(UploadId upload) {
      super.dataAvailable(upload);
      threads.add(Thread.currentThread().getName());
      FakeService reader = service;
      if (reader != null) {
        reader.readAvailable();
        if (new String(reader.body(), StandardCharsets.ISO_8859_1).contains(MARK)) {
          marked.countDown();
        }
      }
    }
  }

  private final ReadingListener listener = new ReadingListener();

  /** Puts a second frame, and reads until the fragment is marked as ended. */
  private FakeService awaitMark(MediaStream stream) throws InterruptedException {
    FakeService service = new FakeService(stream, listener, listener.awaitUpload());
    listener.service = service;
    stream.put(Media.videoFrame(1));
    assertThat(listener.marked.await(PATIENCE_SECONDS, TimeUnit.SECONDS))
        .as("end of fragment within %s s", PATIENCE_SECONDS)
        .isTrue();
    listener.service = null;
    return service;
  }

  /** The other stream holds the lock most of the time; without a hand-over this never ends. */
  @ShownGone({"5-idle-deadlock", "5-idle-swallows"})
  @Timeout(value = 2 * PATIENCE_SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  @Test
  void nativeCodesOwnThread_neverMeetsTheLock_andNothingIsSwallowed() throws Exception {
    try (MediaStream stream = Media.openVideo(listener);
        Putter putter = new Putter()) {
      stream.put(Media.videoFrame(0));
      FakeService service = awaitMark(stream);

      assertThat(listener.threads)
          .isSubsetOf(Thread.currentThread().getName(), "kvs-native-results")
          .contains("kvs-native-results");
      assertThatThrownBy(() -> stream.put(Media.videoFrame(2)))
          .asInstanceOf(type(FrameRefusedException.class))
          .extracting(FrameRefusedException::reason)
          .isEqualTo(Reason.BEFORE_KEY_FRAME);
      Media.putVideo(stream, 25, 60);
      stream.drain();
      service.readAll();

      assertThat(service.videoNumbers())
          .isEqualTo(
              IntStream.concat(IntStream.of(0, 1), IntStream.range(25, 60)).boxed().toList());
      assertThat(putter.frames()).isPositive();
    }
  }

  /** Puts, reads and acknowledges without a pause, on a thread of its own. */
  private static final class Putter implements AutoCloseable {
    private final RecordingListener listener = new RecordingListener();
    private final MediaStream stream = Media.openVideo(listener);
    private final AtomicBoolean over = new AtomicBoolean();
    private final Thread thread = new Thread(this::run);
    private final AtomicInteger put = new AtomicInteger();

    Putter() {
      thread.setDaemon(true);
      thread.start();
    }

    private void run() {
      byte[] buffer = new byte[16 * 1024];
      UploadId upload = null;
      while (!over.get()) {
        int frame = put.getAndIncrement();
        stream.put(Media.videoFrame(frame));
        if (upload == null) {
          upload = listener.requested.poll();
        } else {
          while (stream.read(upload, buffer) > 0) {
            // Only the lock matters.
          }
          if (frame % Media.FRAMES_PER_FRAGMENT == 0) {
            persist(upload, frame - Media.FRAMES_PER_FRAGMENT);
          }
        }
      }
    }

    private void persist(UploadId upload, int frame) {
      new FakeService(stream, listener, upload)
          .persist(Media.videoFrame(frame).presentationTime().toEpochMilli());
    }

    int frames() {
      return put.get();
    }

    @Override
    public void close() {
      over.set(true);
      try {
        thread.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      stream.close();
    }
  }
}
