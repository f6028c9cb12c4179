package io.github.kvssecure.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What somebody outside says must not look like another line of the log. */
class LineTest {

  private static final String FORGED = "INFO stream front-door is fine";

  @ParameterizedTest
  @ValueSource(strings = {"\n", "\r\n", "\r", "\u0085", "\u2028", "\u2029", "\u001b[2J", "\u202e"})
  void outsideText_beginsNoLineOfItsOwn(String trick) {
    String hostile = "video/h264" + trick + FORGED;
    Violation violation =
        new Violation(Control.CP_02, hostile, hostile, hostile, "StreamName.of(" + hostile + ")");

    assertThat(new PolicyViolationException(List.of(violation)).getMessage())
        .doesNotContain(trick + FORGED)
        .contains("video/h264?");
    assertThat(violation.toString().lines()).hasSize(5);
    assertThat(new Decision.Satisfied(Control.CP_02, hostile).evidence()).doesNotContain(trick);
    assertThat(new Decision.NotEvaluated(Control.CP_02, hostile).reason()).doesNotContain(trick);
  }

  @Test
  void endlessText_isCut() {
    Violation violation =
        new Violation(Control.CP_02, "stream", "x".repeat(1 << 20), "required", "remedy");

    assertThat(violation.found()).hasSizeLessThan(5000).endsWith("...");
  }

  @Test
  void lettersOfAnyLanguage_stay() {
    assertThat(new Decision.Satisfied(Control.CP_02, "Türkamera 東京").evidence())
        .isEqualTo("Türkamera 東京");
  }
}
