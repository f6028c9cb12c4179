package io.github.kvssecure.jni.internal.bind;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kvssecure.spi.MediaStream;
import io.github.kvssecure.spi.UploadId;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Uploads that break while nothing of them can be sent. Fragments have 25 frames, one second. */
class OutageTest {

  private final RecordingListener listener = new RecordingListener();
  private final MediaStream stream = Media.openVideo(listener);

  @AfterEach
  void closeStream() {
    stream.close();
  }

  private static List<Integer> frames(int from, int to) {
    return IntStream.range(from, to).boxed().toList();
  }

  private FakeService serviceThatRead(int frames) throws InterruptedException {
    Media.putVideo(stream, 0, frames);
    FakeService service = new FakeService(stream, listener, listener.awaitUpload());
    service.readAvailable();
    return service;
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void uploadsThatBreakUnread_loseNothing(boolean offeredBefore) throws Exception {
    FakeService first = serviceThatRead(110);
    first.persist(Media.START.toEpochMilli());
    UploadId upload = first.upload();
    for (int second = 0; second < 30; second++) {
      stream.uploadBroken(upload);
      if (offeredBefore) {
        upload = listener.awaitUpload();
      }
      Media.putVideo(stream, 110 + second * 25, 135 + second * 25);
      if (!offeredBefore) {
        upload = listener.awaitUpload();
      }
    }
    FakeService last = new FakeService(stream, listener, upload);
    stream.drain();
    last.readAll();

    assertThat(last.videoNumbers()).isEqualTo(frames(25, 860));
    assertThat(listener.dropped).isEmpty();
  }
}
