package io.github.kvssecure.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.kvssecure.stream.StreamName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class StreamBindingTest {

  static String[] noStreamNames() {
    return new String[] {
      "",
      "*",
      "cam*",
      "cam?",
      "cam/1",
      "a b",
      "cam\"",
      "cam\n",
      "${credentials-iot:ThingName}",
      "t\u00fcr",
      "x".repeat(257)
    };
  }

  /** It would go into the policy of a role as it is. */
  @ParameterizedTest
  @MethodSource("noStreamNames")
  void fixedName_mustBeOne(String name) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> StreamBinding.fixed(name))
        .withMessageStartingWith("stream name must be 1 to 256 of");
    assertThatIllegalArgumentException().isThrownBy(() -> StreamName.of(name));
  }

  @ParameterizedTest
  @ValueSource(strings = {"lobby", "Cam_1.front-door", "0"})
  void streamName_isTaken(String name) {
    assertThat(StreamBinding.fixed(name))
        .isEqualTo(new StreamBinding.Fixed(StreamName.of(name).value()));
  }
}
