package io.github.kvssecure.jni.internal.bind;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kvssecure.media.Acknowledgement;
import io.github.kvssecure.spi.MediaStream;
import io.github.kvssecure.spi.UploadId;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is sent again when an upload ends before its time. Fragments have 25 frames, one second. */
class ReplayTest {

  private final RecordingListener listener = new RecordingListener();
  private final MediaStream stream = Media.openVideo(listener);

  @AfterEach
  void closeStream() {
    stream.close();
  }

  private static long fragment(int number) {
    return Media.START.plusSeconds(number).toEpochMilli();
  }

  private static List<Integer> frames(int from, int to) {
    return IntStream.range(from, to).boxed().toList();
  }

  private FakeService nextService() throws InterruptedException {
    return new FakeService(stream, listener, listener.awaitUpload());
  }

  private FakeService serviceThatRead(int frames) throws InterruptedException {
    Media.putVideo(stream, 0, frames);
    FakeService service = nextService();
    service.readAvailable();
    return service;
  }

  @Test
  void brokenUpload_isReplayedFromTheFirstUnacknowledgedFragment() throws Exception {
    FakeService first = serviceThatRead(100);
    first.persist(fragment(0));
    first.persist(fragment(1));
    stream.uploadBroken(first.upload());
    FakeService second = nextService();
    stream.drain();
    second.readAll();

    assertThat(first.videoNumbers()).isEqualTo(frames(0, 100));
    assertThat(second.videoNumbers()).isEqualTo(frames(50, 100));
    assertThat(listener.complete).containsExactly(second.upload());
    assertThat(listener.dropped).isEmpty();
  }

  @Test
  void receivedFragment_isReplayedUntilItIsPersisted() throws Exception {
    FakeService first = serviceThatRead(60);
    first.acknowledge(Acknowledgement.Type.BUFFERING, fragment(0), Optional.empty());
    first.acknowledge(Acknowledgement.Type.RECEIVED, fragment(0), Optional.empty());
    first.acknowledge(Acknowledgement.Type.IDLE, -1, Optional.empty());
    stream.uploadBroken(first.upload());
    FakeService second = nextService();
    second.readAvailable();

    assertThat(second.videoNumbers()).isEqualTo(frames(0, 60));
  }

  @Test
  void uploadBrokenInTheMiddleOfAFrame_losesNothing() throws Exception {
    Media.putVideo(stream, 0, 50);
    UploadId first = listener.awaitUpload();
    assertThat(stream.read(first, new byte[3000])).isEqualTo(3000);
    stream.uploadBroken(first);
    FakeService second = nextService();
    Media.putVideo(stream, 50, 75);
    second.readAvailable();

    assertThat(second.videoNumbers()).isEqualTo(frames(0, 75));
  }

  @Test
  void uploadBrokenBeforeItWasRead_losesNothing() throws Exception {
    Media.putVideo(stream, 0, 50);
    stream.uploadBroken(listener.awaitUpload());
    FakeService second = nextService();
    second.readAvailable();

    assertThat(second.videoNumbers()).isEqualTo(frames(0, 50));
  }

  @Test
  void uploadBrokenWhileNothingWaits_isReplayedWithoutFurtherFrames() throws Exception {
    FakeService first = serviceThatRead(50);
    stream.uploadBroken(first.upload());
    stream.drain();
    FakeService second = nextService();
    second.readAll();

    assertThat(second.videoNumbers()).isEqualTo(frames(0, 50));
    assertThat(listener.complete).containsExactly(second.upload());
  }

  @Test
  void uploadBrokenAfterDrain_isReplayed() throws Exception {
    FakeService first = serviceThatRead(50);
    stream.drain();
    first.readAvailable();
    stream.uploadBroken(first.upload());
    FakeService second = nextService();
    second.readAll();

    assertThat(second.videoNumbers()).isEqualTo(frames(0, 50));
    assertThat(listener.complete).containsExactly(second.upload());
  }

  @Test
  void uploadBrokenTwiceOrUnknown_asksForOneUpload() throws Exception {
    FakeService first = serviceThatRead(50);
    stream.uploadBroken(first.upload());
    stream.uploadBroken(first.upload());
    stream.uploadBroken(new UploadId(1L << 40));
    FakeService second = nextService();
    second.readAvailable();
    Media.putVideo(stream, 50, 75);
    second.readAvailable();

    assertThat(second.videoNumbers()).isEqualTo(frames(0, 75));
    assertThat(listener.requested).isEmpty();
    assertThat(first.readAvailable()).isTrue();
  }

