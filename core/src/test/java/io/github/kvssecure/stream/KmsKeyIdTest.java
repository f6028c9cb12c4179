package io.github.kvssecure.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.kvssecure.stream.KmsKeyId.Form;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KmsKeyIdTest {

  private static final String ID = "11111111-2222-3333-4444-555555555555";
  private static final String ARN = "arn:aws:kms:eu-central-1:123456789012:";

  @ParameterizedTest
  @CsvSource({
    ID + ", KEY_ID, ,, false",
    "mrk-0123456789abcdef0123456789abcdef, KEY_ID, ,, false",
    "alias/camera, ALIAS_NAME, ,, false",
    "alias/aws/kinesisvideo, ALIAS_NAME, ,, true",
    "alias/aws, ALIAS_NAME, ,, false",
    "alias/my/aws/key, ALIAS_NAME, ,, false",
    ARN + "key/" + ID + ", KEY_ARN, eu-central-1, 123456789012, false",
    ARN + "alias/camera, ALIAS_ARN, eu-central-1, 123456789012, false",
    ARN + "alias/aws/kinesisvideo, ALIAS_ARN, eu-central-1, 123456789012, true"
  })
  void key_inEveryForm(String text, Form form, String region, String account, boolean awsManaged) {
    KmsKeyId key = KmsKeyId.of(text);

    assertThat(key.form()).isEqualTo(form);
    assertThat(key.region()).isEqualTo(Optional.ofNullable(region));
    assertThat(key.account()).isEqualTo(Optional.ofNullable(account));
    assertThat(key.isAwsManagedAlias()).isEqualTo(awsManaged);
    assertThat(key).hasToString(text).isEqualTo(KmsKeyId.of(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "key",
        "key/" + ID,
        ID + "0",
        "11111111-2222-3333-4444-55555555555G",
        "11111111222233334444555555555555",
        "mrk-0123",
        "alias/",
        "alias/a b",
        "alias/a\n",
        "Alias/camera",
        ARN + ID,
        ARN + "key/",
        "arn:aws:kms:eu-central-1:12345:key/" + ID,
        "arn:aws:s3:eu-central-1:123456789012:key/" + ID,
        ARN + "key/" + ID + " "
      })
  void key_ofUnknownForm(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> KmsKeyId.of(text))
        .withMessageContaining("alias/NAME");
  }

  @Test
  void key_tooLong() {
    assertThat(KmsKeyId.of("alias/" + "a".repeat(2042)).value()).hasSize(2048);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> KmsKeyId.of("alias/" + "a".repeat(2043)))
        .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(300));
  }
}
