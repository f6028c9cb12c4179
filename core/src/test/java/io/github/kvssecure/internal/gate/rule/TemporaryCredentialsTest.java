package io.github.kvssecure.internal.gate.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kvssecure.fake.Camera;
import io.github.kvssecure.identity.SessionCredentials;
import io.github.kvssecure.internal.gate.rule.Facts.CredentialUse;
import io.github.kvssecure.policy.Control;
import io.github.kvssecure.policy.Violation;
import io.github.kvssecure.proof.ProvesSatisfied;
import io.github.kvssecure.proof.ProvesViolated;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TemporaryCredentialsTest {

  private final GateTrial trial = GateTrial.of(Control.IAM_02);

  private static CredentialUse use(String accessKeyId, Optional<String> token) {
    return new CredentialUse(
        "credentials of the producer",
        SessionCredentials.of(
            accessKeyId, Camera.SECRET, token, Optional.of(Camera.NOW.plus(Duration.ofHours(1)))),
        Camera.NOW);
  }

  @ParameterizedTest
  @CsvSource({
    "AKIAEXAMPLEEXAMPLE01,",
    "AKIAEXAMPLEEXAMPLE01, a-token-all-the-same",
    "ASIAEXAMPLEEXAMPLE01,",
    "ASIAEXAMPLEEXAMPLE01, ''",
    "short,",
    "AKIA,"
  })
  @ProvesViolated("IAM-02")
  void longTermKeys_areRefused(String accessKeyId, String token) {
    CredentialUse facts = use(accessKeyId, Optional.ofNullable(token));

    for (var rules : java.util.List.of(Rules.CREDENTIALS, Rules.LITERAL_CREDENTIALS)) {
      Violation violation = trial.refused(rules, facts);
      assertThat(violation.subject()).isEqualTo("credentials of the producer");
      assertThat(violation.found()).contains("long-term").doesNotContain(Camera.SECRET);
      assertThat(violation.found()).doesNotContain(accessKeyId + " ");
      assertThat(violation.required()).contains("session token");
      assertThat(violation.remedy())
          .startsWith("CredentialSource.assumeRole(RoleArn.of(")
          .as("what no other control refuses")
          .endsWith("CredentialSource.instanceRole())");
    }
  }

  @Test
  @ProvesSatisfied("IAM-02")
  void credentialsOfASession_areLetThrough() {
    CredentialUse facts = use("ASIAEXAMPLEEXAMPLE01", Optional.of(Camera.TOKEN));

    assertThat(trial.satisfiedAlone(Rules.CREDENTIALS, facts)).doesNotContain(Camera.TOKEN);
    assertThat(trial.satisfiedAlone(Rules.LITERAL_CREDENTIALS, facts)).isNotBlank();
  }
}
