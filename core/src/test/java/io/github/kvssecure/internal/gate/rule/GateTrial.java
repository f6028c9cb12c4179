package io.github.kvssecure.internal.gate.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.kvssecure.event.IngestListener;
import io.github.kvssecure.fake.Camera;
import io.github.kvssecure.internal.gate.PolicyGate;
import io.github.kvssecure.policy.Control;
import io.github.kvssecure.policy.Decision;
import io.github.kvssecure.policy.PolicyViolationException;
import io.github.kvssecure.policy.SecurityPolicy;
import io.github.kvssecure.policy.Violation;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;

/** Shows facts to a gate and tells what became of one control. */
final class GateTrial {

  private final Control control;
  private final SecurityPolicy policy;

  private GateTrial(Control control, SecurityPolicy policy) {
    this.control = control;
    this.policy = policy;
  }

  /** A trial of a control under the strict policy. */
  static GateTrial of(Control control) {
    return new GateTrial(control, SecurityPolicy.strict());
  }

  GateTrial under(SecurityPolicy other) {
    return new GateTrial(control, other);
  }

  /** Requires that both kinds of inspection refuse, and returns the one violation. */
  <F> Violation refused(List<Rule<F>> rules, F facts) {
    Violation admission = only(gate().admission().of(rules, facts));
    Violation verification = only(gate().verification().of(rules, facts));
    assertThat(verification).isEqualTo(admission);
    assertThat(admission.subject()).isNotBlank();
    assertThat(admission.found()).isNotBlank();
    assertThat(admission.required()).isNotBlank();
    assertThat(admission.remedy()).isNotBlank();
    return admission;
  }

  /** Requires that both kinds of inspection refuse, for whatever reasons; returns the first. */
  <F> Violation refusedBy(List<Rule<F>> rules, F facts) {
    List<Violation> refused = gate().admission().of(rules, facts).refused();
    assertThat(refused).isNotEmpty().extracting(Violation::control).containsOnly(control);
    return refused.get(0);
  }

  /** Requires that the control is violated and nothing is refused for it. */
  <F> Violation tolerated(List<Rule<F>> rules, F facts) {
    PolicyGate gate = gate();
    PolicyGate.Inspection inspection = gate.verification().of(rules, facts);
    Decision decision = decision(gate);
    assertThat(decision).isInstanceOf(Decision.Violated.class);
    assertThat(inspection.refused()).extracting(Violation::control).doesNotContain(control);
    return ((Decision.Violated) decision).violation();
  }

  private Violation only(PolicyGate.Inspection inspection) {
    PolicyViolationException refusal =
        catchThrowableOfType(PolicyViolationException.class, inspection::conclude);
    assertThat(refusal).as("refusal").isNotNull();
    List<Violation> ofControl =
        refusal.violations().stream().filter(v -> v.control() == control).toList();
    assertThat(ofControl).hasSize(1);
    assertThat(refusal.getMessage()).contains(ofControl.get(0).toString());
    return ofControl.get(0);
  }

  /** Requires that the control is met, that nothing refuses for it, and returns the evidence. */
  <F> String satisfied(List<Rule<F>> rules, F facts) {
    PolicyGate gate = gate();
    PolicyGate.Inspection inspection = gate.verification().of(rules, facts);
    Decision decision = decision(gate);
    assertThat(decision).isInstanceOf(Decision.Satisfied.class);
    assertThat(inspection.refused()).extracting(Violation::control).doesNotContain(control);
    return ((Decision.Satisfied) decision).evidence();
  }

  /** As {@link #satisfied}, and requires that no other control refuses either. */
  <F> String satisfiedAlone(List<Rule<F>> rules, F facts) {
    assertThatCode(() -> gate().verification().of(rules, facts).conclude())
        .doesNotThrowAnyException();
    return satisfied(rules, facts);
  }

  /** Whether the control is found violated and yet nothing is refused for it. */
  <F> boolean warned(List<Rule<F>> rules, F facts) {
    PolicyGate gate = gate();
    PolicyGate.Inspection inspection = gate.verification().of(rules, facts);
    return decision(gate) instanceof Decision.Violated
        && inspection.refused().stream().noneMatch(v -> v.control() == control);
  }

  /** Requires that nobody can tell whether the control is met, and returns why. */
  <F> String notEvaluated(List<Rule<F>> rules, F facts) {
    PolicyGate gate = gate();
    PolicyGate.Inspection inspection = gate.admission().of(rules, facts);
    Decision decision = decision(gate);
    assertThat(decision).isInstanceOf(Decision.NotEvaluated.class);
    assertThat(inspection.refused()).extracting(Violation::control).doesNotContain(control);
    return ((Decision.NotEvaluated) decision).reason();
  }

  /** Whether what cannot be told is refused when somebody else reports it. */
  <F> boolean refusesUnevaluated(List<Rule<F>> rules, F facts) {
    return gate().verification().of(rules, facts).refused().stream()
        .anyMatch(v -> v.control() == control && v.found().startsWith("not evaluated"));
  }

  private Decision decision(PolicyGate gate) {
    return Objects.requireNonNull(gate.report(List.of()).decisions().get(control));
  }

  private PolicyGate gate() {
    return new PolicyGate(policy, Clock.fixed(Camera.NOW, ZoneOffset.UTC), IngestListener.NONE);
  }
}
