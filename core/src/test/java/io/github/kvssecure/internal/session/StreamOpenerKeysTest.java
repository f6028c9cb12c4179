package io.github.kvssecure.internal.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.kvssecure.event.IngestEvent;
import io.github.kvssecure.fake.Camera;
import io.github.kvssecure.fake.Keys;
import io.github.kvssecure.identity.SessionCredentials;
import io.github.kvssecure.policy.Control;
import io.github.kvssecure.policy.Decision;
import io.github.kvssecure.policy.PolicyViolationException;
import io.github.kvssecure.policy.SecurityPolicy;
import io.github.kvssecure.policy.Violation;
import io.github.kvssecure.proof.ProvesSatisfied;
import io.github.kvssecure.proof.ProvesViolated;
import io.github.kvssecure.spi.ControlPlaneException;
import io.github.kvssecure.spi.DataKeyTrial;
import io.github.kvssecure.spi.KeyRotation;
import io.github.kvssecure.stream.KeyArn;
import io.github.kvssecure.stream.KmsKeyId;
import io.github.kvssecure.stream.Retention;
import io.github.kvssecure.stream.StreamArn;
import io.github.kvssecure.stream.StreamPin;
import io.github.kvssecure.stream.StreamSpec;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Opening: pins, new streams that are not what was asked for, and the optional looks at a key. */
class StreamOpenerKeysTest {

  private static final StreamPin PIN = new StreamPin(Camera.ARN, Keys.CAMERA);
  private static final SecurityPolicy EVERYTHING =
      SecurityPolicy.strict().includingOptional(Set.of(Control.KMS_07, Control.KMS_09));

  private final OpeningTrial trial = new OpeningTrial();

  private List<Control> refused(StreamSpec.Builder spec) {
    PolicyViolationException refusal =
        catchThrowableOfType(PolicyViolationException.class, () -> trial.open(spec));
    assertThat(refusal).as("refusal").isNotNull();
    return refusal.violations().stream().map(Violation::control).toList();
  }

  @Test
  @ProvesSatisfied("KMS-06")
  void openStream_givesThePinThatOpensItAgain() throws Exception {
    trial.producer.describing(Camera.description());
    StreamPin pin = trial.open(Camera.spec()).pin().orElseThrow();

    assertThat(pin).isEqualTo(PIN);
    assertThat(trial.open(Camera.spec().pinnedTo(pin)).arn()).isEqualTo(Camera.ARN);
    assertThat(trial.decided(Control.KMS_06)).isInstanceOf(Decision.Satisfied.class);
  }

  @Test
  @ProvesViolated("KMS-06")
  void streamThatWasMadeAgain_isRefused() {
    StreamArn earlier =
        new StreamArn(
            "arn:aws:kinesisvideo:eu-central-1:123456789012:stream/front-door/1500000000");
    trial.producer.describing(Camera.description());

    assertThat(refused(Camera.spec().pinnedTo(new StreamPin(earlier, Keys.CAMERA))))
        .containsExactly(Control.KMS_06);
    assertThat(trial.producer.calls()).doesNotContain("dataEndpoint");
  }

  @Test
  @ProvesViolated("KMS-06")
  void pinnedStreamThatIsMissing_isNotMadeAgain() {
    trial.producer.missing();

    assertThat(refused(Camera.spec().pinnedTo(PIN).createIfMissing(OpeningTrial.ADMINISTRATOR)))
        .containsExactly(Control.KMS_06);
    assertThat(trial.administrators).isEmpty();
  }

  @Test
  void streamWithoutAPin_isOpenedAndReportedAsNotPinned() throws Exception {
    trial.producer.describing(Camera.description());
    trial.open(Camera.spec());

    assertThat(trial.decided(Control.KMS_06)).isInstanceOf(Decision.NotEvaluated.class);
  }

