package io.github.kvssecure.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kvssecure.spi.MediaStream;
import io.github.kvssecure.spi.UploadId;
import org.junit.jupiter.api.Test;

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

    assertThat(stream.discardOldest()).isTrue();
    assertThat(stream.discardOldest()).isTrue();
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

    assertThat(stream.discardOldest()).isTrue();
    ReadingService second = latestService(stream);
    stream.drain();
    second.readAll();

    assertThat(second.videoNumbers()).isEqualTo(frames(50, 100));
  }

  @Test
  void fragmentThatIsStillFilled_isNotGivenUp() throws Exception {
    MediaStream stream = openVideo();
    ContractMedia.putVideo(stream, 0, 20);

    assertThat(stream.discardOldest()).isFalse();
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
        assertThat(stream.discardOldest()).isTrue();
      }
    }
    ReadingService service = latestService(stream);
    stream.drain();
    service.readAll();

    assertThat(service.videoNumbers()).isEqualTo(frames(15 * 25, 500));
  }
}
