package io.github.kvssecure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.kvssecure.fake.Camera;
import io.github.kvssecure.fake.FakeControlPlane;
import io.github.kvssecure.fake.FakeCredentials;
import io.github.kvssecure.fake.FakeKeyDirectory;
import io.github.kvssecure.fake.FakeMediaProducer;
import io.github.kvssecure.fake.FakeUploadTransport;
import io.github.kvssecure.fake.MovableClock;
import io.github.kvssecure.fake.RecordedEvents;
import io.github.kvssecure.fake.Somebody;
import io.github.kvssecure.fake.SteppedExecutor;
import io.github.kvssecure.identity.SessionCredentials;
import io.github.kvssecure.internal.gate.PolicyGate;
import io.github.kvssecure.internal.session.SessionServices;
import io.github.kvssecure.internal.session.SessionThreads;
import io.github.kvssecure.policy.Control;
import io.github.kvssecure.policy.PolicyViolationException;
import io.github.kvssecure.policy.SecurityPolicy;
import io.github.kvssecure.policy.Violation;
import io.github.kvssecure.proof.ProvesSatisfied;
import io.github.kvssecure.proof.ProvesViolated;
import io.github.kvssecure.stream.IngestConfigurationException;
import io.github.kvssecure.stream.Retention;
import io.github.kvssecure.stream.StreamDescription;
import io.github.kvssecure.stream.StreamStatus;
import io.github.kvssecure.stream.StreamVersion;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class StreamAdministrationTest {

  private final MovableClock clock = new MovableClock(Camera.NOW);
  private final FakeControlPlane controlPlane = new FakeControlPlane();
  private final FakeCredentials credentials = new FakeCredentials();
  private final RecordedEvents events = new RecordedEvents();
  private final PolicyGate gate = new PolicyGate(SecurityPolicy.strict(), clock, events);
  private final StreamAdministration administration =
      new StreamAdministration(
          new SessionServices(
              gate,
              Somebody.inspection(gate, clock),
              events,
              new FakeMediaProducer(),
              new FakeUploadTransport(),
              SessionThreads.allOn(new SteppedExecutor()),
              new SessionServices.Place(Camera.REGION, Optional.empty(), clock),
              SessionServices.Budgets.of(1L << 30, System::nanoTime)),
          Somebody.as("administrator", credentials, controlPlane, new FakeKeyDirectory()));

  private static StreamDescription.Builder at(String version) {
    return Camera.description().version(new StreamVersion(version));
  }

  private static List<Control> refused(ThrowingCallable call) {
    PolicyViolationException refusal = catchThrowableOfType(PolicyViolationException.class, call);
    assertThat(refusal).as("refusal").isNotNull();
    return refusal.violations().stream().map(Violation::control).toList();
  }

  @Test
  @ProvesViolated("CP-04")
  void retentionBelowThePolicy_isNotSet() {
    controlPlane.describing(at("v1"));

    assertThat(refused(() -> administration.retain(Camera.STREAM, Retention.NONE)))
        .containsExactly(Control.CP_04, Control.CMP_02);
    assertThat(controlPlane.calls()).containsExactly("describe");
  }

  @Test
  void retentionAboveThePolicy_isNotSet() {
    controlPlane.describing(at("v1"));

    assertThat(refused(() -> administration.retain(Camera.STREAM, Retention.ofDays(366))))
        .containsExactly(Control.CMP_02);
  }

  @Test
  @ProvesSatisfied("CP-04")
  void retentionWithinThePolicy_isSetByItsDifferenceFromAFreshDescription() {
    controlPlane.describing(at("v7"));

    administration.retain(Camera.STREAM, Retention.ofHours(2));
    administration.retain(Camera.STREAM, Retention.ofHours(48));
    administration.retain(Camera.STREAM, Retention.ofHours(24));

    assertThat(controlPlane.calls())
        .containsExactly(
            "describe",
            "changeRetention -22 at v7",
            "describe",
            "changeRetention 24 at v7",
            "describe");
  }

  @Test
  void retentionOfNoStream_isAConfigurationError() {
    controlPlane.missing();

    assertThatExceptionOfType(IngestConfigurationException.class)
        .isThrownBy(() -> administration.retain(Camera.STREAM, Retention.ofHours(2)))
        .withMessageContaining("front-door");
  }

  @Test
  @ProvesViolated("CP-05")
  void streamThatChangedSinceItWasSeen_isNotDeleted() {
    controlPlane.describing(at("v1")).describing(at("v2"));
    StreamDescription seen = administration.describe(Camera.STREAM).orElseThrow();

    assertThat(refused(() -> administration.delete(seen))).containsExactly(Control.CP_05);
    assertThat(controlPlane.calls()).containsExactly("describe", "describe");
  }

  @Test
  @ProvesSatisfied("CP-05")
  void streamThatIsWhatWasSeen_isDeletedByArnAndVersion() {
    controlPlane.describing(at("v1"));

    administration.delete(administration.describe(Camera.STREAM).orElseThrow());

    assertThat(controlPlane.calls()).containsExactly("describe", "describe", "delete at v1");
  }

  @Test
  void longTermKeys_changeNothing() {
    controlPlane.describing(at("v1"));
    credentials.give(
        SessionCredentials.of(
            "AKIAEXAMPLEEXAMPLE01",
            Camera.SECRET,
            Optional.empty(),
            Optional.of(Camera.NOW.plusSeconds(3600))));

    assertThat(refused(() -> administration.delete(at("v1").build())))
        .containsExactly(Control.IAM_02);
    assertThat(controlPlane.calls()).isEmpty();
  }

  @Test
  void close_freesTheClients() {
    administration.close();

    assertThat(controlPlane.isClosed()).isTrue();
  }

  @Test
  void descriptionOfAnotherStream_isNoGroundToChangeThatOne() {
    controlPlane.describing(
        StreamDescription.builder(
                "arn:aws:kinesisvideo:eu-central-1:123456789012:stream/back-door/1780000000",
                StreamStatus.ACTIVE)
            .retention(Retention.ofHours(48))
            .version(new StreamVersion("v1")));

    assertThatExceptionOfType(IngestConfigurationException.class)
        .isThrownBy(() -> administration.retain(Camera.STREAM, Retention.ofHours(24)))
        .withMessageContaining("back-door");
    assertThat(controlPlane.calls()).containsExactly("describe");
  }
}
