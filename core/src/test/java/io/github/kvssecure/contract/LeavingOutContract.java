package io.github.kvssecure.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

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

  private MediaStream opened() {
    assumeFalse(subject().has(Deviation.LEAVES_NOTHING_OUT));
    return openVideo();
  }

  @Test
  void packagerThatCannot_saysSo_andChangesNothing() throws Exception {
    assumeTrue(subject().has(Deviation.LEAVES_NOTHING_OUT));
    MediaStream stream = openVideo();
    ContractMedia.putVideo(stream, 0, 75);

    assertThat(stream.leaveOut(fragment(0))).isEqualTo(LeftOut.NOT_POSSIBLE);
    ReadingService service = service(stream);
    stream.drain();
    service.readAll();

    assertThat(service.videoNumbers()).isEqualTo(frames(0, 75));
  }

  @Test
  void whatWasNotBegun_isLeftOut_andTheUploadGoesOn() throws Exception {
    MediaStream stream = opened();
    ContractMedia.putVideo(stream, 0, 125);
    ReadingService service = service(stream);
    service.read(A_PART);

    assertThat(stream.leaveOut(fragment(1))).isEqualTo(LeftOut.LEFT_OUT);
    assertThat(stream.leaveOut(fragment(3))).isEqualTo(LeftOut.LEFT_OUT);
    stream.drain();
    service.readAll();

    assertThat(service.videoNumbers()).isEqualTo(only(0, 2, 4));
    assertThat(listener.requested).isEmpty();
    assertThat(listener.complete).containsExactly(service.upload());
    assertThat(listener.dropped).isEmpty();
  }

  @Test
  void whatHasLeft_stays() throws Exception {
    MediaStream stream = opened();
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
    MediaStream stream = opened();
    ContractMedia.putVideo(stream, 0, 80);
    ReadingService first = service(stream);
    first.read(A_PART);
    assertThat(stream.leaveOut(fragment(1))).isEqualTo(LeftOut.LEFT_OUT);
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
    MediaStream stream = opened();
    ContractMedia.putVideo(stream, 0, 80);
    ReadingService service = service(stream);

    assertThat(stream.leaveOut(fragment(0))).isEqualTo(LeftOut.LEFT_OUT);
    stream.drain();
    service.readAll();

    assertThat(service.videoNumbers()).isEqualTo(frames(25, 80));
  }

  @Test
  void overASlowLink_oneFragmentAfterAnotherLeaves() throws Exception {
    MediaStream stream = opened();
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
        assertThat(stream.leaveOut(fragment(number))).isEqualTo(LeftOut.LEFT_OUT);
      }
    }
    stream.drain();
    service.readAll();

    assertThat(service.videoNumbers()).startsWith(0, 1).endsWith(503, 504);
    assertThat(service.videoNumbers()).doesNotContainAnyElementsOf(only(2, 3, 6, 7, 18, 19));
    assertThat(listener.complete).containsExactly(service.upload());
  }
}
