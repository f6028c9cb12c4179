package io.github.kvssecure.internal.gate.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kvssecure.fake.Camera;
import io.github.kvssecure.fake.Keys;
import io.github.kvssecure.internal.gate.rule.Facts.KeyAskedFor;
import io.github.kvssecure.internal.gate.rule.Facts.KeyReported;
import io.github.kvssecure.internal.gate.rule.Facts.KeyUse;
import io.github.kvssecure.policy.Control;
import io.github.kvssecure.policy.SecurityPolicy;
import io.github.kvssecure.policy.Violation;
import io.github.kvssecure.proof.ProvesSatisfied;
import io.github.kvssecure.proof.ProvesViolated;
import io.github.kvssecure.stream.KeyDescription;
import io.github.kvssecure.stream.KmsKeyId;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CustomerManagedKeyTest {

  private static final String ARN = "arn:aws:kms:eu-central-1:123456789012:";
  private static final String REMEDY =
      ".encryptedBy(KmsKeyId.of(\"arn:aws:kms:eu-central-1:123456789012:key/KEY-ID\"))";

  private final GateTrial trial = GateTrial.of(Control.KMS_01);

  private static KeyUse asked(Optional<String> key, boolean creating) {
    return use(new KeyAskedFor(key.map(KmsKeyId::of), creating), Optional.empty());
  }

  private static KeyUse reported(Optional<String> text) {
    return use(new KeyReported(text), Optional.empty());
  }

  private static KeyUse use(Facts.KeyNaming key, Optional<KeyDescription> description) {
    return new KeyUse(Camera.STREAM, Camera.REGION, Optional.of(Camera.ACCOUNT), key, description);
  }

  private static Optional<KeyDescription> described(boolean customerManaged) {
    return Optional.of(Keys.of(customerManaged ? Keys.SYMMETRIC : Keys.MANAGED_BY_AWS));
  }

  @ParameterizedTest
  @ValueSource(strings = {"alias/aws/kinesisvideo", "alias/aws/s3", ARN + "alias/aws/kinesisvideo"})
  @ProvesViolated("KMS-01")
  void aliasOfAwsThatIsAskedFor_isRefused(String key) {
    for (boolean creating : new boolean[] {true, false}) {
      Violation violation = trial.refused(Rules.KEY, asked(Optional.of(key), creating));

      assertThat(violation.subject()).isEqualTo("stream front-door");
      assertThat(violation.found()).contains("AWS manages").contains(key);
      assertThat(violation.required()).isEqualTo("a customer managed KMS key");
      assertThat(violation.remedy()).isEqualTo(REMEDY);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"alias/aws/kinesisvideo", ARN + "alias/aws/kinesisvideo"})
  @ProvesViolated("KMS-01")
  void aliasOfAwsThatIsReported_isRefusedWithTheWayToANewStream(String key) {
    Violation violation = trial.refused(Rules.KEY, reported(Optional.of(key)));

    assertThat(violation.found()).contains(key);
    assertThat(violation.remedy())
        .contains("cannot be changed")
        .contains(REMEDY)
        .endsWith(".createIfMissing(administrator)");
  }

  @Test
  @ProvesViolated("KMS-01")
  void noKeyForAStreamThatIsMade_isRefused() {
    Violation violation = trial.refused(Rules.KEY, asked(Optional.empty(), true));

    assertThat(violation.found()).startsWith("no key");
    assertThat(violation.remedy()).isEqualTo(REMEDY);
  }

  @Test
  @ProvesViolated("KMS-01")
  void keyThatKmsSaysAwsManages_isRefusedWhateverItsForm() {
    KeyUse facts = use(new KeyAskedFor(Optional.of(Camera.KEY), true), described(false));

    assertThat(trial.refused(Rules.KEY, facts).found()).contains(Camera.KEY.value());
  }

  @Test
  void remedyWithoutAKnownAccount_leavesAPlaceForIt() {
    KeyUse facts =
        new KeyUse(
            Camera.STREAM,
            Camera.REGION,
            Optional.empty(),
            new KeyAskedFor(Optional.empty(), true),
            Optional.empty());

    assertThat(trial.refused(Rules.KEY, facts).remedy())
        .isEqualTo(".encryptedBy(KmsKeyId.of(\"arn:aws:kms:eu-central-1:ACCOUNT:key/KEY-ID\"))");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        Camera.KEY_ID,
        "mrk-0123456789abcdef0123456789abcdef",
        "alias/camera",
        "alias/awsome",
        "alias/AWS/kinesisvideo",
        ARN + "key/" + Camera.KEY_ID,
        ARN + "key/mrk-0123456789abcdef0123456789abcdef",
        ARN + "alias/camera"
      })
  @ProvesSatisfied("KMS-01")
  void customerManagedKey_isLetThroughInEveryForm(String key) {
    assertThat(trial.satisfiedAlone(Rules.KEY, asked(Optional.of(key), true))).isEqualTo(key);
    assertThat(trial.satisfiedAlone(Rules.KEY, asked(Optional.of(key), false))).isEqualTo(key);
    assertThat(trial.satisfiedAlone(Rules.KEY, reported(Optional.of(key)))).isEqualTo(key);
  }

  @Test
  @ProvesSatisfied("KMS-01")
  void keyThatKmsSaysTheCustomerManages_isLetThrough() {
    assertThat(
            trial.satisfiedAlone(
                Rules.KEY, use(new KeyAskedFor(Optional.of(Camera.KEY), true), described(true))))
        .isEqualTo(Camera.KEY.value());
  }

  @Test
  void noKeyForAStreamThatExists_isNotEvaluatedYet() {
    assertThat(trial.notEvaluated(Rules.KEY, asked(Optional.empty(), false)))
        .contains("what the service reports decides");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "key", "alias/", "arn:aws:kms:::key/1", "kinesisvideo"})
  void reportedKeyOfUnknownForm_isRefusedByStrictOnly(String text) {
    KeyUse facts = reported(Optional.of(text));

    assertThat(trial.notEvaluated(Rules.KEY, facts)).isNotBlank();
    assertThat(trial.refusesUnevaluated(Rules.KEY, facts)).isTrue();
    assertThat(trial.under(SecurityPolicy.baseline()).refusesUnevaluated(Rules.KEY, facts))
        .isFalse();
  }

  @Test
  void missingReportedKey_isRefusedByStrict() {
    assertThat(trial.refusesUnevaluated(Rules.KEY, reported(Optional.empty()))).isTrue();
  }
}
