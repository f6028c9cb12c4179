package io.github.kvssecure.samples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.kvssecure.Packaging;
import io.github.kvssecure.SecureProducer;
import io.github.kvssecure.SecureStream;
import io.github.kvssecure.local.streams.StreamSettings;
import io.github.kvssecure.media.FragmentMetadata;
import io.github.kvssecure.media.Frame;
import io.github.kvssecure.policy.Control;
import io.github.kvssecure.policy.Decision;
import io.github.kvssecure.spi.MediaProducerException;
import io.github.kvssecure.stream.StreamName;
import io.github.kvssecure.stream.StreamSpec;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Metadata of fragments, from the application to who reads the stream. */
class FragmentMetadataTest {

  private static final String NAME = "front-door";
  private static final FragmentMetadata DOOR =
      FragmentMetadata.of("event", "door-opened").withImageGeneration();

  private final Instant start = Instant.now().truncatedTo(ChronoUnit.SECONDS);

  /** What the application does with the stream. */
  private interface Application {
    void use(SecureStream stream, SecureProducer producer) throws Exception;
  }

  private void run(StandIn standIn, Application application) throws Exception {
    standIn
        .kvs()
        .streams()
        .create(
            NAME,
            StreamSettings.none()
                .withRetentionHours(24)
                .withKmsKeyId(standIn.kvs().keys().create().arn()));
    StreamSpec spec = StreamSpec.builder(StreamName.of(NAME), Clip.load().tracks().get(0)).build();
    try (SecureProducer producer = standIn.producer(standIn.camera()).build();
        SecureStream stream = producer.openStream(spec)) {
      application.use(stream, producer);
    }
  }

  private Frame second(int second) {
    ByteBuffer data = ByteBuffer.allocate(1000).putInt(996).putInt(0x65 << 24);
    return Frame.key(1, start.plusSeconds(second), data.rewind());
  }

  @Test
  void metadata_isReadBackWithItsFragment() throws Exception {
    try (StandIn standIn = new StandIn(Packaging.JAVA)) {
      run(
          standIn,
          (stream, producer) -> {
            stream.put(second(0));
            stream.putMetadataOnEveryFragment(FragmentMetadata.of("place", "gate"));
            stream.put(second(1));
            stream.putMetadata(DOOR);
            stream.put(second(2));
            stream.putMetadataOnEveryFragment(FragmentMetadata.none());
            stream.put(second(3));
            assertThat(stream.close(Duration.ofSeconds(60)).isComplete()).isTrue();
            assertThat(producer.report().decisions().get(Control.MKV_06))
                .isInstanceOf(Decision.Satisfied.class);
          });

      assertThat(standIn.kvs().streams().fragments(NAME))
          .extracting(fragment -> fragment.media().tags())
          .containsExactly(
              Map.of("place", "gate"),
              Map.of(
                  "place", "gate",
                  "event", "door-opened",
                  "AWS_KINESISVIDEO_IMAGE_GENERATION", ""),
              Map.of(),
              Map.of());
    }
  }

  @Test
  void nativePackager_saysThatItCannot_andGoesOn() throws Exception {
    try (StandIn standIn = new StandIn(Packaging.NATIVE)) {
      run(
          standIn,
          (stream, producer) -> {
            stream.put(second(0));
            assertThatExceptionOfType(MediaProducerException.class)
                .isThrownBy(() -> stream.putMetadata(DOOR))
                .withMessageContaining("packaging(Packaging.JAVA)");
            stream.put(second(1));
            assertThat(stream.close(Duration.ofSeconds(60)).isComplete()).isTrue();
          });
    }
  }
}