  @Test
  void tenBrokenUploads_loseNothing() throws Exception {
    Media.putVideo(stream, 0, 25);
    FakeService service = nextService();
    for (int i = 1; i <= 10; i++) {
      Media.putVideo(stream, i * 25, (i + 1) * 25);
      service.readAvailable();
      stream.uploadBroken(service.upload());
      service = nextService();
    }
    stream.drain();
    service.readAll();

    assertThat(service.videoNumbers()).isEqualTo(frames(0, 275));
    assertThat(listener.dropped).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {4500, 4501, 4502, 4504, 4505, 4506, 4507})
  void securityError_changesNothing(int id) throws Exception {
    FakeService first = serviceThatRead(50);
    first.refuse(fragment(0), id);
    Media.putVideo(stream, 50, 75);
    first.readAvailable();
    assertThat(first.videoNumbers()).isEqualTo(frames(0, 75));

    stream.uploadBroken(first.upload());
    FakeService second = nextService();
    second.readAvailable();
    assertThat(second.videoNumbers()).isEqualTo(frames(0, 75));
  }

  @ParameterizedTest
  @ValueSource(ints = {4000, 4003, 4503, 5000, 5001, 9999})
  void transientError_replays(int id) throws Exception {
    FakeService first = serviceThatRead(75);
    first.persist(fragment(0));
    first.refuse(fragment(1), id);
    FakeService second = nextService();
    second.readAvailable();

    assertThat(first.readAvailable()).isTrue();
    assertThat(second.videoNumbers()).isEqualTo(frames(25, 75));
    assertThat(listener.dropped).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {4001, 4006, 4008, 4010, 4012})
  void permanentError_dropsThatFragmentAlone_andSaysSo(int id) throws Exception {
    FakeService first = serviceThatRead(100);
    first.persist(fragment(0));
    first.refuse(fragment(2), id);
    FakeService second = nextService();
    stream.drain();
    second.readAll();

    assertThat(first.readAvailable()).isTrue();
    assertThat(second.videoNumbers())
        .isEqualTo(
            IntStream.concat(IntStream.range(25, 50), IntStream.range(75, 100)).boxed().toList());
    assertThat(listener.dropped).hasSize(1);
    assertThat(listener.dropped.get(0)).contains(Long.toString(fragment(2)), Integer.toString(id));
    assertThat(listener.complete).containsExactly(second.upload());
  }

  /** What follows the refused fragment comes in an upload of its own. */
  @Test
  void permanentErrorOnTheFragmentInTheMaking_dropsItsLaterFramesToo() throws Exception {
    FakeService first = serviceThatRead(60);
    first.refuse(fragment(2), 4006);
    Media.putVideo(stream, 60, 100);
    FakeService second = nextService();
    stream.drain();
    second.readAll();
    FakeService third = nextService();
    third.readAll();

    assertThat(second.videoNumbers()).isEqualTo(frames(0, 50));
    assertThat(third.videoNumbers()).isEqualTo(frames(75, 100));
    assertThat(listener.dropped).hasSize(1);
    assertThat(listener.complete).containsExactly(second.upload(), third.upload());
  }

  @Test
  void permanentErrorThatNamesNoFragment_replaysInsteadOfSkippingAll() throws Exception {
    FakeService first = serviceThatRead(75);
    first.refuse(-1, 4006);
    FakeService second = nextService();
    second.readAvailable();

    assertThat(second.videoNumbers()).isEqualTo(frames(0, 75));
    assertThat(listener.dropped).isEmpty();
  }

  @Test
  void acknowledgementOfWhatWasNotSent_isIgnored() throws Exception {
    Media.putVideo(stream, 0, 100);
    FakeService first = nextService();
    first.persist(fragment(2));
    first.readAvailable();
    first.persist(fragment(3));
    stream.uploadBroken(first.upload());
    FakeService second = nextService();
    second.readAvailable();

    assertThat(second.videoNumbers()).isEqualTo(frames(0, 100));
  }

  @Test
  void acknowledgementGivenTwice_hasNoFurtherEffect() throws Exception {
    FakeService first = serviceThatRead(100);
    first.persist(fragment(0));
    first.persist(fragment(0));
    first.persist(fragment(1));
    first.persist(fragment(0));
    stream.uploadBroken(first.upload());
    FakeService second = nextService();
    second.readAvailable();

    assertThat(second.videoNumbers()).isEqualTo(frames(50, 100));
  }

  @Test
  void acknowledgementOutOfOrder_freesNothingThatIsNotAcknowledgedItself() throws Exception {
    FakeService first = serviceThatRead(125);
    first.persist(fragment(3));
    first.persist(fragment(0));
    first.persist(fragment(2));
    stream.uploadBroken(first.upload());
    FakeService second = nextService();
    second.readAvailable();
    second.persist(fragment(3));
    second.persist(fragment(2));
    second.persist(fragment(1));
    stream.uploadBroken(second.upload());
    FakeService third = nextService();
    third.readAvailable();

    assertThat(second.videoNumbers()).isEqualTo(frames(25, 125));
    assertThat(third.videoNumbers()).isEqualTo(frames(100, 125));
  }

  /** An outage: connections fail before a byte is read, while frames are put. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void uploadsThatBreakUnread_loseNothing(boolean offeredBefore) throws Exception {
    FakeService first = serviceThatRead(110);
    first.persist(fragment(0));
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
