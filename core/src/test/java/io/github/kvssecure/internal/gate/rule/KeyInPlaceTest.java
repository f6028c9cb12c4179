package io.github.kvssecure.internal.gate.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kvssecure.fake.Camera;
import io.github.kvssecure.internal.gate.rule.Facts.KeyAskedFor;
import io.github.kvssecure.internal.gate.rule.Facts.KeyReported;
import io.github.kvssecure.internal.gate.rule.Facts.KeyUse;
import io.github.kvssecure.policy.Control;
import io.github.kvssecure.policy.SecurityPolicy;
import io.github.kvssecure.policy.Violation;
import io.github.kvssecure.proof.ProvesSatisfied;
import io.github.kvssecure.proof.ProvesViolated;
import io.github.kvssecure.stream.AwsRegion;
import io.github.kvssecure.stream.KmsKeyId;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KeyInPlaceTest {

  private static final String ID = "11111111-2222-3333-4444-555555555555";

  private final GateTrial trial = GateTrial.of(Control.KMS_10);

  private static KeyUse asked(String key, Optional<String> account) {
    return new KeyUse(
        Camera.STREAM,
        Camera.REGION,
        account,
        new KeyAskedFor(Optional.of(KmsKeyId.of(key)), true),
        Optional.empty());
  }

  private static KeyUse reported(String key) {
    return new KeyUse(
        Camera.STREAM,
        Camera.REGION,
        Optional.of(Camera.ACCOUNT),
        new KeyReported(Optional.of(key)),
        Optional.empty());
  }

  @ParameterizedTest
  @CsvSource({
    "arn:aws:kms:us-east-1:123456789012:key/" + ID + ", us-east-1",
    "arn:aws:kms:us-east-1:123456789012:alias/camera, us-east-1",
    "arn:aws:kms:eu-central-2:123456789012:key/mrk-0123456789abcdef0123456789abcdef, eu-central-2",
    "arn:aws-cn:kms:cn-north-1:123456789012:key/" + ID + ", cn-north-1"
  })
  @ProvesViolated("KMS-10")
  void keyOfAnotherRegion_isRefused(String key, String region) {
    Violation violation = trial.refused(Rules.KEY, asked(key, Optional.empty()));

    assertThat(violation.found()).contains(region).contains(key);
    assertThat(violation.required()).isEqualTo("a key in eu-central-1");
    assertThat(violation.remedy())
        .isEqualTo(".encryptedBy(KmsKeyId.of(\"arn:aws:kms:eu-central-1:ACCOUNT:key/KEY-ID\"))");
    assertThat(trial.refused(Rules.KEY, reported(key)).found()).isEqualTo(violation.found());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "arn:aws:kms:eu-central-1:999999999999:key/" + ID,
        "arn:aws:kms:eu-central-1:999999999999:alias/camera"
      })
  @ProvesViolated("KMS-10")
  void keyOfAStrangeAccount_isRefused(String key) {
    Violation violation = trial.refused(Rules.KEY, asked(key, Optional.of(Camera.ACCOUNT)));

    assertThat(violation.found()).isEqualTo("a key of account 999999999999");
    assertThat(violation.required()).isEqualTo("a key of account 123456789012");
    assertThat(violation.remedy()).contains(".withKeysOfAccounts(Set.of(\"999999999999\"))");
    assertThat(trial.refused(Rules.KEY, reported(key))).isEqualTo(violation);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "arn:aws:kms:eu-central-1:123456789012:key/" + ID,
        "arn:aws:kms:eu-central-1:123456789012:alias/camera",
        "alias/camera",
        ID
      })
  @ProvesSatisfied("KMS-10")
  void keyOfTheStreamsRegionAndAccount_isLetThrough(String key) {
    assertThat(trial.satisfiedAlone(Rules.KEY, asked(key, Optional.of(Camera.ACCOUNT))))
        .contains("eu-central-1");
    assertThat(trial.satisfiedAlone(Rules.KEY, asked(key, Optional.empty())))
        .contains("eu-central-1");
    assertThat(trial.satisfiedAlone(Rules.KEY, reported(key))).contains("eu-central-1");
  }

  @Test
  @ProvesSatisfied("KMS-10")
  void keyOfAnAccountThatThePolicyNames_isLetThrough() {
    SecurityPolicy policy = SecurityPolicy.strict().withKeysOfAccounts(Set.of("999999999999"));

    assertThat(
            trial
                .under(policy)
                .satisfiedAlone(
                    Rules.KEY, reported("arn:aws:kms:eu-central-1:999999999999:key/" + ID)))
        .isNotBlank();
  }

  @Test
  void remedyOfAnotherPartition_namesThatPartition() {
    KeyUse facts =
        new KeyUse(
            Camera.STREAM,
            AwsRegion.of("cn-north-1"),
            Optional.empty(),
            new KeyAskedFor(Optional.of(Camera.KEY), true),
            Optional.empty());

    assertThat(trial.refused(Rules.KEY, facts).remedy()).contains("\"arn:aws-cn:kms:cn-north-1:");
  }

  @Test
  void keyThatIsNotNamed_isRefusedByStrictWhenReported() {
    KeyUse facts =
        new KeyUse(
            Camera.STREAM,
            Camera.REGION,
            Optional.empty(),
            new KeyReported(Optional.empty()),
            Optional.empty());

    assertThat(trial.notEvaluated(Rules.KEY, facts)).contains("no key is named");
    assertThat(trial.refusesUnevaluated(Rules.KEY, facts)).isTrue();
  }
}
