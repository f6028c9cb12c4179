package io.github.kvssecure.internal.gate.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kvssecure.fake.Camera;
import io.github.kvssecure.internal.gate.rule.Facts.ReportedStream;
import io.github.kvssecure.policy.Control;
import io.github.kvssecure.policy.SecurityPolicy;
import io.github.kvssecure.policy.Violation;
import io.github.kvssecure.proof.ProvesSatisfied;
import io.github.kvssecure.proof.ProvesViolated;
import io.github.kvssecure.stream.StreamStatus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class StreamTakesMediaTest {

  private final GateTrial trial = GateTrial.of(Control.RES_02);

  private static ReportedStream reported(StreamStatus status) {
    return new ReportedStream(
        Camera.spec().build(), Camera.description(status).build(), Camera.REGION);
  }

  @ParameterizedTest
  @EnumSource(
      value = StreamStatus.class,
      names = {"CREATING", "DELETING"})
  @ProvesViolated("RES-02")
  void streamThatTakesNoMedia_isRefused(StreamStatus status) {
    Violation violation = trial.refused(Rules.REPORTED_STREAM, reported(status));

    assertThat(violation.found()).isEqualTo("status " + status);
    assertThat(violation.required()).isEqualTo("status ACTIVE");
    assertThat(violation.remedy()).contains("open the stream again");
  }

  @ParameterizedTest
  @EnumSource(
      value = StreamStatus.class,
      names = {"ACTIVE", "UPDATING"})
  @ProvesSatisfied("RES-02")
  void streamThatTakesMedia_isLetThrough(StreamStatus status) {
    assertThat(trial.satisfiedAlone(Rules.REPORTED_STREAM, reported(status)))
        .isEqualTo("status " + status);
  }

  @Test
  void unknownStatus_isRefusedByEveryPreset() {
    ReportedStream facts = reported(StreamStatus.UNKNOWN);

    assertThat(trial.notEvaluated(Rules.REPORTED_STREAM, facts)).contains("does not know");
    assertThat(trial.refusesUnevaluated(Rules.REPORTED_STREAM, facts)).isTrue();
    assertThat(
            trial.under(SecurityPolicy.baseline()).refusesUnevaluated(Rules.REPORTED_STREAM, facts))
        .isTrue();
  }
}
