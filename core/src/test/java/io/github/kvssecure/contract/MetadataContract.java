package io.github.kvssecure.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.kvssecure.media.FragmentMetadata;
import io.github.kvssecure.spi.MediaProducerException;
import io.github.kvssecure.spi.MediaStream;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is said of a fragment leaves with it, as often as it does. */
abstract class MetadataContract extends StreamContract {

  private static final FragmentMetadata DOOR =
      FragmentMetadata.of("event", "door opened \u00e9").withImageGeneration();
  private static final Map<String, String> DOOR_TAGS =
      Map.of("event", "door opened \u00e9", "AWS_KINESISVIDEO_IMAGE_GENERATION", "");

  /** A stream with 60 frames, of which the second fragment was described; null if it cannot. */
  private boolean describes(MediaStream stream) {
    ContractMedia.putVideo(stream, 0, 40);
    if (subject().has(Deviation.WRITES_NO_METADATA)) {
      assertThatExceptionOfType(MediaProducerException.class)
          .isThrownBy(() -> stream.putMetadata(DOOR))
          .withMessageContaining("packaging(Packaging.JAVA)");
      return false;
    }
    stream.putMetadata(DOOR);
    ContractMedia.putVideo(stream, 40, 60);
    return true;
  }

  @Test
  void metadata_closesTheFragmentThatTakesFrames() throws Exception {
    MediaStream stream = openVideo();
    if (!describes(stream)) {
      return;
    }
    ReadingService service = service(stream);
    stream.drain();
    service.readAll();

    assertThat(service.metadata()).isEqualTo(Map.of(fragment(1), DOOR_TAGS));
    assertThat(service.videoNumbers()).isEqualTo(frames(0, 60));
    assertThat(listener.complete).containsExactly(service.upload());
  }

  @Test
  void metadataOfTheLastFragment_leavesWithIt() throws Exception {
    MediaStream stream = openVideo();
    if (!describes(stream)) {
      return;
    }
    stream.putMetadata(FragmentMetadata.of("last", "yes"));
    ReadingService service = service(stream);
    stream.drain();
    service.readAll();

    assertThat(service.metadata()).containsEntry(fragment(2), Map.of("last", "yes"));
  }

  @Test
  void metadata_replacesWhatWasSaidBefore() throws Exception {
    MediaStream stream = openVideo();
    if (!describes(stream)) {
      return;
    }
    stream.putMetadata(FragmentMetadata.of("first", "no"));
    stream.putMetadata(FragmentMetadata.none());
    ReadingService service = service(stream);
    stream.drain();
    service.readAll();

    assertThat(service.metadata()).containsOnlyKeys(fragment(1));
  }

  @Test
  void replayedFragment_hasItsMetadata() throws Exception {
    MediaStream stream = openVideo();
    if (!describes(stream)) {
      return;
    }
    ReadingService first = service(stream);
    first.readAvailable();
    first.persist(fragment(0));
    stream.uploadBroken(first.upload());
    ReadingService second = service(stream);
    stream.drain();
    second.readAll();

    assertThat(second.videoNumbers()).isEqualTo(frames(25, 60));
    assertThat(second.metadata()).isEqualTo(first.metadata()).containsOnlyKeys(fragment(1));
  }

  @Test
  void metadataWithoutAFragment_isRefused() {
    MediaStream stream = openVideo();

    assertThatExceptionOfType(MediaProducerException.class)
        .isThrownBy(() -> stream.putMetadata(DOOR));
  }
}
