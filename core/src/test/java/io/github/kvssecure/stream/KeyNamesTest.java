package io.github.kvssecure.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KeyNamesTest {

  private static final String UUID = "11111111-2222-3333-4444-555555555555";
  private static final String MRK = "mrk-0123456789abcdef0123456789abcdef";
  private static final String HERE = "arn:aws:kms:eu-central-1:123456789012:";
  private static final AwsRegion REGION = AwsRegion.of("eu-central-1");

  @ParameterizedTest
  @CsvSource({
    HERE + "key/" + UUID + ", false, " + UUID,
    HERE + "key/" + MRK + ", true, " + MRK,
  })
  void keyArn_givesItsParts(String text, boolean multiRegion, String id) {
    KeyArn arn = KeyArn.of(text);

    assertThat(arn.partition()).isEqualTo("aws");
    assertThat(arn.region()).isEqualTo("eu-central-1");
    assertThat(arn.account()).isEqualTo("123456789012");
    assertThat(arn.id()).isEqualTo(id);
    assertThat(arn.isMultiRegion()).isEqualTo(multiRegion);
    assertThat(arn).hasToString(text).isEqualTo(KeyArn.of(text));
    assertThat(arn.toKeyId().keyArn()).hasValue(arn);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        UUID,
        "alias/camera",
        HERE + "alias/camera",
        HERE + "alias/key/" + UUID,
        "arn:aws:kms:eu-central-1:12345678901:key/" + UUID,
        "arn:aws:s3:eu-central-1:123456789012:key/" + UUID,
        "ARN:aws:kms:eu-central-1:123456789012:key/" + UUID,
        HERE + "key/" + UUID + "\n",
        HERE + "key/*"
      })
  void textOfAnotherShape_isNoKeyArn(String text) {
    assertThat(KeyArn.parse(text)).isEmpty();
    assertThatIllegalArgumentException().isThrownBy(() -> KeyArn.of(text));
  }

  @ParameterizedTest
  @CsvSource({
    UUID + ", " + HERE + "key/" + UUID,
    MRK + ", " + HERE + "key/" + MRK,
    "alias/camera, " + HERE + "alias/camera",
    HERE + "alias/camera, " + HERE + "alias/camera",
    "arn:aws:kms:us-east-1:999999999999:key/"
        + UUID
        + ", arn:aws:kms:us-east-1:999999999999:key/"
        + UUID,
  })
  void shortName_meansTheAccountAndRegionItIsReadIn(String name, String meant) {
    assertThat(KmsKeyId.of(name).in(REGION, "123456789012")).isEqualTo(KmsKeyId.of(meant));
  }

  @Test
  void shortName_isReadInItsPartition() {
    assertThat(KmsKeyId.of("alias/camera").in(AwsRegion.of("cn-north-1"), "123456789012"))
        .hasToString("arn:aws-cn:kms:cn-north-1:123456789012:alias/camera");
  }

  @ParameterizedTest
  @ValueSource(strings = {UUID, "alias/camera", HERE + "alias/camera"})
  void nameThatIsNoKeyArn_givesNone(String name) {
    assertThat(KmsKeyId.of(name).keyArn()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "camera", "alias/", "key/" + UUID, HERE + UUID, "alias/a b"})
  void textInNoneOfTheFourForms_isNoKey(String text) {
    assertThat(KmsKeyId.parse(text)).isEmpty();
    assertThatIllegalArgumentException().isThrownBy(() -> KmsKeyId.of(text));
  }

  @Test
  void nameAsLongAsCreateStreamTakes_isTheLongest() {
    String longest = "alias/" + "a".repeat(KmsKeyId.MAX_LENGTH - 6);

    assertThat(KmsKeyId.parse(longest)).isPresent();
    assertThat(KmsKeyId.parse(longest + "a")).isEmpty();
  }
}
