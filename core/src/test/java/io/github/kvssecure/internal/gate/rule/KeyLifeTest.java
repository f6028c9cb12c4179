package io.github.kvssecure.internal.gate.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kvssecure.fake.Camera;
import io.github.kvssecure.fake.Keys;
import io.github.kvssecure.internal.gate.rule.KeyFacts.KeyDryRun;
import io.github.kvssecure.internal.gate.rule.KeyFacts.KeyFound;
import io.github.kvssecure.internal.gate.rule.KeyFacts.KeyHealth;
import io.github.kvssecure.internal.gate.rule.KeyFacts.KeyLookup;
import io.github.kvssecure.internal.gate.rule.KeyFacts.KeyMissing;
import io.github.kvssecure.internal.gate.rule.KeyFacts.KeyRotationStatus;
import io.github.kvssecure.internal.gate.rule.KeyFacts.KeyToCreateWith;
import io.github.kvssecure.internal.gate.rule.KeyFacts.KeyUnanswered;
import io.github.kvssecure.internal.gate.rule.KeyFacts.NamedKey;
import io.github.kvssecure.policy.Control;
import io.github.kvssecure.policy.SecurityPolicy;
import io.github.kvssecure.policy.Severity;
import io.github.kvssecure.proof.ProvesSatisfied;
import io.github.kvssecure.proof.ProvesViolated;
import io.github.kvssecure.spi.DataKeyTrial;
import io.github.kvssecure.spi.KeyRotation;
import io.github.kvssecure.stream.KeyDescription;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** KMS-03, KMS-04, KMS-07 and KMS-09: what KMS says of a key. */
class KeyLifeTest {

  private static final KeyLookup SILENCE = new KeyUnanswered("nobody may describe keys");

  private static GateTrial enforcing(Control control) {
    return GateTrial.of(control).under(SecurityPolicy.strict().raise(control, Severity.BLOCK));
  }

  private static KeyToCreateWith creating(KeyLookup lookup) {
    return new KeyToCreateWith(Camera.STREAM, new NamedKey(Camera.KEY, lookup));
  }

