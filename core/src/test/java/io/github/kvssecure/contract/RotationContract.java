package io.github.kvssecure.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kvssecure.spi.MediaStream;
import org.junit.jupiter.api.Test;

/** KVS ends a connection after 45 minutes; a new upload follows before, without gap or overlap. */
abstract class RotationContract extends StreamContract {

  /** Makes every upload as old as one may get. */
  abstract void ageUploads();

  @Test
  void uploadThatHasLastedLongEnough_isFollowedByAnother() throws Exception {
    MediaStream stream = openVideo();
    ContractMedia.putVideo(stream, 0, 60);
    ReadingService first = service(stream);
    ageUploads();
    ContractMedia.putVideo(stream, 60, 75);
    assertThat(listener.requested).isEmpty();
    ContractMedia.putVideo(stream, 75, 110);
    ReadingService second = service(stream);
    assertThat(second.readAvailable()).isFalse();
    assertThat(second.frames()).isEmpty();
    first.readAll();
    stream.drain();
    second.readAll();

    assertThat(first.videoNumbers()).isEqualTo(frames(0, 75));
    assertThat(second.videoNumbers()).isEqualTo(frames(75, 110));
    assertThat(listener.complete).containsExactly(first.upload(), second.upload());
  }

  @Test
  void uploadThatBreaksWhileAnotherFollowsIt_losesNothing() throws Exception {
    MediaStream stream = openVideo();
    ReadingService first = serviceThatRead(stream, 60);
    first.persist(fragment(0));
    ageUploads();
    ContractMedia.putVideo(stream, 60, 110);
    ReadingService second = service(stream);
    stream.uploadBroken(first.upload());
    ReadingService third = service(stream);
    stream.drain();
    third.readAll();

    assertThat(second.readAvailable()).isTrue();
    assertThat(third.videoNumbers()).isEqualTo(frames(25, 110));
  }
}
