package io.github.kvssecure.internal.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.kvssecure.event.IngestEvent;
import io.github.kvssecure.event.IngestEvent.StreamCreated;
import io.github.kvssecure.event.IngestListener;
import io.github.kvssecure.fake.Camera;
import io.github.kvssecure.identity.SessionCredentials;
import io.github.kvssecure.policy.Control;
import io.github.kvssecure.policy.PolicyViolationException;
import io.github.kvssecure.policy.Violation;
import io.github.kvssecure.stream.KmsKeyId;
import io.github.kvssecure.stream.Retention;
import io.github.kvssecure.stream.StreamDescription;
import io.github.kvssecure.stream.StreamSpec;
import io.github.kvssecure.stream.StreamStatus;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StreamOpenerCreatesTest {

  private final OpeningTrial trial = new OpeningTrial();

  private static StreamSpec.Builder spec() {
    return Camera.spec().createIfMissing(OpeningTrial.ADMINISTRATOR);
  }

  private List<Control> refused(StreamSpec.Builder spec) {
    PolicyViolationException refusal =
        catchThrowableOfType(PolicyViolationException.class, () -> trial.open(spec));
    assertThat(refusal).as("refusal").isNotNull();
    return refusal.violations().stream().map(Violation::control).toList();
  }

  @Test
  void missingStream_isMadeByTheAdministratorAndVerifiedByTheProducer() throws Exception {
    trial
        .producer
        .missing()
        .describing(Camera.description(StreamStatus.CREATING))
        .describing(Camera.description());

    assertThat(trial.open(spec()).arn()).isEqualTo(Camera.ARN);

    assertThat(trial.administrators).containsExactly(OpeningTrial.ADMINISTRATOR);
    assertThat(trial.administrator.calls()).containsExactly("create");
    assertThat(trial.administrator.isClosed()).isTrue();
    assertThat(trial.administratorKeys.asked()).containsExactly(Camera.KEY);
    assertThat(trial.producer.calls())
        .containsExactly("describe", "describe", "describe", "dataEndpoint");
    assertThat(trial.producer.isClosed()).isFalse();
    assertThat(trial.producerKeys.asked()).isEmpty();
    assertThat(trial.events.of(StreamCreated.class)).containsExactly(new StreamCreated(Camera.ARN));
    assertThat(trial.pauses).hasSize(1);
  }

  @Test
  void streamThatSomebodyElseMadeInTheMeantime_isVerifiedLikeAnyOther() throws Exception {
    trial.administrator.createdBySomebodyElse();
    trial.producer.missing().describing(Camera.description());

    assertThat(trial.open(spec()).arn()).isEqualTo(Camera.ARN);
    assertThat(trial.events.of(StreamCreated.class)).isEmpty();
  }

  @Test
  void streamThatSomebodyElseMadeWithAnotherKey_isRefused() {
    trial.administrator.createdBySomebodyElse();
    trial.producer.missing().describing(Camera.description().kmsKeyId("alias/aws/kinesisvideo"));

    assertThat(refused(spec())).containsExactly(Control.KMS_01, Control.KMS_02, Control.CP_03);
    assertThat(trial.producer.calls()).doesNotContain("dataEndpoint");
  }

  @Test
  void specWithoutKeyAndRetention_isRefusedBeforeAnyCall() {
    StreamSpec.Builder spec =
        StreamSpec.builder(Camera.STREAM, Camera.VIDEO).createIfMissing(OpeningTrial.ADMINISTRATOR);

    assertThat(refused(spec)).containsExactly(Control.KMS_01, Control.CMP_02, Control.CP_01);
    assertThat(trial.producer.calls()).isEmpty();
  }

  @Test
  void keyThatAwsManages_isRefusedBeforeTheStreamIsMade() {
    trial.administratorKeys.managedByAws();
    trial.producer.missing();

    assertThat(refused(spec())).containsExactly(Control.KMS_01, Control.CP_01);
    assertThat(trial.administrator.calls()).isEmpty();
    assertThat(trial.administrator.isClosed()).isTrue();
  }

  @Test
  void aliasOfAws_isNeverLookedUp() {
    StreamSpec.Builder spec =
        StreamSpec.builder(Camera.STREAM, Camera.VIDEO)
            .retention(Retention.ofHours(24))
            .encryptedBy(KmsKeyId.of("alias/aws/kinesisvideo"))
            .createIfMissing(OpeningTrial.ADMINISTRATOR);

    assertThat(refused(spec)).containsExactly(Control.KMS_01, Control.CP_01);
    assertThat(trial.administratorKeys.asked()).isEmpty();
  }

  @Test
  void administratorWithLongTermKeys_isRefusedAndClosed() {
    trial.producer.missing();
    trial.administratorCredentials.give(
        SessionCredentials.of(
            "AKIAEXAMPLEEXAMPLE01",
            Camera.SECRET,
            Optional.empty(),
            Optional.of(Camera.NOW.plusSeconds(3600))));

    assertThat(refused(spec())).containsExactly(Control.IAM_02);
    assertThat(trial.administrator.calls()).isEmpty();
    assertThat(trial.administrator.isClosed()).isTrue();
  }

  @Test
  void listenerThatThrows_doesNotKeepAStreamFromBeingOpened() throws Exception {
    IngestListener thrower =
        event -> {
          if (event instanceof IngestEvent.StreamCreated) {
            throw new IllegalStateException("a listener's own fault");
          }
        };
    trial.toldTo(thrower).producer.missing().describing(Camera.description());

    assertThat(trial.open(spec()).arn()).isEqualTo(Camera.ARN);
  }

  @Test
  void streamThatTookThePlaceOfTheOneThatWasMade_isNotUsed() {
    trial
        .producer
        .missing()
        .describing(
            StreamDescription.builder(
                    "arn:aws:kinesisvideo:eu-central-1:123456789012:stream/front-door/1790000000",
                    StreamStatus.ACTIVE)
                .retention(Retention.ofHours(24))
                .kmsKeyId(Camera.KEY.value())
                .mediaType("video/h264"));

    assertThat(refused(spec())).containsExactly(Control.CP_02);
    assertThat(trial.producer.calls()).doesNotContain("dataEndpoint");
  }
}
