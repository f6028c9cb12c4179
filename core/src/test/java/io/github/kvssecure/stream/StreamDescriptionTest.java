package io.github.kvssecure.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kvssecure.fake.Camera;
import org.junit.jupiter.api.Test;

class StreamDescriptionTest {

  @Test
  void text_isOneLineWhateverTheServiceReports() {
    StreamDescription hostile =
        StreamDescription.builder(Camera.ARN + "\nINFO all is well", StreamStatus.ACTIVE)
            .kmsKeyId("alias/\u2028INFO key checked")
            .mediaType("video/h264\u001b[2J" + "x".repeat(1 << 20))
            .build();

    assertThat(hostile.toString())
        .hasSizeLessThan(4096)
        .matches("[ -~]+")
        .contains(Camera.ARN.value(), "alias/?INFO key checked");
  }
}