  private static KeyHealth health(KeyLookup lookup) {
    return new KeyHealth(Camera.KEY, Optional.of(Keys.CAMERA), lookup, Camera.NOW);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Creating",
        "Disabled",
        "PendingDeletion",
        "PendingImport",
        "PendingReplicaDeletion",
        "Unavailable",
        "Updating",
        "unknown"
      })
  @ProvesViolated({"KMS-03", "KMS-04"})
  void keyInAnotherStateThanEnabled_isRefused(String state) {
    KeyLookup lookup = new KeyFound(Keys.inState(state));

    assertThat(
            GateTrial.of(Control.KMS_03)
                .refused(Rules.KEY_TO_CREATE_WITH, creating(lookup))
                .found())
        .contains(state);
    assertThat(enforcing(Control.KMS_04).refused(Rules.KEY_HEALTH, health(lookup)).found())
        .contains(state);
  }

  @Test
  @ProvesViolated({"KMS-03", "KMS-04"})
  void keyThatCannotEncrypt_isRefused() {
    KeyLookup lookup = new KeyFound(Keys.of(Keys.SIGNING));

    assertThat(
            GateTrial.of(Control.KMS_03)
                .refused(Rules.KEY_TO_CREATE_WITH, creating(lookup))
                .found())
        .contains("ECC_NIST_P256")
        .contains("SIGN_VERIFY");
    assertThat(enforcing(Control.KMS_04).refused(Rules.KEY_HEALTH, health(lookup)).found())
        .contains("ECC_NIST_P256");
  }

  @Test
  @ProvesViolated({"KMS-03", "KMS-04"})
  void keyThatDoesNotExist_isRefused() {
    assertThat(
            GateTrial.of(Control.KMS_03)
                .refused(Rules.KEY_TO_CREATE_WITH, creating(new KeyMissing()))
                .found())
        .contains("KMS does not know");
    assertThat(
            enforcing(Control.KMS_04).refused(Rules.KEY_HEALTH, health(new KeyMissing())).found())
        .contains("any more");
  }

  @Test
  @ProvesSatisfied({"KMS-03", "KMS-04"})
  void enabledKey_isLetThrough() {
    KeyLookup lookup = new KeyFound(Keys.good(Keys.CAMERA));

    assertThat(
            GateTrial.of(Control.KMS_03).satisfiedAlone(Rules.KEY_TO_CREATE_WITH, creating(lookup)))
        .contains(Keys.CAMERA.value());
    assertThat(GateTrial.of(Control.KMS_04).satisfiedAlone(Rules.KEY_HEALTH, health(lookup)))
        .contains(Keys.CAMERA.value());
  }

  @Test
  void keyThatNobodyMayDescribe_isNotEvaluated() {
    assertThat(
            GateTrial.of(Control.KMS_03).notEvaluated(Rules.KEY_TO_CREATE_WITH, creating(SILENCE)))
        .isEqualTo("nobody may describe keys");
    assertThat(
            GateTrial.of(Control.KMS_03)
                .refusesUnevaluated(Rules.KEY_TO_CREATE_WITH, creating(SILENCE)))
        .isTrue();
    assertThat(GateTrial.of(Control.KMS_04).notEvaluated(Rules.KEY_HEALTH, health(SILENCE)))
        .isEqualTo("nobody may describe keys");
  }

  static Stream<KeyDescription> endangered() {
    return Stream.of(
        Keys.deletedAt(Camera.NOW.plus(Duration.ofDays(30))),
        Keys.endingAt(Camera.NOW.plus(Duration.ofDays(29))),
        Keys.endingAt(Camera.NOW.minusSeconds(1)));
  }

  @ParameterizedTest
  @MethodSource("endangered")
  @ProvesViolated("KMS-04")
  void keyThatIsAboutToGo_isWarnedOf(KeyDescription key) {
    GateTrial strict = GateTrial.of(Control.KMS_04);

    assertThat(
            enforcing(Control.KMS_04).refused(Rules.KEY_HEALTH, health(new KeyFound(key))).remedy())
        .contains("cancel-key-deletion");
    assertThat(strict.warned(Rules.KEY_HEALTH, health(new KeyFound(key)))).isTrue();
  }

  @Test
  @ProvesSatisfied("KMS-04")
  void keyWithMaterialThatLastsLongEnough_isLetThrough() {
    KeyDescription key = Keys.endingAt(Camera.NOW.plus(Duration.ofDays(31)));

    assertThat(
            GateTrial.of(Control.KMS_04)
                .satisfiedAlone(Rules.KEY_HEALTH, health(new KeyFound(key))))
        .isNotBlank();
  }

  @Test
  @ProvesViolated("KMS-04")
  void aliasThatMeansAnotherKeyNow_isWarnedOf() {
    assertThat(
            enforcing(Control.KMS_04)
                .refused(Rules.KEY_HEALTH, health(new KeyFound(Keys.good(Keys.OTHER))))
                .found())
        .contains(Keys.OTHER.value())
        .contains(Keys.CAMERA.value());
  }

  private static KeyDryRun dryRun(DataKeyTrial trial) {
    return new KeyDryRun(Camera.KEY, Optional.of(trial), "");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"DisabledException", "KMSInvalidStateException", "InvalidKeyUsageException"})
  @ProvesViolated("KMS-07")
  void dryRunOnAKeyThatGivesNone_isAViolation(String code) {
    KeyDryRun facts = dryRun(new DataKeyTrial.Unusable(code));

    assertThat(enforcing(Control.KMS_07).refused(Rules.KEY_DRY_RUN, facts).found()).contains(code);
    assertThat(GateTrial.of(Control.KMS_07).warned(Rules.KEY_DRY_RUN, facts)).isTrue();
  }

  @Test
  @ProvesSatisfied("KMS-07")
  void dryRunThatWouldHaveWorked_isGood() {
    assertThat(
            GateTrial.of(Control.KMS_07)
                .satisfiedAlone(Rules.KEY_DRY_RUN, dryRun(new DataKeyTrial.Permitted())))
        .contains(Camera.KEY.value());
  }

  @Test
  void dryRunThatIsDenied_provesNothing() {
    assertThat(
            GateTrial.of(Control.KMS_07)
                .notEvaluated(Rules.KEY_DRY_RUN, dryRun(new DataKeyTrial.Denied())))
        .contains("kms:ViaService")
        .contains("leave such a condition in place");
    assertThat(
            GateTrial.of(Control.KMS_07)
                .notEvaluated(
                    Rules.KEY_DRY_RUN, new KeyDryRun(Camera.KEY, Optional.empty(), "not heard")))
        .isEqualTo("not heard");
  }

  private static KeyRotationStatus rotation(KeyRotation rotation) {
    return new KeyRotationStatus(Camera.KEY, Optional.of(rotation), "");
  }

  @Test
  @ProvesViolated("KMS-09")
  void keyThatIsNotRotatedOrSeldom_isAViolation() {
    assertThat(
            enforcing(Control.KMS_09)
                .refused(Rules.KEY_ROTATION, rotation(new KeyRotation.Off()))
                .found())
        .isEqualTo("no rotation");
    assertThat(
            enforcing(Control.KMS_09)
                .refused(Rules.KEY_ROTATION, rotation(new KeyRotation.On(366)))
                .found())
        .isEqualTo("rotation every 366 days");
  }

  @ParameterizedTest
  @CsvSource({"90", "365"})
  @ProvesSatisfied("KMS-09")
  void keyThatIsRotatedEveryYear_isGood(int days) {
    assertThat(
            GateTrial.of(Control.KMS_09)
                .satisfiedAlone(Rules.KEY_ROTATION, rotation(new KeyRotation.On(days))))
        .contains(String.valueOf(days));
  }

  @Test
  void keyThatKmsCannotRotate_isNotEvaluated() {
    assertThat(
            GateTrial.of(Control.KMS_09)
                .notEvaluated(Rules.KEY_ROTATION, rotation(new KeyRotation.Unsupported())))
        .contains("imported material");
    assertThat(
            GateTrial.of(Control.KMS_09)
                .notEvaluated(
                    Rules.KEY_ROTATION,
                    new KeyRotationStatus(Camera.KEY, Optional.empty(), "not heard")))
        .isEqualTo("not heard");
  }
}
