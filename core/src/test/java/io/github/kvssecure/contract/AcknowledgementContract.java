package io.github.kvssecure.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kvssecure.media.Acknowledgement;
import io.github.kvssecure.spi.MediaStream;
import io.github.kvssecure.stream.StreamSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an acknowledgement frees, and what it does not. */
abstract class AcknowledgementContract extends StreamContract {

  @Test
  void streamWithoutRetention_isFreedByReceived() throws Exception {
    StreamSpec spec = ContractMedia.spec(ContractMedia.video());
    try (MediaStream stream =
        subject()
            .producer()
            .open(spec, ContractMedia.description(spec, 0), listener, Duration.ofSeconds(10))) {
      ReadingService first = serviceThatRead(stream, 75);
      first.acknowledge(Acknowledgement.Type.RECEIVED, fragment(0), Optional.empty());
      stream.uploadBroken(first.upload());
      ReadingService second = service(stream);
      second.readAvailable();

      assertThat(second.videoNumbers()).isEqualTo(frames(25, 75));
    }
  }

  @Test
  void acknowledgementOfWhatWasNotSent_isIgnored() throws Exception {
    MediaStream stream = openVideo();
    ContractMedia.putVideo(stream, 0, 100);
    ReadingService first = service(stream);
    first.persist(fragment(2));
    first.readAvailable();
    first.persist(fragment(3));
    first.persist(fragment(77));
    stream.uploadBroken(first.upload());
    ReadingService second = service(stream);
    second.readAvailable();

    assertThat(second.videoNumbers()).isEqualTo(frames(0, 100));
  }

  @Test
  void acknowledgementGivenTwice_hasNoFurtherEffect() throws Exception {
    MediaStream stream = openVideo();
    ReadingService first = serviceThatRead(stream, 100);
    first.persist(fragment(0));
    first.persist(fragment(0));
    first.persist(fragment(1));
    first.persist(fragment(0));
    stream.uploadBroken(first.upload());
    ReadingService second = service(stream);
    second.readAvailable();

    assertThat(second.videoNumbers()).isEqualTo(frames(50, 100));
  }

  @Test
  void acknowledgementOutOfOrder_freesNothingThatIsNotAcknowledgedItself() throws Exception {
    MediaStream stream = openVideo();
    ReadingService first = serviceThatRead(stream, 125);
    first.persist(fragment(3));
    first.persist(fragment(0));
    first.persist(fragment(2));
    stream.uploadBroken(first.upload());
    ReadingService second = service(stream);
    second.readAvailable();
    second.persist(fragment(3));
    second.persist(fragment(2));
    second.persist(fragment(1));
    stream.uploadBroken(second.upload());
    ReadingService third = service(stream);
    third.readAvailable();

    // What was acknowledged may come again, what was not must.
    assertThat(second.videoNumbers()).containsAll(frames(25, 50)).containsAll(frames(100, 125));
    assertThat(third.videoNumbers()).isEqualTo(frames(100, 125));
  }

  @Test
  void acknowledgementOnAnUploadThatIsOver_hasNoEffect() throws Exception {
    MediaStream stream = openVideo();
    ReadingService first = serviceThatRead(stream, 60);
    stream.uploadBroken(first.upload());
    first.persist(fragment(0));
    ReadingService second = service(stream);
    second.readAvailable();

    assertThat(second.videoNumbers()).isEqualTo(frames(0, 60));
  }

  @Test
  void uploadGoesOn_whileItsFragmentsAreFreed() throws Exception {
    MediaStream stream = openVideo();
    stream.put(ContractMedia.videoFrame(0));
    ReadingService service = service(stream);
    for (int i = 1; i < 500; i++) {
      stream.put(ContractMedia.videoFrame(i));
      service.readAvailable();
      service.persistEnded();
    }
    stream.drain();
    service.readAll();

    assertThat(service.videoNumbers()).isEqualTo(frames(0, 500));
    assertThat(listener.complete).containsExactly(service.upload());
  }

  @ParameterizedTest
  @ValueSource(ints = {4500, 4501, 4502, 4504, 4505, 4506, 4507})
  void securityError_changesNothing(int id) throws Exception {
    MediaStream stream = openVideo();
    ReadingService first = serviceThatRead(stream, 50);
    first.refuse(fragment(0), id);
    ContractMedia.putVideo(stream, 50, 75);
    first.readAvailable();
    assertThat(first.videoNumbers()).isEqualTo(frames(0, 75));

    stream.uploadBroken(first.upload());
    ReadingService second = service(stream);
    second.readAvailable();
    assertThat(second.videoNumbers()).isEqualTo(frames(0, 75));
  }

  @ParameterizedTest
  @ValueSource(ints = {4000, 4003, 4503, 5000, 5001, 9999})
  void transientError_replays(int id) throws Exception {
    MediaStream stream = openVideo();
    ReadingService first = serviceThatRead(stream, 75);
    first.persist(fragment(0));
    first.refuse(fragment(1), id);
    ReadingService second = service(stream);
    second.readAvailable();

    assertThat(first.readAvailable()).isTrue();
    assertThat(second.videoNumbers()).isEqualTo(frames(25, 75));
    assertThat(listener.dropped).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {4001, 4006, 4008, 4010, 4012})
  void permanentError_dropsThatFragmentAlone_andSaysSo(int id) throws Exception {
    MediaStream stream = openVideo();
    ReadingService first = serviceThatRead(stream, 100);
    first.persist(fragment(0));
    first.refuse(fragment(2), id);
    ReadingService second = service(stream);
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

  @Test
  void permanentErrorOnTheFragmentInTheMaking_dropsItsLaterFramesToo() throws Exception {
    MediaStream stream = openVideo();
    ReadingService first = serviceThatRead(stream, 60);
    first.refuse(fragment(2), 4006);
    ContractMedia.putVideo(stream, 60, 100);
    List<Integer> arrived = new ArrayList<>();
    ReadingService second = service(stream);
    stream.drain();
    second.readAll();
    arrived.addAll(second.videoNumbers());
    if (subject().has(Deviation.GOES_ON_IN_ANOTHER_UPLOAD)) {
      ReadingService third = service(stream);
      third.readAll();
      arrived.addAll(third.videoNumbers());
    }

    assertThat(arrived)
        .isEqualTo(
            IntStream.concat(IntStream.range(0, 50), IntStream.range(75, 100)).boxed().toList());
    assertThat(listener.requested).isEmpty();
    assertThat(listener.dropped).hasSize(1);
  }

  @Test
  void permanentErrorThatNamesNoFragment_replaysInsteadOfSkippingAll() throws Exception {
    MediaStream stream = openVideo();
    ReadingService first = serviceThatRead(stream, 75);
    first.refuse(-1, 4006);
    ReadingService second = service(stream);
    second.readAvailable();

    assertThat(second.videoNumbers()).isEqualTo(frames(0, 75));
    assertThat(listener.dropped).isEmpty();
  }
}
