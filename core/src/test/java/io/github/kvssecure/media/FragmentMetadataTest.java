package io.github.kvssecure.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FragmentMetadataTest {

  private static FragmentMetadata ten() {
    FragmentMetadata ten = FragmentMetadata.none();
    for (int i = 0; i < FragmentMetadata.MAX_TAGS; i++) {
      ten = ten.with("tag" + i, "v");
    }
    return ten;
  }

  @ParameterizedTest
  @ValueSource(strings = {"AWS", "aws_kinesisvideo_notification", "AWSome", "AWS_FRAGMENT_NUMBER"})
  void reservedName_isRefused(String name) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> FragmentMetadata.of(name, "x"))
        .withMessageContaining("withNotification()");
  }

  @Test
  void namesThatProducersMayWrite_haveMethods() {
    assertThat(
            FragmentMetadata.none()
                .withNotification()
                .withImageGeneration()
                .withImagePrefix("front")
                .asMap())
        .isEqualTo(
            Map.of(
                "AWS_KINESISVIDEO_NOTIFICATION", "",
                "AWS_KINESISVIDEO_IMAGE_GENERATION", "",
                "AWS_KINESISVIDEO_IMAGE_PREFIX", "front"));
  }

  /** Lengths are counted in UTF-8: 64 and 128 times two bytes fit. */
  @Test
  void lengths_areBytes() {
    assertThat(FragmentMetadata.of("\u00e9".repeat(64), "\u00e9".repeat(128)).asMap()).hasSize(1);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> FragmentMetadata.of("\u00e9".repeat(65), ""))
        .withMessageContaining("130 bytes");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> FragmentMetadata.of("n", "\u00e9".repeat(129)));
    assertThatIllegalArgumentException().isThrownBy(() -> FragmentMetadata.of("", "v"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\u0000b", "a\nb", "\ud83d"})
  void whatIsNoText_isRefused(String value) {
    assertThatIllegalArgumentException().isThrownBy(() -> FragmentMetadata.of("n", value));
  }

  @Test
  void elevenTags_areRefused_andOneOfTheSameNameReplaces() {
    assertThat(ten().with("tag3", "w").asMap()).hasSize(10).containsEntry("tag3", "w");
    assertThatIllegalArgumentException().isThrownBy(() -> ten().withNotification());
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ten().and(FragmentMetadata.of("another", "")));
  }

  @Test
  void toString_saysNothingOfThem() {
    assertThat(FragmentMetadata.of("who", "jane")).hasToString("FragmentMetadata[1 tags]");
  }
}
