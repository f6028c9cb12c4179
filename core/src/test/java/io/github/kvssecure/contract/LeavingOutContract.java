package io.github.kvssecure.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kvssecure.spi.MediaStream;
import io.github.kvssecure.spi.MediaStream.LeftOut;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What is given up while an upload goes on: what it has not begun, and nothing else. */
abstract class LeavingOutContract extends StreamContract {

  /** Less than a fragment. */
  private static final int A_PART = 20_000;

  /** Frames of some fragments. */
  private static List<Integer> only(int... fragments) {
    return IntStream.of(fragments)
        .flatMap(fragment -> IntStream.range(fragment * 25, fragment * 25 + 25))
        .boxed()
        .toList();
  }

  private void leaveOut(MediaStream stream, int number) {
    assertThat(stream.leaveOut(fragment(number)))
        .isEqualTo(
            subject().has(Deviation.FREES_IN_ORDER) ? LeftOut.PASSED_OVER : LeftOut.LEFT_OUT);
  }

  @Test
  void whatWasNotBegun_isLeftOut_andTheUploadGoesOn() throws Exception {
    MediaStream stream = openVideo();
    ContractMedia.putVideo(stream, 0, 125);
    ReadingService service = service(stream);
    service.read(A_PART);

    leaveOut(stream, 1);
    leaveOut(stream, 3);
    stream.drain();
    service.readAll();

    assertThat(service.videoNumbers()).isEqualTo(only(0, 2, 4));
    assertThat(listener.requested).isEmpty();
    assertThat(listener.complete).containsExactly(service.upload());
    assertThat(listener.dropped).isEmpty();
  }

  @Test
  void whatHasLeft_stays() throws Exception {
    MediaStream stream = openVideo();
    ReadingService service = serviceThatRead(stream, 60);
    service.persist(fragment(0));
    ContractMedia.putVideo(stream, 60, 80);

    for (int number = 0; number <= 2; number++) {
      assertThat(stream.leaveOut(fragment(number))).isEqualTo(LeftOut.HAS_LEFT);
    }
    stream.drain();
    service.readAll();

    assertThat(service.videoNumbers()).isEqualTo(frames(0, 80));
  }

  @Test
  void whatWasLeftOut_isNotReplayed_andTheRestIs() throws Exception {
    MediaStream stream = openVideo();
    ContractMedia.putVideo(stream, 0, 80);
    ReadingService first = service(stream);
    first.read(A_PART);
    leaveOut(stream, 1);
    first.readAvailable();
    first.persist(fragment(2));
    stream.uploadBroken(first.upload());

    ReadingService second = service(stream);
    ContractMedia.putVideo(stream, 80, 100);
    stream.drain();
    second.readAll();

    assertThat(first.videoNumbers()).startsWith(0, 1).doesNotContainAnyElementsOf(only(1));
    assertThat(second.videoNumbers()).startsWith(0, 1).endsWith(98, 99);
    assertThat(second.videoNumbers()).doesNotContainAnyElementsOf(only(1));
  }

  @Test
  void beforeTheFirstRead_theOldestIsLeftOut() throws Exception {
    MediaStream stream = openVideo();
    ContractMedia.putVideo(stream, 0, 80);
    ReadingService service = service(stream);

    leaveOut(stream, 0);
    stream.drain();
    service.readAll();

    assertThat(service.videoNumbers()).isEqualTo(frames(25, 80));
  }

  @Test
  void overASlowLink_oneFragmentAfterAnotherLeaves() throws Exception {
    MediaStream stream = openVideo();
    ContractMedia.putVideo(stream, 0, 30);
    ReadingService service = service(stream);
    service.read(A_PART);
    for (int number = 1; number < 20; number++) {
      ContractMedia.putVideo(stream, number * 25 + 5, number * 25 + 30);
      if (number % 4 == 0) {
        service.readAvailable();
        service.persistEnded();
      } else if (number % 4 > 1) {
        // The one before it was begun by that read.
        leaveOut(stream, number);
      }
    }
    stream.drain();
    service.readAll();

    assertThat(service.videoNumbers()).startsWith(0, 1).endsWith(503, 504);
    assertThat(service.videoNumbers()).doesNotContainAnyElementsOf(only(2, 3, 6, 7, 18, 19));
    assertThat(listener.complete).containsExactly(service.upload());
  }
}
