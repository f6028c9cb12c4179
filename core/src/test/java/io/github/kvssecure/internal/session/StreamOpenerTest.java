package io.github.kvssecure.internal.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.kvssecure.fake.Camera;
import io.github.kvssecure.policy.Control;
import io.github.kvssecure.policy.PolicyViolationException;
import io.github.kvssecure.policy.SecurityPolicy;
import io.github.kvssecure.policy.Violation;
import io.github.kvssecure.spi.ControlPlaneException;
import io.github.kvssecure.stream.IngestConfigurationException;
import io.github.kvssecure.stream.KmsKeyId;
import io.github.kvssecure.stream.Retention;
import io.github.kvssecure.stream.StreamDescription;
import io.github.kvssecure.stream.StreamSpec;
import io.github.kvssecure.stream.StreamStatus;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class StreamOpenerTest {

  private final OpeningTrial trial = new OpeningTrial();

  @AfterEach
  void openingIsOverBeforeAnyMedia() {
    assertThat(trial.media.streams()).isEmpty();
    assertThat(trial.transport.uploads()).isEmpty();
    assertThat(trial.administrator.calls()).isEmpty();
  }

  private List<Control> refused(StreamSpec.Builder spec) {
    PolicyViolationException refusal =
        catchThrowableOfType(PolicyViolationException.class, () -> trial.open(spec));
    assertThat(refusal).as("refusal").isNotNull();
    return refusal.violations().stream().map(Violation::control).toList();
  }

  @Test
  void existingStream_isVerifiedAndItsEndpointJudged() throws Exception {
    trial.producer.describing(Camera.description());

    StreamOpener.VerifiedStream stream = trial.open(Camera.spec());

    assertThat(stream.arn()).isEqualTo(Camera.ARN);
    assertThat(stream.dataEndpoint()).isEqualTo(Camera.ENDPOINT);
    assertThat(stream.description().retention()).isEqualTo(Retention.ofHours(24));
    assertThat(trial.producer.calls()).containsExactly("describe", "dataEndpoint");
    assertThat(trial.pauses).isEmpty();
    assertThat(trial.producerKeys.asked()).isEmpty();
  }

  @Test
  void existingStream_thatMayBeMade_needsNoAdministrator() throws Exception {
    trial.producer.describing(Camera.description());

    assertThat(trial.open(Camera.spec().createIfMissing(OpeningTrial.ADMINISTRATOR)).arn())
        .isEqualTo(Camera.ARN);
    assertThat(trial.administrators).isEmpty();
  }

  @Test
  void specWithoutKeyAndRetention_takesWhatAnExistingStreamHas() throws Exception {
    trial.producer.describing(Camera.description());

    assertThat(trial.open(StreamSpec.builder(Camera.STREAM, Camera.VIDEO)).arn())
        .isEqualTo(Camera.ARN);
  }

  @Test
  void missingStream_withoutAnAdministrator_isAConfigurationError() {
    trial.producer.missing();

    assertThatExceptionOfType(IngestConfigurationException.class)
        .isThrownBy(() -> trial.open(Camera.spec()))
        .withMessageContaining("front-door")
        .withMessageContaining("eu-central-1")
        .withMessageContaining(".createIfMissing(administratorCredentialSource)");
    assertThat(trial.producer.calls()).containsExactly("describe");
  }

  @Test
  void streamBeingMade_isLookedAtOnceASecond() throws Exception {
    for (int i = 0; i < 5; i++) {
      trial.producer.describing(Camera.description(StreamStatus.CREATING));
    }
    trial.producer.describing(Camera.description());

    assertThat(trial.open(Camera.spec()).description().status()).isEqualTo(StreamStatus.ACTIVE);

    assertThat(trial.pauses).hasSize(5).allSatisfy(pause -> assertThat(pause).hasSeconds(1));
  }

  @Test
  void streamThatIsNeverMade_isRefusedAfterAMinute() {
    trial.producer.describing(Camera.description(StreamStatus.CREATING));

    assertThat(refused(Camera.spec())).containsExactly(Control.RES_02);
    assertThat(trial.pauses).hasSizeBetween(60, 61);
    assertThat(trial.producer.calls()).doesNotContain("dataEndpoint");
  }

  @Test
  void streamThatIsNeverMade_isRefusedThoughTheClockIsSetBack() {
    trial.standingClock();
    trial.producer.describing(Camera.description(StreamStatus.CREATING));

    assertThat(refused(Camera.spec())).containsExactly(Control.RES_02);
    assertThat(trial.pauses).hasSizeBetween(60, 61);
  }

  @Test
  void streamThatVanishesWhileItIsMade_isAConfigurationError() {
    trial.producer.describing(Camera.description(StreamStatus.CREATING)).missing();

    assertThatExceptionOfType(IngestConfigurationException.class)
        .isThrownBy(() -> trial.open(Camera.spec()))
        .withMessageContaining("cannot be found");
  }

  @ParameterizedTest
  @CsvSource({
    "alias/aws/kinesisvideo, KMS_01",
    "arn:aws:kms:eu-central-1:123456789012:alias/aws/kinesisvideo, KMS_01",
    "arn:aws:kms:us-east-1:123456789012:key/11111111-2222-3333-4444-555555555555, KMS_10"
  })
  void specWithAWrongKey_isRefusedBeforeAnyCall(String key, Control control) {
    StreamSpec.Builder spec =
        StreamSpec.builder(Camera.STREAM, Camera.VIDEO)
            .retention(Retention.ofHours(24))
            .encryptedBy(KmsKeyId.of(key));

    assertThat(refused(spec)).containsExactly(control);
    assertThat(trial.producer.calls()).isEmpty();
    assertThat(trial.producerCredentials.resolved()).isZero();
  }

  @Test
  void specWithSeveralFaults_isRefusedOnceWithAllOfThem() {
    StreamSpec.Builder spec =
        StreamSpec.builder(Camera.STREAM, Camera.VIDEO)
            .retention(Retention.NONE)
            .encryptedBy(KmsKeyId.of("arn:aws:kms:us-east-1:123456789012:alias/aws/kinesisvideo"));

    assertThat(refused(spec)).containsExactly(Control.KMS_01, Control.KMS_10, Control.CMP_02);
  }

  @Test
  void reportedStreamWithSeveralFaults_isRefusedOnceWithAllOfThem() {
    trial.producer.describing(
        StreamDescription.builder(
                "arn:aws:kinesisvideo:us-east-1:123456789012:stream/front-door/1",
                StreamStatus.DELETING)
            .kmsKeyId("alias/aws/kinesisvideo"));

    assertThat(refused(Camera.spec()))
        .containsExactly(
            Control.IAM_11,
            Control.RES_02,
            Control.KMS_01,
            Control.KMS_02,
            Control.CMP_02,
            Control.CMP_01);
    assertThat(trial.producer.calls()).containsExactly("describe");
  }

  @ParameterizedTest
  @CsvSource({
    "arn:aws:kms:eu-central-1:123456789012:alias/aws/kinesisvideo, KMS_01",
    "arn:aws:kms:us-east-1:123456789012:key/11111111-2222-3333-4444-555555555555, KMS_10",
    "arn:aws:kms:eu-central-1:999999999999:key/11111111-2222-3333-4444-555555555555, KMS_10"
  })
  void reportedKeyThatIsWrong_isRefused(String key, Control control) {
    trial.producer.describing(Camera.description().kmsKeyId(key));

    assertThat(refused(Camera.spec())).containsExactly(control, Control.KMS_02);
    assertThat(trial.producer.calls()).containsExactly("describe");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 8761})
  void reportedRetentionOutsideTheBounds_isRefused(int hours) {
    trial.producer.describing(Camera.description().retention(Retention.ofHours(hours)));

    assertThat(refused(Camera.spec())).containsExactly(Control.CMP_02);
    assertThat(trial.producer.calls()).containsExactly("describe");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "arn:aws:kinesisvideo:eu-central-1:123456789012:stream/back-door/1",
        "arn:aws:kinesisvideo:eu-central-1:123456789012:channel/front-door/1",
        "front-door"
      })
  void reportedArnOfSomethingElse_isRefused(String arn) {
    trial.producer.describing(
        StreamDescription.builder(arn, StreamStatus.ACTIVE)
            .retention(Retention.ofHours(24))
            .kmsKeyId(Camera.KEY.value()));

    assertThat(refused(Camera.spec())).containsExactly(Control.IAM_11);
    assertThat(trial.producer.calls()).containsExactly("describe");
  }

  @Test
  void reportedArnThatIsNoArn_isNoStreamEvenWhereThePolicyLooksAway() {
    trial
        .under(
            SecurityPolicy.strict()
                .insecurelyWaive(
                    Control.IAM_11, "only in this test", java.time.LocalDate.of(2099, 1, 1)))
        .producer
        .describing(
            StreamDescription.builder("front-door", StreamStatus.ACTIVE)
                .retention(Retention.ofHours(24))
                .kmsKeyId(Camera.KEY.value()));

    assertThatExceptionOfType(IngestConfigurationException.class)
        .isThrownBy(() -> trial.open(Camera.spec()))
        .withMessageContaining("no usable ARN");
  }

  @ParameterizedTest
  @EnumSource(
      value = StreamStatus.class,
      names = {"DELETING", "UNKNOWN"})
  void reportedStatusThatTakesNoMedia_isRefused(StreamStatus status) {
    trial.producer.describing(Camera.description(status));

    assertThat(refused(Camera.spec())).containsExactly(Control.RES_02);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://" + Camera.HOST,
        "https://evil.com",
        "https://s-0123abcd.kinesisvideo.us-east-1.amazonaws.com",
        "https://" + Camera.HOST + ":8443",
        "https://localhost:8443"
      })
  void dataEndpointThatIsWrong_isRefused(String uri) {
    trial.producer.describing(Camera.description()).endpoint(URI.create(uri));

    assertThat(refused(Camera.spec()))
        .contains(Control.WIRE_01)
        .isSubsetOf(Control.NET_01, Control.NET_02, Control.WIRE_01);
  }

  @Test
  void badCredentials_areRefusedBeforeAnyCall() {
    trial.producerCredentials.give(
        io.github.kvssecure.identity.SessionCredentials.of(
            "AKIAEXAMPLEEXAMPLE01", Camera.SECRET, Optional.empty(), Optional.empty()));

    assertThat(refused(Camera.spec())).containsExactly(Control.IAM_02, Control.IAM_05);
    assertThat(trial.producer.calls()).isEmpty();
  }

  @Test
  void refusalOfTheService_isPassedOn() {
    trial.producerCredentials.fail(
        new ControlPlaneException("AccessDeniedException", false, "no credentials"));

    assertThatExceptionOfType(ControlPlaneException.class)
        .isThrownBy(() -> trial.open(Camera.spec()));
    assertThat(trial.producer.calls()).isEmpty();
  }
}
