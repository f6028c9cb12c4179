package io.github.kvssecure.jni.internal.bind;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.kinesisvideo.internal.producer.KinesisVideoProducerStream;
import io.github.kvssecure.spi.MediaStream;
import io.github.kvssecure.spi.UploadId;
import java.lang.reflect.Field;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
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

  /** The SDK itself keeps one for each upload, for as long as the stream is open. */
  @Test
  @ShownGone("3-reader-kept")
  void thousandReconnects_leaveNoReaderBehind() throws Exception {
    FakeService service = serviceThatRead(1);
    for (int number = 1; number <= 1000; number++) {
      stream.uploadBroken(service.upload());
      service = new FakeService(stream, listener, listener.awaitUpload());
      stream.put(Media.videoFrame(number));
      service.readAvailable();
      service.persistEnded();
    }
    assertThat(service.body().length).isPositive();
    assertThat(PastReaders.count(handle())).isEqualTo(1);
    stream.drain();
    service.readAll();
    assertThat(PastReaders.count(handle())).isZero();
    assertThat(listener.dropped).isEmpty();
  }

  private KinesisVideoProducerStream handle() throws ReflectiveOperationException {
    Field handle = NativeMediaStream.class.getDeclaredField("handle");
    handle.setAccessible(true);
    return (KinesisVideoProducerStream) handle.get(stream);
  }

  /** Native code asks again at once, as often as it is told: 3430 times in 4 s, with a 403. */
  @Test
  @ShownGone("4-hot-loop")
  void refusedUpload_isNotAskedForAgainBeforeItsEndIsTold() throws Exception {
    FakeService service = serviceThatRead(50);
    for (int attempt = 1; attempt <= 20; attempt++) {
      Media.putVideo(stream, 25 + 25 * attempt, 50 + 25 * attempt);
      // The answer to an upload is always a good one here; when it ends is the session's to say.
      assertThat(listener.requested).isEmpty();
      stream.uploadBroken(service.upload());
      service = new FakeService(stream, listener, listener.awaitUpload());
      service.readAvailable();
    }
    assertThat(listener.requested).isEmpty();
    stream.drain();
    service.readAll();
    assertThat(service.videoNumbers()).isEqualTo(frames(0, 550));
  }

  /** Without it the buffer fills up once another upload follows, and media is dropped. */
  @Test
  @ShownGone("4-last-acknowledgement")
  void lastAcknowledgementOfAnEndedUpload_isNotNeeded() throws Exception {
    FakeService first = serviceThatRead(75);
    first.persist(Media.START.toEpochMilli());
    stream.uploadBroken(first.upload());
    FakeService second = new FakeService(stream, listener, listener.awaitUpload());
    // The first upload's own comes too late, and changes nothing.
    first.persist(Media.START.plusSeconds(1).toEpochMilli());
    Media.putVideo(stream, 75, 3000);
    stream.drain();
    second.readAll();

    assertThat(second.videoNumbers()).isEqualTo(frames(25, 3000));
    assertThat(listener.dropped).isEmpty();
    assertThat(listener.complete).containsExactly(second.upload());
  }
}
