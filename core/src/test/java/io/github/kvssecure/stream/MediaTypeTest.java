package io.github.kvssecure.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.kvssecure.fake.Camera;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MediaTypeTest {

  @ParameterizedTest
  @ValueSource(strings = {"video/h264", "video/h264,audio/aac", "audio/x-a.b+c"})
  void mediaType_thatTheServiceTakes(String value) {
    assertThat(new MediaType(value)).hasToString(value);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "video",
        "video/",
        "/h264",
        "video/h264,",
        ",video/h264",
        "video/h264, audio/aac",
        "video/h264\n",
        "video/h264/x"
      })
  void mediaType_ofAnotherShape(String value) {
    assertThatIllegalArgumentException().isThrownBy(() -> new MediaType(value));
  }

  @Test
  void mediaType_tooLong() {
    assertThat(new MediaType("video/" + "x".repeat(122)).value()).hasSize(128);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new MediaType("video/" + "x".repeat(123)));
  }

  @Test
  void mediaType_ofTracks_isInTheOrderOfTheirNumbers() {
    assertThat(MediaType.of(List.of(Camera.AUDIO, Camera.VIDEO)))
        .hasToString("video/h264,audio/aac");
  }
}
