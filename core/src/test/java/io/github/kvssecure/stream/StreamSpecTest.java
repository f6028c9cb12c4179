package io.github.kvssecure.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.github.kvssecure.fake.Camera;
import io.github.kvssecure.identity.CredentialSource;
import io.github.kvssecure.media.Codec;
import io.github.kvssecure.media.CodecPrivateData;
import io.github.kvssecure.media.Track;
import io.github.kvssecure.media.TrackType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

class StreamSpecTest {

  private static final CredentialSource ADMINISTRATOR =
      CredentialSource.of(
          StaticCredentialsProvider.create(
              AwsBasicCredentials.create("AKIAEXAMPLEEXAMPLE01", Camera.SECRET)));

  private static StreamSpec.Builder bare() {
    return StreamSpec.builder(Camera.STREAM, Camera.VIDEO);
  }

  @Test
  void spec_holdsWhatWasSaid() {
    BufferLimits limits = BufferLimits.DEFAULT;
    StreamSpec spec =
        bare()
            .track(Camera.AUDIO)
            .encryptedBy(Camera.KEY)
            .retention(Retention.ofHours(2))
            .tag("site", "north")
            .createIfMissing(ADMINISTRATOR)
            .buffer(limits)
            .build();

    assertThat(spec.name()).isEqualTo(Camera.STREAM);
    assertThat(spec.tracks()).containsExactly(Camera.VIDEO, Camera.AUDIO);
    assertThat(spec.mediaType()).hasToString("video/h264,audio/aac");
    assertThat(spec.kmsKey()).contains(Camera.KEY);
    assertThat(spec.retention()).contains(Retention.ofHours(2));
    assertThat(spec.tags()).isEqualTo(Tags.of("site", "north"));
    assertThat(spec.administrator()).contains(ADMINISTRATOR);
    assertThat(spec.buffer()).isSameAs(limits);
  }

  @Test
  void spec_withoutOptions() {
    StreamSpec spec = bare().build();

    assertThat(spec.kmsKey()).isEmpty();
    assertThat(spec.retention()).isEmpty();
    assertThat(spec.administrator()).isEmpty();
    assertThat(spec.tags()).isEqualTo(Tags.none());
    assertThat(spec.buffer()).isEqualTo(BufferLimits.DEFAULT);
  }

  @Test
  void option_twice() {
    assertThatIllegalStateException()
        .isThrownBy(() -> Camera.spec().encryptedBy(Camera.KEY))
        .withMessageContaining("encryptedBy was already set");
    assertThatIllegalStateException()
        .isThrownBy(() -> Camera.spec().retention(Retention.NONE))
        .withMessageContaining("retention was already set");
    assertThatIllegalStateException()
        .isThrownBy(() -> bare().buffer(BufferLimits.DEFAULT).buffer(BufferLimits.DEFAULT))
        .withMessageContaining("buffer was already set");
    assertThatIllegalStateException()
        .isThrownBy(() -> bare().createIfMissing(ADMINISTRATOR).createIfMissing(ADMINISTRATOR))
        .withMessageContaining("createIfMissing was already set")
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain(Camera.SECRET));
  }

  @Test
  void tracks_tooMany() {
    StreamSpec.Builder three = bare().track(Camera.AUDIO).track(Track.aac(3, new byte[] {1}));

    assertThatIllegalStateException()
        .isThrownBy(() -> three.track(Track.aac(4, new byte[] {1})))
        .withMessageContaining("3");
  }

  @Test
  void trackNumber_twice() {
    StreamSpec.Builder builder = bare().track(Track.aac(1, new byte[] {1}));

    assertThatExceptionOfType(IngestConfigurationException.class)
        .isThrownBy(builder::build)
        .withMessageContaining("number 1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"nonsense", "video/", "/h264", "video/h264;x"})
  void mediaType_thatTheServiceDoesNotTake(String mediaType) {
    Codec codec = new Codec(TrackType.VIDEO, "V_UNKNOWN", mediaType);
    StreamSpec.Builder builder =
        StreamSpec.builder(Camera.STREAM, new Track(1, codec, CodecPrivateData.of(new byte[] {1})));

    assertThatIllegalArgumentException()
        .isThrownBy(builder::build)
        .withMessageContaining("media type");
  }

  @ParameterizedTest
  @CsvSource({"'', 0", "aws:site, 0", "AWS:site, 0", "Aws:, 0", "site, 257"})
  void tag_thatTheServiceDoesNotTake(String key, int valueLength) {
    assertThatIllegalArgumentException().isThrownBy(() -> bare().tag(key, "v".repeat(valueLength)));
  }

  @Test
  void tag_asLongAsItMayBe() {
    assertThat(bare().tag("k".repeat(128), "v".repeat(256)).build().tags().asMap()).hasSize(1);
    assertThatIllegalArgumentException().isThrownBy(() -> bare().tag("k".repeat(129), ""));
  }

  @Test
  void tag_twice() {
    assertThatIllegalStateException()
        .isThrownBy(() -> bare().tag("site", "north").tag("site", "north"));
  }

  @Test
  void tags_tooMany() {
    StreamSpec.Builder builder = bare();
    for (int i = 0; i < Tags.MAX_TAGS; i++) {
      builder.tag("key" + i, "");
    }

    assertThatIllegalStateException().isThrownBy(() -> builder.tag("one-more", ""));
    assertThat(builder.build().tags().asMap()).hasSize(50);
  }

  @Test
  void builderThatGoesOn_leavesTheSpecAlone() {
    StreamSpec.Builder builder = bare();
    StreamSpec spec = builder.build();
    builder.track(Camera.AUDIO).tag("site", "north");

    assertThat(spec.tracks()).containsExactly(Camera.VIDEO);
    assertThat(spec.tags()).isEqualTo(Tags.none());
  }

  @Test
  void text_holdsNoSecret() {
    assertThat(Camera.spec().createIfMissing(ADMINISTRATOR).build().toString())
        .contains("front-door", "createIfMissing=true", "24 h")
        .doesNotContain(Camera.SECRET, "AKIA");
  }
}
