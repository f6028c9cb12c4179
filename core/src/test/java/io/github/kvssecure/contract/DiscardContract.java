package io.github.kvssecure.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kvssecure.spi.MediaStream;
import io.github.kvssecure.spi.UploadId;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is given up when the session says so, while no upload is being read. */
abstract class DiscardContract extends StreamContract {

  /** The upload that was asked for last; those before it are over. */
  private ReadingService latestService(MediaStream stream) throws InterruptedException {
    UploadId latest = listener.awaitUpload();
    for (UploadId next = listener.requested.poll();
        next != null;
        next = listener.requested.poll()) {
      latest = next;
    }
    return new ReadingService(stream, listener, latest);
  }

  @Test
  void oldestFragments_areGivenUp_andTheRestIsSent() throws Exception {
    MediaStream stream = openVideo();
    ContractMedia.putVideo(stream, 0, 100);

    assertThat(stream.discard(fragment(0))).isTrue();
    assertThat(stream.discard(fragment(1))).isTrue();
    ReadingService service = latestService(stream);
    stream.drain();
    service.readAll();

    assertThat(service.videoNumbers()).isEqualTo(frames(50, 100));
    assertThat(listener.dropped).isEmpty();
  }

  @Test
  void afterABrokenUpload_theOldestUnacknowledgedIsGivenUp() throws Exception {
    MediaStream stream = openVideo();
    ContractMedia.putVideo(stream, 0, 100);
    ReadingService first = latestService(stream);
    assertThat(first.readAvailable()).isFalse();
    first.persist(fragment(0));
    stream.uploadBroken(first.upload());

    assertThat(stream.discard(fragment(0))).isFalse();
    assertThat(stream.discard(fragment(1))).isTrue();
    ReadingService second = latestService(stream);
    stream.drain();
    second.readAll();

    assertThat(second.videoNumbers()).isEqualTo(frames(50, 100));
  }

  @Test
  void fragmentThatIsStillFilled_isNotGivenUp() throws Exception {
    MediaStream stream = openVideo();
    ContractMedia.putVideo(stream, 0, 20);

    assertThat(stream.discard(fragment(0))).isFalse();
    ReadingService service = latestService(stream);
    stream.drain();
    service.readAll();

    assertThat(service.videoNumbers()).isEqualTo(frames(0, 20));
  }

  @Test
  void framesPutBetween_areKept() throws Exception {
    MediaStream stream = openVideo();
    for (int second = 0; second < 20; second++) {
      ContractMedia.putVideo(stream, second * 25, second * 25 + 25);
      if (second >= 5) {
        assertThat(stream.discard(fragment(second - 5))).isTrue();
      }
    }
    ReadingService service = latestService(stream);
    stream.drain();
    service.readAll();

    assertThat(service.videoNumbers()).isEqualTo(frames(15 * 25, 500));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2})
  void anyCompleteFragment_isGivenUp_andTheOthersAreSent(int number) throws Exception {
    MediaStream stream = openVideo();
    ContractMedia.putVideo(stream, 0, 80);

    assertThat(stream.discard(fragment(number))).isTrue();
    ReadingService service = latestService(stream);
    stream.drain();
    service.readAll();

    assertThat(service.videoNumbers()).isEqualTo(without(number, 80));
    assertThat(listener.dropped).isEmpty();
  }

  @Test
  void fragmentOfWhichAPartHasLeft_isGivenUp_andTheOthersAreSentAgain() throws Exception {
    MediaStream stream = openVideo();
    ReadingService first = serviceThatRead(stream, 60);
    stream.uploadBroken(first.upload());
    ContractMedia.putVideo(stream, 60, 80);

    assertThat(stream.discard(fragment(2))).isTrue();
    ReadingService second = latestService(stream);
    ContractMedia.putVideo(stream, 80, 120);
    stream.drain();
    second.readAll();

    assertThat(second.videoNumbers()).isEqualTo(without(2, 120));
  }

  @Test
  void lastFragment_isGivenUpOnceTheStreamIsDrained() throws Exception {
    MediaStream stream = openVideo();
    ReadingService first = serviceThatRead(stream, 60);
    stream.uploadBroken(first.upload());
    stream.drain();

    assertThat(stream.discard(fragment(2))).isTrue();
    ReadingService second = latestService(stream);
    second.readAll();

    assertThat(second.videoNumbers()).isEqualTo(frames(0, 50));
  }

  private static List<Integer> without(int fragment, int frames) {
    return IntStream.range(0, frames).filter(frame -> frame / 25 != fragment).boxed().toList();
  }
}
