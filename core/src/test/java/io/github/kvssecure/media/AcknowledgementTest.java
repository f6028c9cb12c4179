package io.github.kvssecure.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AcknowledgementTest {

  @ParameterizedTest
  @CsvSource({
    "4000, TRANSIENT",
    "4001, PERMANENT",
    "4002, PERMANENT",
    "4003, TRANSIENT",
    "4004, PERMANENT",
    "4012, PERMANENT",
    "4499, PERMANENT",
    "4500, SECURITY",
    "4501, SECURITY",
    "4502, SECURITY",
    "4503, TRANSIENT",
    "4504, SECURITY",
    "4507, SECURITY",
    "4599, SECURITY",
    "4600, PERMANENT",
    "4999, PERMANENT",
    "5000, TRANSIENT",
    "5001, TRANSIENT",
    "0, TRANSIENT",
    "-1, TRANSIENT",
    "2147483647, TRANSIENT"
  })
  void errorNumber_hasAMeaningAlsoIfItIsUnknown(int id, AcknowledgementError.Kind kind) {
    assertThat(new AcknowledgementError(id, "SOMETHING").kind()).isEqualTo(kind);
  }

  @Test
  void error_isShownWithNumberAndWord() {
    assertThat(new AcknowledgementError(4501, "KMS_KEY_DISABLED"))
        .hasToString("4501 KMS_KEY_DISABLED");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "91343852333181432392682062622220590765191907586"})
  void fragmentNumber_ofDigits(String value) {
    assertThat(new FragmentNumber(value)).hasToString(value).isEqualTo(new FragmentNumber(value));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-1", "1 ", "1\n", "0x1", "1.0", "\u0661", "\uff11"})
  void fragmentNumber_ofSomethingElse(String value) {
    assertThatIllegalArgumentException().isThrownBy(() -> new FragmentNumber(value));
  }

  @Test
  void fragmentNumber_tooLong() {
    assertThat(new FragmentNumber("9".repeat(128)).value()).hasSize(128);
    assertThatIllegalArgumentException().isThrownBy(() -> new FragmentNumber("9".repeat(129)));
  }
}
