package io.github.kvssecure.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class TagsTest {

  static Stream<String> badKeys() {
    return Stream.of(
        "", "aws:owner", "AWS:owner", "Aws:", "k".repeat(129), "a#b", "a\nb", "a\tb", "50%", "a*");
  }

  static Stream<String> badValues() {
    return Stream.of("v".repeat(257), "<b>", "line\nline", "\u0000", "a,b", "\uD83D\uDCF7");
  }

  @ParameterizedTest
  @MethodSource("badKeys")
  void keyThatAwsDoesNotAdmit_isRefused(String key) {
    assertThatIllegalArgumentException().isThrownBy(() -> Tags.of(key, "value"));
    assertThatIllegalArgumentException().isThrownBy(() -> Tags.requireKey(key));
  }

  @ParameterizedTest
  @MethodSource("badValues")
  void valueThatAwsDoesNotAdmit_isRefused(String value) {
    assertThatIllegalArgumentException().isThrownBy(() -> Tags.of("key", value));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"owner", "awsome", "my aws:key", "a_b.c:d/e=f+g-h@i", "besitzer-büro", "所有者", "9"})
  void keyThatAwsAdmits_isTaken(String key) {
    assertThat(Tags.of(key, "").value(key)).hasValue("");
  }

  @Test
  void limits_areInclusive() {
    Tags tags = Tags.of("k".repeat(128), "v".repeat(256));

    assertThat(tags.keys()).containsExactly("k".repeat(128));
  }

  @Test
  void fiftyTags_areTakenAndTheNextIsRefused() {
    Tags tags = Tags.none();
    for (int i = 0; i < Tags.MAX_TAGS; i++) {
      tags = tags.with("key" + i, "value");
    }
    Tags full = tags;

    assertThat(full.asMap()).hasSize(50);
    assertThatIllegalStateException().isThrownBy(() -> full.with("key50", "value"));
  }

  @Test
  void keyThatIsThere_isRefusedAndCaseMatters() {
    Tags tags = Tags.of("owner", "a");

    assertThatIllegalStateException().isThrownBy(() -> tags.with("owner", "b"));
    assertThat(tags.with("Owner", "b").keys()).containsExactly("Owner", "owner");
    assertThat(tags.keys()).containsExactly("owner");
  }

  @Test
  void equality_isThatOfKeysAndValues() {
    Tags one = Tags.of("a", "1").with("b", "2");

    assertThat(one)
        .isEqualTo(Tags.of("b", "2").with("a", "1"))
        .hasSameHashCodeAs(Tags.of("b", "2").with("a", "1"))
        .isNotEqualTo(Tags.of("a", "1"))
        .hasToString("Tags{a=1, b=2}");
    assertThat(Tags.none().isEmpty()).isTrue();
  }
}