  @Test
  void streamWithAnAliasThatNobodyMayResolve_givesNoPin() throws Exception {
    trial.producer.describing(Camera.description().kmsKeyId("alias/camera"));

    assertThat(trial.open(StreamSpec.builder(Camera.STREAM, Camera.VIDEO)).pin()).isEmpty();
    assertThat(trial.audited().open(StreamSpec.builder(Camera.STREAM, Camera.VIDEO)).pin())
        .hasValue(PIN);
    assertThat(trial.auditorKeys.asked())
        .containsExactly(KmsKeyId.of("arn:aws:kms:eu-central-1:123456789012:alias/camera"));
  }

  /** IAM knows keys only: a session for an alias would have to allow every key. */
  @Test
  void aliasThatTheAuditorResolved_narrowsTheSessionToItsKey() throws Exception {
    trial.producer.describing(Camera.description().kmsKeyId("alias/camera"));

    trial.open(StreamSpec.builder(Camera.STREAM, Camera.VIDEO));
    assertThat(trial.narrowedTo()).contains("alias/camera");
    trial.audited().open(StreamSpec.builder(Camera.STREAM, Camera.VIDEO));
    assertThat(trial.narrowedTo()).contains(Keys.CAMERA.value());
  }

  @Test
  @ProvesViolated("KMS-01")
  void keyArnOfAKeyThatAwsManages_isSeenByTheAuditor() throws Exception {
    trial.producer.describing(Camera.description());
    trial.auditorKeys.managedByAws();

    assertThat(trial.open(Camera.spec()).arn()).isEqualTo(Camera.ARN);
    trial.audited();
    assertThat(refused(Camera.spec())).containsExactly(Control.KMS_01);
  }

  @Test
  void auditorWithLongTermKeys_isRefusedBeforeKmsIsAsked() {
    trial.audited().producer.describing(Camera.description());
    trial.auditorCredentials.give(
        SessionCredentials.of(
            "AKIAEXAMPLEEXAMPLE01",
            Camera.SECRET,
            Optional.empty(),
            Optional.of(Camera.NOW.plusSeconds(3600))));

    assertThat(refused(Camera.spec())).containsExactly(Control.IAM_02);
    assertThat(trial.auditorKeys.asked()).isEmpty();
  }

  @Test
  @ProvesViolated("CP-02")
  void newStreamThatIsNotWhatWasAskedFor_isNotUsedAndNotDeleted() {
    trial.producer.missing().describing(Camera.description().retention(Retention.ofHours(2)));

    assertThat(refused(Camera.spec().createIfMissing(OpeningTrial.ADMINISTRATOR)))
        .containsExactly(Control.CP_02);
    assertThat(trial.administrator.calls()).containsExactly("create");
    assertThat(trial.producer.calls()).doesNotContain("dataEndpoint");
    assertThat(trial.events.of(IngestEvent.StreamCreated.class)).hasSize(1);
  }

  @Test
  @ProvesSatisfied("CP-03")
  void streamThatSomebodyElseMade_isAdoptedIfItMeetsThePolicy() throws Exception {
    trial.administrator.createdBySomebodyElse();
    trial.producer.missing().describing(Camera.description());

    trial.open(Camera.spec().createIfMissing(OpeningTrial.ADMINISTRATOR));

    assertThat(trial.decided(Control.CP_03)).isInstanceOf(Decision.Satisfied.class);
  }

  @Test
  @ProvesViolated("CMP-03")
  void newStreamWithoutAMandatoryTag_isRefusedBeforeAnyCall() {
    trial.under(SecurityPolicy.strict().withMandatoryTags(Set.of("owner")));

    assertThat(refused(Camera.spec().createIfMissing(OpeningTrial.ADMINISTRATOR)))
        .containsExactly(Control.CMP_03, Control.CP_01);
    assertThat(trial.producer.calls()).isEmpty();
  }

  @Test
  void optionalControls_areLeftAloneUnlessThePolicyIncludesThem() throws Exception {
    trial.audited().producer.describing(Camera.description());
    trial.producerKeys.failing(new IllegalStateException("nobody may ask"));

    trial.open(Camera.spec());

    assertThat(trial.events.of(IngestEvent.ControlDecided.class))
        .extracting(event -> event.decision().control())
        .contains(Control.KMS_04)
        .doesNotContain(Control.KMS_07, Control.KMS_09);
  }

