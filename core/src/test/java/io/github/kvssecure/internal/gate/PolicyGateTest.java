package io.github.kvssecure.internal.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.kvssecure.event.IngestEvent;
import io.github.kvssecure.event.IngestListener;
import io.github.kvssecure.fake.Camera;
import io.github.kvssecure.fake.MovableClock;
import io.github.kvssecure.internal.gate.rule.Rule;
import io.github.kvssecure.internal.gate.rule.Rules;
import io.github.kvssecure.policy.Control;
import io.github.kvssecure.policy.ControlReport;
import io.github.kvssecure.policy.Decision;
import io.github.kvssecure.policy.PolicyViolationException;
import io.github.kvssecure.policy.SecurityPolicy;
import io.github.kvssecure.policy.Severity;
import io.github.kvssecure.policy.Violation;
import io.github.kvssecure.stream.StreamName;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PolicyGateTest {

  private enum Answer {
    MET,
    NOT_MET,
    UNKNOWN
  }

  /** Answers what the facts say. */
  private record Echo(Control control) implements Rule<Answer> {
    @Override
    public Decision evaluate(Answer facts, SecurityPolicy policy) {
      return switch (facts) {
        case MET -> satisfied("met");
        case NOT_MET -> violatedAt("subject").found("found").required("required").remedy("remedy");
        case UNKNOWN -> notEvaluated("nobody knows");
      };
    }
  }

  private final MovableClock clock = new MovableClock(Camera.NOW);

  private PolicyGate gate(SecurityPolicy policy) {
    return new PolicyGate(policy, clock, IngestListener.NONE);
  }

  private static List<Rule<Answer>> rules(Control... controls) {
    List<Rule<Answer>> rules = new ArrayList<>();
    for (Control control : controls) {
      rules.add(new Echo(control));
    }
    return rules;
  }

  @Test
  void violationsOfSeveralRuleSets_areThrownTogether() {
    PolicyGate.Inspection inspection =
        gate(SecurityPolicy.strict())
            .admission()
            .of(rules(Control.KMS_01, Control.CMP_02), Answer.NOT_MET)
            .of(rules(Control.NET_01), Answer.MET)
            .of(rules(Control.NET_02), Answer.NOT_MET);

    PolicyViolationException refusal =
        catchThrowableOfType(PolicyViolationException.class, inspection::conclude);

    assertThat(refusal.violations())
        .extracting(Violation::control)
        .containsExactly(Control.KMS_01, Control.CMP_02, Control.NET_02);
    assertThat(refusal.violations()).isEqualTo(inspection.refused());
    assertThat(refusal).hasMessageContainingAll("KMS-01", "CMP-02", "NET-02");
  }

  @Test
  void nothingToRefuse_concludes() {
    assertThatCode(
            () ->
                gate(SecurityPolicy.strict())
                    .verification()
                    .of(rules(Control.NET_04), Answer.MET)
                    .conclude())
        .doesNotThrowAnyException();
  }

  @Test
  void whatCannotBeTold_isRefusedOnVerificationUnderStrictAlone() {
    List<Rule<Answer>> rules = rules(Control.KMS_01);

    List<Violation> refused =
        gate(SecurityPolicy.strict()).verification().of(rules, Answer.UNKNOWN).refused();

    assertThat(refused).hasSize(1);
    assertThat(refused.get(0).found()).isEqualTo("not evaluated: nobody knows");
    assertThat(refused.get(0).remedy())
        .contains("SecurityPolicy.strict().insecurelyWaive(Control.KMS_01, reason, until)");
    assertThat(gate(SecurityPolicy.strict()).admission().of(rules, Answer.UNKNOWN).refused())
        .isEmpty();
    assertThat(gate(SecurityPolicy.baseline()).verification().of(rules, Answer.UNKNOWN).refused())
        .isEmpty();
  }

  @ParameterizedTest
  @EnumSource(
      value = Control.class,
      names = {"NET_01", "NET_02", "WIRE_01", "KMS_02"})
  void whatOnlyAnOptionLeavesOpen_isNotRefused(Control control) {
    assertThat(
            gate(SecurityPolicy.strict())
                .verification()
                .of(rules(control), Answer.UNKNOWN)
                .refused())
        .isEmpty();
  }

  @Test
  void warning_doesNotRefuseButIsReported() {
    PolicyGate gate = gate(SecurityPolicy.baseline());

    assertThat(gate.verification().of(rules(Control.KMS_01), Answer.NOT_MET).refused()).isEmpty();
    assertThat(gate.report(List.of()).decisions().get(Control.KMS_01))
        .isInstanceOf(Decision.Violated.class);
  }

  @Test
  void information_doesNotRefuse() {
    assertThat(
            gate(SecurityPolicy.strict())
                .verification()
                .of(rules(Control.NET_14), Answer.NOT_MET)
                .refused())
        .isEmpty();
  }

  @Test
  void raisedWarning_refuses() {
    SecurityPolicy raised = SecurityPolicy.strict().raise(Control.NET_03, Severity.BLOCK);

    assertThat(
            gate(SecurityPolicy.strict())
                .admission()
                .of(rules(Control.NET_03), Answer.NOT_MET)
                .refused())
        .isEmpty();
    assertThat(gate(raised).admission().of(rules(Control.NET_03), Answer.NOT_MET).refused())
        .hasSize(1);
  }

  @ParameterizedTest
  @EnumSource(
      value = Answer.class,
      names = {"NOT_MET", "UNKNOWN"})
  void waiver_holdsUntilTheEndOfItsDayInUtcAndNotLonger(Answer answer) {
    MovableClock late = new MovableClock(Instant.parse("2026-06-30T23:59:59.999Z"));
    PolicyGate gate =
        new PolicyGate(
            SecurityPolicy.strict()
                .insecurelyWaive(
                    Control.KMS_01, "the key is being replaced", LocalDate.parse("2026-06-30")),
            late,
            IngestListener.NONE);

    assertThat(gate.verification().of(rules(Control.KMS_01), answer).refused()).isEmpty();
    assertThat(gate.verification().of(rules(Control.KMS_10), answer).refused()).hasSize(1);

    late.advance(Duration.ofMillis(1));

    assertThat(gate.verification().of(rules(Control.KMS_01), answer).refused()).hasSize(1);
  }

  @Test
  void listenerThatThrows_changesNoDecision() {
    IngestListener thrower =
        event -> {
          throw new IllegalStateException("a listener's own fault");
        };
    PolicyGate gate = new PolicyGate(SecurityPolicy.strict(), clock, thrower);

    assertThat(gate.admission().of(rules(Control.NET_01), Answer.NOT_MET).refused()).hasSize(1);
    assertThat(gate.admission().of(rules(Control.NET_02), Answer.MET).refused()).isEmpty();
    assertThat(gate.report(List.of()).violated()).isEqualTo(1);
    assertThat(gate.report(List.of()).satisfied()).isEqualTo(1);
  }

  @Test
  void listener_hearsEveryDecision() {
    List<IngestEvent> events = new ArrayList<>();
    PolicyGate gate = new PolicyGate(SecurityPolicy.strict(), clock, events::add);

    assertThat(gate.admission().of(rules(Control.NET_01, Control.NET_02), Answer.MET).refused())
        .isEmpty();

    assertThat(events)
        .extracting(event -> ((IngestEvent.ControlDecided) event).decision().control())
        .containsExactly(Control.NET_01, Control.NET_02);
  }

  @Test
  void report_countsEveryControlOnceAndTheLatestDecisionWins() {
    PolicyGate gate = gate(SecurityPolicy.strict());
    requireCounts(gate.report(List.of()), 0, 0);

    gate.admission().of(rules(Control.NET_01, Control.NET_02), Answer.NOT_MET);
    requireCounts(gate.report(List.of()), 0, 2);

    gate.admission().of(rules(Control.NET_01), Answer.MET);
    requireCounts(gate.report(List.of()), 1, 1);

    gate.admission().of(rules(Control.NET_01), Answer.UNKNOWN);
    requireCounts(gate.report(List.of()), 0, 1);
  }

  private static final StreamName YARD = StreamName.of("yard");
  private static final StreamName GATE = StreamName.of("gate");

  private static Decision kms04(PolicyGate gate) {
    return Objects.requireNonNull(gate.report(List.of()).decisions().get(Control.KMS_04));
  }

  @Test
  void violationWithinAnInspection_standsWhateverIsGoodOfAnotherFact() {
    PolicyGate gate = gate(SecurityPolicy.strict());
    Control warned = Control.NET_12;

    gate.admission()
        .of(List.of(new Echo(warned)), Answer.NOT_MET)
        .of(List.of(new Echo(warned)), Answer.MET)
        .conclude();

    requireCounts(gate.report(List.of()), 0, 1);
    gate.admission().of(List.of(new Echo(warned)), Answer.MET).conclude();
    requireCounts(gate.report(List.of()), 1, 0);
  }

  @Test
  void violationOfOneStream_standsWhateverIsGoodOfAnother() {
    PolicyGate gate = gate(SecurityPolicy.strict());
    gate.begin(YARD);
    gate.begin(GATE);
    gate.admission(YARD).of(rules(Control.KMS_04), Answer.NOT_MET);

    gate.admission(GATE).of(rules(Control.KMS_04), Answer.MET);
    assertThat(kms04(gate)).isInstanceOf(Decision.Violated.class);

    gate.admission(GATE).of(rules(Control.KMS_04), Answer.UNKNOWN);
    gate.admission().of(rules(Control.KMS_04), Answer.MET);
    assertThat(kms04(gate)).isInstanceOf(Decision.Violated.class);

    gate.verification(YARD).of(rules(Control.KMS_04), Answer.MET);
    assertThat(kms04(gate)).isInstanceOf(Decision.NotEvaluated.class);

    gate.admission(Set.of(YARD, GATE)).of(rules(Control.KMS_04), Answer.MET);
    assertThat(kms04(gate)).isInstanceOf(Decision.Satisfied.class);
  }

  @Test
  void violationOfSeveralStreams_standsUntilTheLastIsMended() {
    PolicyGate gate = gate(SecurityPolicy.strict());
    gate.begin(YARD);
    gate.begin(GATE);
    gate.admission(Set.of(YARD, GATE)).of(rules(Control.KMS_04), Answer.NOT_MET);

    gate.admission(YARD).of(rules(Control.KMS_04), Answer.MET);
    assertThat(kms04(gate)).isInstanceOf(Decision.Violated.class);

    gate.admission(GATE).of(rules(Control.KMS_04), Answer.MET);
    assertThat(kms04(gate)).isInstanceOf(Decision.Satisfied.class);
  }

  @Test
  void violationOfStreamThatIsClosedOrWasNeverOpened_standsNoLongerThanTheNextDecision() {
    PolicyGate gate = gate(SecurityPolicy.strict());
    gate.begin(YARD);
    gate.admission(YARD).of(rules(Control.KMS_04), Answer.NOT_MET);
    gate.end(YARD);
    gate.admission(YARD).of(rules(Control.KMS_04), Answer.NOT_MET);
    assertThat(kms04(gate)).isInstanceOf(Decision.Violated.class);

    gate.admission(GATE).of(rules(Control.KMS_04), Answer.MET);

    assertThat(kms04(gate)).isInstanceOf(Decision.Satisfied.class);
  }

  private static void requireCounts(ControlReport report, long satisfied, long violated) {
    assertThat(report.satisfied()).isEqualTo(satisfied);
    assertThat(report.violated()).isEqualTo(violated);
    assertThat(report.satisfied() + report.violated() + report.notEvaluated()).isEqualTo(117);
    assertThat(report.decisions()).hasSize(117);
  }

  @Test
  void report_namesWaiversAndInsecureOptions() {
    SecurityPolicy policy =
        SecurityPolicy.strict()
            .insecurelyWaive(
                Control.KMS_01, "the key is being replaced", LocalDate.parse("2020-01-01"));

    ControlReport report = gate(policy).report(List.of("insecurelyUseLoopbackEndpoint: a test"));

    assertThat(report.waivers()).extracting("control").containsExactly(Control.KMS_01);
    assertThat(report.insecureOptions()).containsExactly("insecurelyUseLoopbackEndpoint: a test");
  }

  @Test
  void severalThreads_loseNoDecision() throws Exception {
    PolicyGate gate = gate(SecurityPolicy.strict());
    List<Control> controls =
        Rules.enforced().stream().filter(c -> c.defaultSeverity() == Severity.BLOCK).toList();
    CountDownLatch start = new CountDownLatch(1);
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      List<Future<Integer>> refusals = new ArrayList<>();
      for (Control control : controls) {
        refusals.add(
            threads.submit(
                () -> {
                  start.await();
                  int refused = 0;
                  for (int i = 0; i < 500; i++) {
                    refused += gate.admission().of(rules(control), Answer.NOT_MET).refused().size();
                    requireSum(gate.report(List.of()));
                  }
                  return refused;
                }));
      }
      start.countDown();
      for (Future<Integer> refused : refusals) {
        assertThat(refused.get(30, TimeUnit.SECONDS)).isEqualTo(500);
      }
    } finally {
      threads.shutdownNow();
    }
    requireCounts(gate.report(List.of()), 0, controls.size());
  }

  private static void requireSum(ControlReport report) {
    assertThat(report.satisfied() + report.violated() + report.notEvaluated()).isEqualTo(117);
  }
}
