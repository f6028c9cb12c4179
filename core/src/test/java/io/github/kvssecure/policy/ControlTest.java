package io.github.kvssecure.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ControlTest {

  private static final Violation VIOLATION =
      new Violation(Control.KMS_01, "stream front-door", "no key", "a key", ".encryptedBy(key)");

  @Test
  void catalogue_has117Controls() {
    assertThat(Control.values()).hasSize(117);
  }

  @ParameterizedTest
  @EnumSource(Control.class)
  void control_isFoundByItsId(Control control) {
    assertThat(Control.ofId(control.id())).contains(control);
    assertThat(control.id()).matches("[A-Z]+-[0-9]{2}");
    assertThat(control).hasToString(control.id());
    assertThat(control.statement()).isNotBlank().doesNotEndWith(".");
  }

  @Test
  void unknownId_isNoControl() {
    assertThat(Control.ofId("KMS-99")).isEmpty();
    assertThat(Control.ofId("KMS_01")).isEmpty();
    assertThat(Control.ofId("")).isEmpty();
  }

  @Test
  void violation_isShownInFiveParts() {
    assertThat(VIOLATION.toString())
        .startsWith("KMS-01 " + Control.KMS_01.statement())
        .contains("stream front-door", "no key", "a key", ".encryptedBy(key)");
  }

  @Test
  void refusal_carriesItsViolations() {
    List<Violation> violations = new ArrayList<>(List.of(VIOLATION, VIOLATION));
    PolicyViolationException refusal = new PolicyViolationException(violations);
    violations.clear();

    assertThat(refusal.violations()).containsExactly(VIOLATION, VIOLATION);
    assertThat(refusal).hasMessageContaining(VIOLATION.toString());
  }

  @Test
  void refusal_withoutAViolation() {
    assertThatIllegalArgumentException().isThrownBy(() -> new PolicyViolationException(List.of()));
  }

  @Test
  void report_ofNothing_isNotEvaluated() {
    ControlReport report = new ControlReport(Map.of(), List.of(), List.of());

    assertThat(report).hasToString("satisfied=0 violated=0 not-evaluated=117");
    assertThat(report.decisions().keySet()).containsExactly(Control.values());
    assertThat(report.decisions()).allSatisfy((c, d) -> assertThat(d.control()).isEqualTo(c));
  }
}
