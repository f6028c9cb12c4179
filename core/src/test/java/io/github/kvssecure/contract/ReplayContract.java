package io.github.kvssecure.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kvssecure.media.Acknowledgement;
import io.github.kvssecure.spi.MediaStream;
import io.github.kvssecure.spi.UploadId;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is sent again when an upload ends before its time. Fragments have 25 frames, one second. */
abstract class ReplayContract extends StreamContract {

  @Test
  void brokenUpload_isReplayedFromTheFirstUnacknowledgedFragment() throws Exception {
    MediaStream stream = openVideo();
    ReadingService first = serviceThatRead(stream, 100);
    first.persist(fragment(0));
    first.persist(fragment(1));
    stream.uploadBroken(first.upload());
    ReadingService second = service(stream);
    stream.drain();
    second.readAll();

    assertThat(first.videoNumbers()).isEqualTo(frames(0, 100));
    assertThat(second.videoNumbers()).isEqualTo(frames(50, 100));
    assertThat(second.frames().get(0).keyFrame()).isTrue();
    assertThat(listener.complete).containsExactly(second.upload());
    assertThat(listener.dropped).isEmpty();
  }

  @Test
  void replayedFragment_hasItsTimecodeAndItsBytes() throws Exception {
    MediaStream stream = openVideo();
    ReadingService first = serviceThatRead(stream, 60);
    stream.uploadBroken(first.upload());
    ReadingService second = service(stream);
    second.readAvailable();

    assertThat(second.frames()).isEqualTo(first.frames());
    assertThat(second.fragments()).isEqualTo(first.fragments());
    assertThat(second.header().tracks()).isEqualTo(first.header().tracks());
  }

  @Test
  void receivedFragment_isReplayedUntilItIsPersisted() throws Exception {
    MediaStream stream = openVideo();
    ReadingService first = serviceThatRead(stream, 60);
    first.acknowledge(Acknowledgement.Type.BUFFERING, fragment(0), Optional.empty());
    first.acknowledge(Acknowledgement.Type.RECEIVED, fragment(0), Optional.empty());
    first.acknowledge(Acknowledgement.Type.IDLE, -1, Optional.empty());
    stream.uploadBroken(first.upload());
    ReadingService second = service(stream);
    second.readAvailable();

    assertThat(second.videoNumbers()).isEqualTo(frames(0, 60));
  }

  @Test
  void uploadBrokenInTheMiddleOfAFrame_losesNothing() throws Exception {
    MediaStream stream = openVideo();
    ContractMedia.putVideo(stream, 0, 50);
    UploadId first = listener.awaitUpload();
    assertThat(stream.read(first, new byte[3000])).isEqualTo(3000);
    stream.uploadBroken(first);
    ReadingService second = service(stream);
    ContractMedia.putVideo(stream, 50, 75);
    second.readAvailable();

    assertThat(second.videoNumbers()).isEqualTo(frames(0, 75));
  }

  /** However an upload is cut, what leaves is the same. */
  @Test
  void readsOfAnySize_giveTheSameBytes() throws Exception {
    MediaStream stream = openVideo();
    ReadingService first = serviceThatRead(stream, 60);
    stream.uploadBroken(first.upload());
    UploadId second = listener.awaitUpload();
    byte[] all = new byte[first.body().length];
    int at = 0;
    for (int size = 1; at < all.length; size = size * 3 % 4099 + 1) {
      byte[] piece = new byte[size];
      int read = stream.read(second, piece);
      assertThat(read).isBetween(1, size);
      System.arraycopy(piece, 0, all, at, read);
      at += read;
    }
    assertThat(stream.read(second, new byte[1])).isZero();

    // The segment has an id of its own in either; the media is what is compared.
    assertThat(tail(all)).isEqualTo(tail(first.body()));
  }

  private static byte[] tail(byte[] body) {
    int media = 60 * 2000;
    return Arrays.copyOfRange(body, body.length - media, body.length);
  }

  @Test
  void uploadBrokenBeforeItWasRead_losesNothing() throws Exception {
    MediaStream stream = openVideo();
    ContractMedia.putVideo(stream, 0, 50);
    stream.uploadBroken(listener.awaitUpload());
    ReadingService second = service(stream);
    second.readAvailable();

    assertThat(second.videoNumbers()).isEqualTo(frames(0, 50));
  }

  @Test
  void uploadBrokenAfterDrain_isReplayed() throws Exception {
    MediaStream stream = openVideo();
    ReadingService first = serviceThatRead(stream, 50);
    stream.drain();
    first.readAvailable();
    stream.uploadBroken(first.upload());
    ReadingService second = service(stream);
    second.readAll();

    assertThat(second.videoNumbers()).isEqualTo(frames(0, 50));
    assertThat(listener.complete).containsExactly(second.upload());
  }

  @Test
  void uploadBrokenBeforeDrain_isReplayedWithoutFurtherFrames() throws Exception {
    MediaStream stream = openVideo();
    ReadingService first = serviceThatRead(stream, 50);
    stream.uploadBroken(first.upload());
    stream.drain();
    ReadingService second = service(stream);
    second.readAll();

    assertThat(second.videoNumbers()).isEqualTo(frames(0, 50));
    assertThat(listener.complete).containsExactly(second.upload());
  }

  @Test
  void uploadBrokenTwiceOrUnknown_asksForOneUpload() throws Exception {
    MediaStream stream = openVideo();
    ReadingService first = serviceThatRead(stream, 50);
    stream.uploadBroken(first.upload());
    stream.uploadBroken(first.upload());
    stream.uploadBroken(new UploadId(1L << 40));
    ReadingService second = service(stream);
    second.readAvailable();
    ContractMedia.putVideo(stream, 50, 75);
    second.readAvailable();

    assertThat(second.videoNumbers()).isEqualTo(frames(0, 75));
    assertThat(listener.requested).isEmpty();
    assertThat(first.readAvailable()).isTrue();
  }

  @Test
  void tenBrokenUploads_loseNothing() throws Exception {
    MediaStream stream = openVideo();
    ContractMedia.putVideo(stream, 0, 25);
    ReadingService service = service(stream);
    for (int i = 1; i <= 10; i++) {
      ContractMedia.putVideo(stream, i * 25, (i + 1) * 25);
      service.readAvailable();
      stream.uploadBroken(service.upload());
      service = service(stream);
    }
    stream.drain();
    service.readAll();

    assertThat(service.videoNumbers()).isEqualTo(frames(0, 275));
    assertThat(listener.dropped).isEmpty();
  }
}
