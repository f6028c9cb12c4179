package io.github.kvssecure.internal.gate.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kvssecure.fake.Camera;
import io.github.kvssecure.fake.Keys;
import io.github.kvssecure.internal.gate.rule.KeyFacts.KeyFound;
import io.github.kvssecure.internal.gate.rule.KeyFacts.KeyLookup;
import io.github.kvssecure.internal.gate.rule.KeyFacts.KeyMatch;
import io.github.kvssecure.internal.gate.rule.KeyFacts.KeyMissing;
import io.github.kvssecure.internal.gate.rule.KeyFacts.KeyUnanswered;
import io.github.kvssecure.internal.gate.rule.KeyFacts.NamedKey;
import io.github.kvssecure.policy.Control;
import io.github.kvssecure.policy.KeyApproval;
import io.github.kvssecure.policy.SecurityPolicy;
import io.github.kvssecure.policy.Violation;
import io.github.kvssecure.proof.ProvesSatisfied;
import io.github.kvssecure.proof.ProvesViolated;
import io.github.kvssecure.stream.KeyArn;
import io.github.kvssecure.stream.KeyDescription;
import io.github.kvssecure.stream.KeyDescription.Life;
import io.github.kvssecure.stream.KmsKeyId;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ApprovedKeyTest {

  private static final String ALIAS = "arn:aws:kms:eu-central-1:123456789012:alias/camera";
  private static final String MRK = "key/mrk-0123456789abcdef0123456789abcdef";
  private static final KeyArn PRIMARY = KeyArn.of("arn:aws:kms:us-east-1:123456789012:" + MRK);
  private static final KeyArn REPLICA = KeyArn.of("arn:aws:kms:eu-central-1:123456789012:" + MRK);
  private static final KeyLookup SILENCE = new KeyUnanswered("nobody may describe keys");

  private final GateTrial trial = GateTrial.of(Control.KMS_02);

  private static NamedKey named(String name, KeyLookup lookup) {
    return new NamedKey(KmsKeyId.of(name), lookup);
  }

  private static NamedKey unresolved(String name) {
    return named(name, SILENCE);
  }

  private static NamedKey meaning(String name, KeyArn key) {
    return named(name, new KeyFound(Keys.good(key)));
  }

  private static NamedKey replica() {
    return named(
        REPLICA.value(),
        new KeyFound(
            new KeyDescription(REPLICA, Keys.SYMMETRIC, Life.ENABLED, Optional.of(PRIMARY))));
  }

  private static KeyMatch match(NamedKey asked, NamedKey actual) {
    return new KeyMatch(Camera.STREAM, Camera.REGION, Optional.of(asked), Optional.of(actual));
  }

  private static KeyMatch unasked(NamedKey actual) {
    return new KeyMatch(Camera.STREAM, Camera.REGION, Optional.empty(), Optional.of(actual));
  }

  private static SecurityPolicy approving(KeyApproval approval) {
    return SecurityPolicy.strict().withApprovedKeys(approval);
  }

  @Test
  @ProvesViolated("KMS-02")
  void anotherKey_isRefusedWithoutAskingKms() {
    Violation violation =
        trial.refused(
            Rules.KEY_MATCH,
            match(unresolved(Keys.CAMERA.value()), unresolved(Keys.OTHER.value())));

    assertThat(violation.found()).isEqualTo(Keys.OTHER.value());
    assertThat(violation.required()).contains(Keys.CAMERA.value());
    assertThat(violation.remedy()).contains("cannot be changed").contains(Keys.OTHER.value());
  }

  @Test
  @ProvesViolated("KMS-02")
  void aliasThatWasPointedElsewhere_isRefused() {
    Violation violation =
        trial.refused(
            Rules.KEY_MATCH, match(unresolved(Keys.CAMERA.value()), meaning(ALIAS, Keys.OTHER)));

    assertThat(violation.found()).isEqualTo(Keys.OTHER + ", which " + ALIAS + " means");
  }

  @Test
  @ProvesViolated("KMS-02")
  void keyThatKmsDoesNotKnow_isRefusedOnEitherSide() {
    NamedKey gone = named(Keys.CAMERA.value(), new KeyMissing());

    assertThat(trial.refused(Rules.KEY_MATCH, match(gone, gone)).found())
        .contains("KMS does not know");
    assertThat(
            trial
                .refused(
                    Rules.KEY_MATCH,
                    match(named(ALIAS, new KeyMissing()), unresolved(Keys.CAMERA.value())))
                .found())
        .contains(ALIAS)
        .contains("KMS does not know");
  }

  @Test
  @ProvesViolated("KMS-02")
  void keyOfAws_isNeverTheKeyThatWasAskedFor() {
    assertThat(
            trial
                .refused(
                    Rules.KEY_MATCH,
                    match(
                        unresolved(Keys.CAMERA.value()),
                        unresolved("arn:aws:kms:eu-central-1:123456789012:alias/aws/kinesisvideo")))
                .found())
        .contains("AWS manages");
  }

  @Test
  @ProvesViolated("KMS-02")
  void keyThatThePolicyDoesNotApprove_isRefusedEvenIfAskedFor() {
    Violation violation =
        trial
            .under(approving(KeyApproval.of(Keys.OTHER)))
            .refused(
                Rules.KEY_MATCH,
                match(unresolved(Keys.CAMERA.value()), unresolved(Keys.CAMERA.value())));

    assertThat(violation.found()).isEqualTo(Keys.CAMERA.value());
  }

  @Test
  @ProvesViolated("KMS-02")
  void replica_isRefusedUnlessReplicasAreApproved() {
    GateTrial strict = trial.under(approving(KeyApproval.of(PRIMARY)));

    assertThat(strict.refused(Rules.KEY_MATCH, unasked(replica())).required())
        .contains(PRIMARY.value());
    assertThat(strict.refused(Rules.KEY_MATCH, unasked(unresolved(REPLICA.value()))).found())
        .isEqualTo(REPLICA.value());
  }

  @Test
  @ProvesViolated("KMS-02")
  void replicaOfAnotherKey_isRefused() {
    KeyArn strange = KeyArn.of("arn:aws:kms:us-east-1:999999999999:" + MRK);

    assertThat(
            trial
                .under(approving(KeyApproval.of(strange).withReplicas()))
                .refused(Rules.KEY_MATCH, unasked(replica()))
                .found())
        .isEqualTo(REPLICA.value());
  }

  @Test
  @ProvesSatisfied("KMS-02")
  void oneKeyByManyNames_isLetThrough() {
    NamedKey[] names = {
      unresolved(Keys.CAMERA.value()),
      meaning(Keys.CAMERA.value(), Keys.CAMERA),
      meaning(ALIAS, Keys.CAMERA),
      meaning("arn:aws:kms:eu-central-1:123456789012:alias/other-name", Keys.CAMERA)
    };
    for (NamedKey asked : names) {
      for (NamedKey actual : names) {
        assertThat(trial.satisfiedAlone(Rules.KEY_MATCH, match(asked, actual)))
            .isEqualTo(Keys.CAMERA.value());
      }
    }
  }

  @Test
  @ProvesSatisfied("KMS-02")
  void approvedKey_isLetThrough() {
    assertThat(
            trial
                .under(approving(KeyApproval.of(Keys.OTHER, Keys.CAMERA)))
                .satisfiedAlone(Rules.KEY_MATCH, unasked(unresolved(Keys.CAMERA.value()))))
        .isEqualTo(Keys.CAMERA.value());
  }

  @Test
  @ProvesSatisfied("KMS-02")
  void replicaOfAnApprovedKey_isLetThroughWhereReplicasAre() {
    assertThat(
            trial
                .under(approving(KeyApproval.of(PRIMARY).withReplicas()))
                .satisfiedAlone(Rules.KEY_MATCH, unasked(replica())))
        .contains("a replica of " + PRIMARY);
  }

  @Test
  void aliasThatNobodyMayResolve_isNotEvaluatedAndNeverAPass() {
    NamedKey alias = unresolved(ALIAS);
    NamedKey arn = unresolved(Keys.CAMERA.value());

    for (KeyMatch facts :
        new KeyMatch[] {match(alias, alias), match(alias, arn), match(arn, alias)}) {
      assertThat(trial.notEvaluated(Rules.KEY_MATCH, facts))
          .contains(ALIAS)
          .contains("nobody may describe keys");
      assertThat(trial.refusesUnevaluated(Rules.KEY_MATCH, facts)).isFalse();
      assertThat(
              trial
                  .under(SecurityPolicy.strict().requiringEvaluationOf(Set.of(Control.KMS_02)))
                  .refusesUnevaluated(Rules.KEY_MATCH, facts))
          .isTrue();
    }
  }

  @Test
  void replicaThatNobodyMayDescribe_isNotEvaluated() {
    assertThat(
            trial
                .under(approving(KeyApproval.of(PRIMARY).withReplicas()))
                .notEvaluated(Rules.KEY_MATCH, unasked(unresolved(REPLICA.value()))))
        .contains(REPLICA.value());
  }

  @Test
  void noKeyNamedByAnybody_isNotEvaluated() {
    assertThat(trial.notEvaluated(Rules.KEY_MATCH, unasked(unresolved(Keys.CAMERA.value()))))
        .contains("neither the spec nor the policy");
  }

  @Test
  void noKeyReported_isNotEvaluated() {
    KeyMatch facts =
        new KeyMatch(
            Camera.STREAM,
            Camera.REGION,
            Optional.of(unresolved(Keys.CAMERA.value())),
            Optional.empty());

    assertThat(trial.notEvaluated(Rules.KEY_MATCH, facts)).contains("reports no key");
  }
}
