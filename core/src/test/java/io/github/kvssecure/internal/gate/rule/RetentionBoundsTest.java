package io.github.kvssecure.internal.gate.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kvssecure.fake.Camera;
import io.github.kvssecure.internal.gate.rule.Facts.RetentionUse;
import io.github.kvssecure.policy.Control;
import io.github.kvssecure.policy.SecurityPolicy;
import io.github.kvssecure.policy.Violation;
import io.github.kvssecure.proof.ProvesSatisfied;
import io.github.kvssecure.proof.ProvesViolated;
import io.github.kvssecure.stream.Retention;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RetentionBoundsTest {

  private final GateTrial trial = GateTrial.of(Control.CMP_02);

  private static RetentionUse use(int hours) {
    return new RetentionUse(Camera.STREAM, Optional.of(Retention.ofHours(hours)), false);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 8761, 87_600})
  @ProvesViolated("CMP-02")
  void retentionOutsideTheBounds_isRefused(int hours) {
    Violation violation = trial.refused(Rules.RETENTION, use(hours));

    assertThat(violation.found()).isEqualTo("a retention of " + hours + " h");
    assertThat(violation.required()).isEqualTo("1 h to 8760 h");
    assertThat(violation.remedy()).isEqualTo(".retention(Retention.ofHours(24))");
  }

  @Test
  @ProvesViolated("CMP-02")
  void noRetentionForAStreamThatIsMade_isRefused() {
    RetentionUse facts = new RetentionUse(Camera.STREAM, Optional.empty(), true);

    assertThat(trial.refused(Rules.RETENTION, facts).found()).startsWith("no retention");
  }

  @ParameterizedTest
  @CsvSource({"48, 72, 47, 48", "2, 12, 13, 12", "24, 24, 25, 24"})
  @ProvesViolated("CMP-02")
  void remedy_liesWithinTheBoundsOfThePolicy(int min, int max, int found, int proposed) {
    SecurityPolicy policy =
        SecurityPolicy.strict()
            .withRetentionBetween(Retention.ofHours(min), Retention.ofHours(max));

    assertThat(trial.under(policy).refused(Rules.RETENTION, use(found)).remedy())
        .isEqualTo(".retention(Retention.ofHours(" + proposed + "))");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 24, 8760})
  @ProvesSatisfied("CMP-02")
  void retentionWithinTheBounds_isLetThrough(int hours) {
    assertThat(trial.satisfiedAlone(Rules.RETENTION, use(hours))).contains(hours + " h");
  }

  @Test
  void noRetentionForAStreamThatExists_isNotEvaluatedYet() {
    RetentionUse facts = new RetentionUse(Camera.STREAM, Optional.empty(), false);

    assertThat(trial.notEvaluated(Rules.RETENTION, facts)).contains("reports decides");
    assertThat(trial.refusesUnevaluated(Rules.RETENTION, facts)).isTrue();
  }
}