  @Test
  @ProvesSatisfied({"KMS-07", "KMS-09"})
  void optionalControls_askWhereThePolicyIncludesThem() throws Exception {
    trial.audited().under(EVERYTHING).producer.describing(Camera.description());

    trial.open(Camera.spec());

    assertThat(trial.decided(Control.KMS_07)).isInstanceOf(Decision.Satisfied.class);
    assertThat(trial.decided(Control.KMS_09)).isInstanceOf(Decision.Satisfied.class);
  }

  @Test
  @ProvesViolated({"KMS-07", "KMS-09"})
  void optionalControls_warnAndOpenAllTheSame() throws Exception {
    trial.audited().under(EVERYTHING).producer.describing(Camera.description());
    trial.producerKeys.trying(new DataKeyTrial.Unusable("DisabledException"));
    trial.auditorKeys.rotating(new KeyRotation.Off());

    trial.open(Camera.spec());

    assertThat(trial.decided(Control.KMS_07)).isInstanceOf(Decision.Violated.class);
    assertThat(trial.decided(Control.KMS_09)).isInstanceOf(Decision.Violated.class);
  }

  @Test
  void optionalControls_withoutPermissionAreNotEvaluated() throws Exception {
    trial.under(EVERYTHING).producer.describing(Camera.description());
    trial.producerKeys.trying(new DataKeyTrial.Denied());
    trial.open(Camera.spec());
    assertThat(trial.decided(Control.KMS_07)).isInstanceOf(Decision.NotEvaluated.class);
    assertThat(trial.decided(Control.KMS_09)).isInstanceOf(Decision.NotEvaluated.class);

    trial.audited().auditorKeys.denying();
    trial.producerKeys.failing(new ControlPlaneException("NoAnswer", true, "no route"));
    trial.open(Camera.spec());
    assertThat(trial.decided(Control.KMS_07)).isInstanceOf(Decision.NotEvaluated.class);
    assertThat(trial.decided(Control.KMS_09)).isInstanceOf(Decision.NotEvaluated.class);
  }

  @Test
  void interruptWhileKmsIsAsked_endsTheOpening() {
    trial.audited().producer.describing(Camera.description());
    trial.auditorKeys.failing(new ControlPlaneException("Interrupted", true, "interrupted"));
    Thread.currentThread().interrupt();

    assertThatExceptionOfType(InterruptedException.class)
        .isThrownBy(() -> trial.open(Camera.spec()));
    assertThat(Thread.interrupted()).isFalse();
  }

  @Test
  void answerOfKmsAboutAnotherKey_doesNotPassForTheKeyOfTheStream() {
    // The service reports another key than was asked for; KMS, asked about it, describes the one
    // that was asked for.
    trial.producer.describing(Camera.description().kmsKeyId(Keys.OTHER.value()));
    trial.audited().auditorKeys.describing(Keys.good(Keys.CAMERA));

    assertThat(refused(Camera.spec())).containsExactly(Control.KMS_02);
    assertThat(trial.decided(Control.KMS_04))
        .isInstanceOfSatisfying(
            Decision.NotEvaluated.class,
            open -> assertThat(open.reason()).contains("another key", Keys.CAMERA.value()));
  }

  @Test
  void answerOfKmsAboutAKeyOfAnotherAccount_resolvesNoAlias() {
    trial.producer.describing(
        Camera.description().kmsKeyId("arn:aws:kms:eu-central-1:123456789012:alias/camera"));
    trial
        .audited()
        .auditorKeys
        .describing(
            Keys.good(KeyArn.of("arn:aws:kms:eu-central-1:999999999999:key/" + Camera.KEY_ID)));

    assertThat(refused(Camera.spec().pinnedTo(PIN))).contains(Control.KMS_06);
    assertThat(trial.decided(Control.KMS_02)).isInstanceOf(Decision.NotEvaluated.class);
  }
}
