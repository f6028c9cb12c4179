package io.github.kvssecure.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StreamNameTest {

  @ParameterizedTest
  @ValueSource(strings = {"a", "front-door", "A_b.9-", "..."})
  void name_ofAdmittedCharacters(String value) {
    assertThat(StreamName.of(value)).hasToString(value).isEqualTo(new StreamName(value));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", " ", "a b", "a/b", "a\n", "\u00e4", "a:b", "stream*", "a\0", "\u0661"})
  void name_ofOtherCharacters(String value) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> StreamName.of(value))
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain("\n").doesNotContain("\0"));
  }

  @Test
  void name_asLongAsItMayBe() {
    assertThat(StreamName.of("a".repeat(256)).value()).hasSize(256);
  }

  @Test
  void name_tooLong() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> StreamName.of("a".repeat(257)))
        .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(250));
  }
}
