package io.github.kvssecure.jni.internal.bind;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kvssecure.spi.MediaStream;
import io.github.kvssecure.spi.UploadId;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Giving up the oldest fragments. Fragments have 25 frames, one second. */
class DiscardTest {

  private final RecordingListener listener = new RecordingListener();
  private final MediaStream stream = Media.openVideo(listener);

  @AfterEach
  void closeStream() {
    stream.close();
  }

  private static List<Integer> frames(int from, int to) {
    return IntStream.range(from, to).boxed().toList();
  }

  /** The upload that was asked for last. */
  private FakeService latestService() throws InterruptedException {
    UploadId latest = listener.awaitUpload();
    for (UploadId next = listener.requested.poll();
        next != null;
        next = listener.requested.poll()) {
      latest = next;
    }
    return new FakeService(stream, listener, latest);
  }

  @Test
  void oldestFragments_areGivenUpAndTheRestIsSent() throws Exception {
    Media.putVideo(stream, 0, 100);

    assertThat(stream.discardOldest()).isTrue();
    assertThat(stream.discardOldest()).isTrue();
    FakeService service = latestService();
    stream.drain();
    service.readAll();

    assertThat(service.videoNumbers()).isEqualTo(frames(50, 100));
    assertThat(listener.dropped).isEmpty();
  }

  @Test
  void afterABrokenUpload_theOldestUnacknowledgedIsGivenUp() throws Exception {
    Media.putVideo(stream, 0, 100);
    FakeService first = latestService();
    assertThat(first.readAvailable()).isFalse();
    first.persist(Media.START.toEpochMilli());
    stream.uploadBroken(first.upload());

    assertThat(stream.discardOldest()).isTrue();
    FakeService second = latestService();
    stream.drain();
    second.readAll();

    assertThat(second.videoNumbers()).isEqualTo(frames(50, 100));
  }

  @Test
  void openFragment_isNotGivenUp() throws Exception {
    Media.putVideo(stream, 0, 20);

    assertThat(stream.discardOldest()).isFalse();
    FakeService service = latestService();
    stream.drain();
    service.readAll();

    assertThat(service.videoNumbers()).isEqualTo(frames(0, 20));
  }

  @Test
  void framesPutBetween_areKept() throws Exception {
    for (int second = 0; second < 20; second++) {
      Media.putVideo(stream, second * 25, second * 25 + 25);
      if (second >= 5) {
        assertThat(stream.discardOldest()).isTrue();
      }
    }
    FakeService service = latestService();
    stream.drain();
    service.readAll();

    assertThat(service.videoNumbers()).isEqualTo(frames(15 * 25, 500));
  }
}
