package io.github.kvssecure.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StreamArnTest {

  private static final String ARN =
      "arn:aws-us-gov:kinesisvideo:us-gov-west-1:123456789012:stream/front.door/1780000000000";

  @Test
  void arn_isReadInParts() {
    StreamArn arn = new StreamArn(ARN);

    assertThat(arn.partition()).isEqualTo("aws-us-gov");
    assertThat(arn.region()).isEqualTo("us-gov-west-1");
    assertThat(arn.account()).isEqualTo("123456789012");
    assertThat(arn.name()).isEqualTo(StreamName.of("front.door"));
    assertThat(arn.creation()).isEqualTo("1780000000000");
    assertThat(arn).hasToString(ARN).isEqualTo(StreamArn.parse(ARN).orElseThrow());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "arn:aws:kinesisvideo:eu-central-1:123456789012:stream/a",
        "arn:aws:kinesisvideo:eu-central-1:123456789012:stream/a/b",
        "arn:aws:kinesisvideo:eu-central-1:123456789012:channel/a/1",
        "arn:aws:kinesisvideo:eu-central-1:1234567890123:stream/a/1",
        "arn:aws:kinesisvideo:eu-central-1:123456789012:stream/a/1\n",
        "arn:aws:kinesisvideo:eu-central-1:123456789012:stream/a b/1",
        "ARN:aws:kinesisvideo:eu-central-1:123456789012:stream/a/1"
      })
  void arn_ofAnotherShape(String text) {
    assertThat(StreamArn.parse(text)).isEmpty();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new StreamArn(text))
        .withMessageContaining("arn:PARTITION:kinesisvideo");
  }

  @Test
  void arn_tooLong() {
    String text = ARN + "0".repeat(StreamArn.MAX_LENGTH - ARN.length());

    assertThat(StreamArn.parse(text)).isPresent();
    assertThat(StreamArn.parse(text + "0")).isEmpty();
    assertThatIllegalArgumentException().isThrownBy(() -> new StreamArn(text + "0"));
  }
}
