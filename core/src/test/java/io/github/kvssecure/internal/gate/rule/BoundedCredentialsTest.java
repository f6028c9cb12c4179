package io.github.kvssecure.internal.gate.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kvssecure.fake.Camera;
import io.github.kvssecure.identity.SessionCredentials;
import io.github.kvssecure.internal.gate.rule.Facts.CredentialUse;
import io.github.kvssecure.policy.Control;
import io.github.kvssecure.policy.SecurityPolicy;
import io.github.kvssecure.policy.Violation;
import io.github.kvssecure.proof.ProvesSatisfied;
import io.github.kvssecure.proof.ProvesViolated;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BoundedCredentialsTest {

  private final GateTrial trial = GateTrial.of(Control.IAM_05);

  private static CredentialUse ending(Duration after) {
    return new CredentialUse(
        "credentials of the producer", Camera.credentialsUntil(Camera.NOW.plus(after)), Camera.NOW);
  }

  @ParameterizedTest
  @ValueSource(strings = {"-PT1H", "-PT0.001S", "PT0S", "PT1S", "PT4M59S", "PT4M59.999S"})
  @ProvesViolated("IAM-05")
  void credentialsThatEndTooSoon_areRefused(Duration remaining) {
    Violation violation = trial.refused(Rules.CREDENTIALS, ending(remaining));

    assertThat(violation.found())
        .startsWith(
            remaining.isNegative() ? "credentials that ended at" : "credentials that end in");
    assertThat(violation.required()).isEqualTo("at least 300 s of validity left");
    assertThat(violation.remedy()).contains("CredentialSource.assumeRole(role, \"device-name\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"PT12H0.001S", "PT12H1S", "PT36H", "P3650D"})
  @ProvesViolated("IAM-05")
  void credentialsThatEndTooLate_areRefused(Duration remaining) {
    Violation violation = trial.refused(Rules.CREDENTIALS, ending(remaining));

    assertThat(violation.found()).startsWith("credentials that end only at");
    assertThat(violation.required()).isEqualTo("an end within 12 h");
    assertThat(violation.remedy()).endsWith(".lasting(Duration.ofHours(1))");
  }

  @ParameterizedTest
  @ValueSource(strings = {"PT5M", "PT1H", "PT12H"})
  @ProvesSatisfied("IAM-05")
  void credentialsWithinTheBounds_areLetThrough(Duration remaining) {
    assertThat(trial.satisfiedAlone(Rules.CREDENTIALS, ending(remaining)))
        .contains(Camera.NOW.plus(remaining).toString());
  }

  @Test
  void credentialsThatDoNotSayWhenTheyEnd_areRefusedByStrictOnly() {
    CredentialUse facts =
        new CredentialUse(
            "credentials of the producer",
            SessionCredentials.of(
                "ASIAEXAMPLEEXAMPLE01", Camera.SECRET, Optional.of(Camera.TOKEN), Optional.empty()),
            Camera.NOW);

    assertThat(trial.notEvaluated(Rules.CREDENTIALS, facts))
        .contains("does not say", ".instanceRole()", ".containerRole()", ".profile(NAME)");
    assertThat(trial.refusesUnevaluated(Rules.CREDENTIALS, facts)).isTrue();
    assertThat(trial.under(SecurityPolicy.baseline()).refusesUnevaluated(Rules.CREDENTIALS, facts))
        .isFalse();
  }
}
