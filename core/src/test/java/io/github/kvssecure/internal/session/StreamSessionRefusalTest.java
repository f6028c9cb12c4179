package io.github.kvssecure.internal.session;

import static io.github.kvssecure.fake.Camera.delta;
import static io.github.kvssecure.fake.Camera.key;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.kvssecure.event.ConnectionEvidence;
import io.github.kvssecure.event.IngestEvent;
import io.github.kvssecure.fake.Camera;
import io.github.kvssecure.fake.Handshakes;
import io.github.kvssecure.identity.CallerIdentity;
import io.github.kvssecure.identity.SessionCredentials;
import io.github.kvssecure.media.FrameRefusedException;
import io.github.kvssecure.media.FrameRefusedException.Reason;
import io.github.kvssecure.media.KeyFailure;
import io.github.kvssecure.media.KeyFailureException;
import io.github.kvssecure.policy.Control;
import io.github.kvssecure.policy.Decision;
import io.github.kvssecure.policy.PolicyViolationException;
import io.github.kvssecure.policy.Violation;
import io.github.kvssecure.proof.ProvesSatisfied;
import io.github.kvssecure.proof.ProvesViolated;
import io.github.kvssecure.spi.ControlPlaneException;
import io.github.kvssecure.spi.UploadException;
import io.github.kvssecure.spi.UploadException.Failure;
import io.github.kvssecure.stream.StreamState;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class StreamSessionRefusalTest {

  private final SessionTrial trial = SessionTrial.open();

  /** Requires that the stream has failed for good, and returns why. */
  private Throwable failure() {
    trial.executor.advance(Duration.ofMinutes(5));
    assertThat(trial.session.state()).isEqualTo(StreamState.FAILED);
    assertThat(trial.stream().broken()).isEmpty();
    FrameRefusedException refusal =
        catchThrowableOfType(FrameRefusedException.class, () -> trial.put(delta(1)));
    assertThat(refusal.reason()).isEqualTo(Reason.STREAM_CLOSED);
    assertThat(refusal).hasMessageContaining("FAILED").hasMessageContaining("cause");
    assertThat(trial.frames().pending()).isEqualTo(1);
    return java.util.Objects.requireNonNull(refusal.getCause());
  }

  private List<Control> violated() {
    return ((PolicyViolationException) failure())
        .violations().stream().map(Violation::control).toList();
  }

  static Stream<Arguments> badHandshakes() {
    return Stream.of(
        Arguments.of(
            Handshakes.tls("TLSv1.1", "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256"), Control.NET_04),
        Arguments.of(Handshakes.tls("TLSv1.2", "TLS_RSA_WITH_AES_128_CBC_SHA"), Control.NET_05),
        Arguments.of(Handshakes.peer("HTTPS", List.of("evil.com")), Control.NET_06),
        Arguments.of(Handshakes.peer("", List.of(Camera.HOST)), Control.NET_06));
  }

  @ParameterizedTest
  @MethodSource("badHandshakes")
  void handshakeThatThePolicyRefuses_failsTheStream(ConnectionEvidence evidence, Control control)
      throws Exception {
    trial.put(key(0));

    trial.upload().connect(evidence);

    assertThat(trial.transport.upload().isEnded()).isTrue();
    assertThat(violated()).containsExactly(control);
    assertThat(trial.transport.uploads()).hasSize(1);
    assertThat(trial.events.of(IngestEvent.ConnectionMade.class))
        .containsExactly(
            new IngestEvent.ConnectionMade(
                IngestEvent.ConnectionPurpose.UPLOAD, Optional.of(Camera.STREAM), evidence));
  }

  @ParameterizedTest
  @EnumSource(
      value = Failure.class,
      names = {"PEER_NAME", "PEER_UNTRUSTED", "PROXY_UNPROVEN"})
  void peerThatTheTlsLayerRefuses_isAViolation(Failure failure) throws Exception {
    trial.put(key(0));

    trial.upload().breakOff(failure, false);

    assertThat(violated()).containsExactly(Control.NET_06);
  }

  @Test
  void peerThatSpeaksNoGoodTls_isAViolation() throws Exception {
    trial.put(key(0));

    trial.upload().breakOff(Failure.TLS_NEGOTIATION, false);

    assertThat(violated()).containsExactly(Control.NET_04, Control.NET_05);
  }

  @Test
  void permanentRefusalOfTheService_failsTheStream() throws Exception {
    trial.put(key(0));

    trial.upload().connect();
    trial.transport.upload().breakOff(Failure.REFUSED_BY_SERVICE, false);

    assertThat(failure())
        .isInstanceOfSatisfying(
            UploadException.class,
            e -> assertThat(e.failure()).isEqualTo(Failure.REFUSED_BY_SERVICE));
    assertThat(trial.transport.uploads()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({
    "4500, KMS_KEY_ACCESS_DENIED, ACCESS_DENIED",
    "4501, KMS_KEY_DISABLED, DISABLED",
    "4502, KMS_KEY_VALIDATION_ERROR, VALIDATION_ERROR",
    "4504, KMS_KEY_INVALID_USAGE, INVALID_USAGE",
    "4505, KMS_KEY_INVALID_STATE, INVALID_STATE",
    "4506, KMS_KEY_NOT_FOUND, NOT_FOUND"
  })
  @ProvesViolated("KMS-05")
  void keyThatTheServiceCannotUse_stopsTheStreamWithCauseAndRemedy(
      int id, String code, KeyFailure expected) throws Exception {
    trial.put(key(0));

    trial.upload().accept().acknowledgeError(id, code);

    assertThat(trial.transport.upload().isEnded()).isTrue();
    assertThat(failure())
        .isInstanceOfSatisfying(
            KeyFailureException.class, e -> assertThat(e.failure()).isEqualTo(expected))
        .hasMessageContaining("front-door")
        .hasMessageContaining(expected.cause())
        .hasMessageContaining(expected.remedy());
    assertThat(trial.transport.uploads()).hasSize(1);
    assertThat(trial.stream().acknowledgements()).isEmpty();
    assertThat(trial.events.of(IngestEvent.KeyFailed.class))
        .containsExactly(new IngestEvent.KeyFailed(Camera.STREAM, expected));
    assertThat(decided(Control.KMS_05)).isInstanceOf(Decision.Violated.class);
  }

  @Test
  @ProvesSatisfied("KMS-05")
  void acknowledgementWithoutAProblem_leavesTheStreamOpen() throws Exception {
    trial.put(key(0));

    trial.upload().accept().persist(0);

    assertThat(trial.session.state()).isEqualTo(StreamState.STREAMING);
    assertThat(decided(Control.KMS_05)).isInstanceOf(Decision.Satisfied.class);
  }

  @Test
  void keyThatIsOutOfReachForAMoment_isTriedAgainAndTold() throws Exception {
    trial.put(key(0));

    trial.upload().accept().acknowledgeError(4503, "KMS_KEY_UNAVAILABLE");

    assertThat(trial.session.state()).isEqualTo(StreamState.RECONNECTING);
    assertThat(trial.executor.delays()).containsExactly(Duration.ofMillis(250));
    assertThat(trial.events.of(IngestEvent.KeyFailed.class))
        .containsExactly(new IngestEvent.KeyFailed(Camera.STREAM, KeyFailure.UNAVAILABLE));
    assertThat(decided(Control.KMS_05)).isInstanceOf(Decision.NotEvaluated.class);
  }

  private Decision decided(Control control) {
    return java.util.Objects.requireNonNull(trial.gate.report(List.of()).decisions().get(control));
  }

  @ParameterizedTest
  @CsvSource({"4004, INVALID_TIMECODE", "4507, STREAM_DELETED", "4999, SOMETHING_NEW"})
  void permanentErrorAcknowledgement_failsTheStreamAndStaysHere(int id, String code)
      throws Exception {
    trial.put(key(0));

    trial.upload().accept().acknowledgeError(id, code);

    assertThat(trial.transport.upload().isEnded()).isTrue();
    assertThat(failure())
        .isInstanceOfSatisfying(
            UploadException.class,
            e -> assertThat(e.failure()).isEqualTo(Failure.ERROR_ACKNOWLEDGED))
        .hasMessageContaining(id + " " + code);
    assertThat(trial.stream().acknowledgements()).isEmpty();
    assertThat(trial.events.of(IngestEvent.FragmentAcknowledged.class)).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({
    "5000, INTERNAL_ERROR",
    "4503, KMS_KEY_UNAVAILABLE",
    "4000, READ_FAILED",
    "5999, SOMETHING_NEW"
  })
  void transientErrorAcknowledgement_isRetriedAndStaysHere(int id, String code) throws Exception {
    trial.put(key(0));

    trial.upload().accept().acknowledgeError(id, code);
    assertThat(trial.session.state()).isEqualTo(StreamState.RECONNECTING);
    trial.executor.advance(Duration.ofMillis(250));

    assertThat(trial.transport.uploads()).hasSize(2);
    assertThat(trial.stream().broken()).hasSize(1);
    assertThat(trial.stream().acknowledgements()).isEmpty();
  }

  @Test
  void credentialsThatThePolicyRefusesBetweenUploads_failTheStreamWithoutAConnection()
      throws Exception {
    trial.credentials.give(
        SessionCredentials.of(
            "AKIAEXAMPLEEXAMPLE01",
            Camera.SECRET,
            Optional.empty(),
            Optional.of(Camera.NOW.plusSeconds(3600))));
    trial.put(key(0));

    assertThat(violated()).containsExactly(Control.IAM_02);
    assertThat(trial.transport.uploads()).isEmpty();
  }

  @Test
  void credentialsThatAreOver_failTheStreamWithoutAConnection() throws Exception {
    trial.put(key(0));
    trial.clock.advance(Duration.ofMinutes(61));

    assertThat(violated()).containsExactly(Control.IAM_05);
    assertThat(trial.transport.uploads()).isEmpty();
  }

  @Test
  void credentialsThatAreAboutToEnd_makeTheStreamWaitForNewOnesAndThenGoOn() throws Exception {
    trial.put(key(0));
    trial.clock.advance(Duration.ofMinutes(56));
    trial.executor.runDue();

    assertThat(trial.session.state()).isEqualTo(StreamState.RECONNECTING);
    assertThat(trial.transport.uploads()).isEmpty();
    assertThat(trial.gate.report(List.of()).decisions().get(Control.IAM_05))
        .isInstanceOf(Decision.Violated.class);

    // Attempts without credentials reach nobody, but say nothing of the endpoint.
    for (int i = 0; i < 2 * RetryRules.UNREACHED; i++) {
      trial.executor.advance(Duration.ofSeconds(30));
    }
    assertThat(trial.session.state()).isEqualTo(StreamState.RECONNECTING);
    assertThat(trial.controlPlane.calls()).isEmpty();

    trial.credentials.give(Camera.credentialsUntil(Camera.NOW.plus(Duration.ofHours(2))));
    trial.executor.advance(Duration.ofSeconds(30));
    assertThat(trial.transport.uploads()).hasSize(1);
    assertThat(trial.frames().pending()).isEqualTo(1);
  }

  @Test
  void callerThatStsDoesNotTell_makesTheStreamWaitAndThenGoOn() throws Exception {
    trial.controlPlane.caller(
        () -> {
          throw new ControlPlaneException("NoAnswer", true, "GetCallerIdentity: no answer");
        });
    trial.put(key(0));
    trial.executor.runDue();

    assertThat(trial.session.state()).isEqualTo(StreamState.RECONNECTING);
    assertThat(trial.transport.uploads()).isEmpty();

    trial.controlPlane.caller(
        () -> new CallerIdentity(Camera.ACCOUNT, "arn:aws:sts::123456789012:assumed-role/a/door"));
    trial.executor.advance(Duration.ofSeconds(1));
    assertThat(trial.transport.uploads()).hasSize(1);
  }

  @Test
  void callerThatIsNoRoleSession_failsTheStreamAfterOneQuestion() throws Exception {
    trial.controlPlane.caller(
        () -> new CallerIdentity(Camera.ACCOUNT, "arn:aws:iam::123456789012:user/door"));
    trial.put(key(0));

    assertThat(violated()).containsExactly(Control.IAM_03);
    assertThat(trial.transport.uploads()).isEmpty();
    assertThat(trial.controlPlane.askedAbout()).hasSize(1);
  }

  @Test
  void tokenThatNoHeaderMayHold_failsTheStreamWithoutAConnection() throws Exception {
    trial.credentials.give(
        SessionCredentials.of(
            "ASIAEXAMPLEEXAMPLE01",
            Camera.SECRET,
            Optional.of("token\r\nx-evil: 1"),
            Optional.of(Camera.NOW.plusSeconds(3600))));
    trial.put(key(0));

    assertThat(violated()).containsExactly(Control.WIRE_02);
    assertThat(trial.transport.uploads()).isEmpty();
  }

  @Test
  void credentialsThatTheSourceRefuses_failTheStream() throws Exception {
    trial.credentials.fail(
        new ControlPlaneException("AccessDeniedException", false, "the role may not be assumed"));
    trial.put(key(0));

    assertThat(failure()).hasMessageContaining("the role may not be assumed");
    assertThat(trial.transport.uploads()).isEmpty();
  }

  @Test
  void faultOfACredentialSource_failsTheStreamWithItsCause() throws Exception {
    IllegalStateException fault = new IllegalStateException("a fault of the source");
    trial.credentials.fail(fault);
    trial.put(key(0));

    assertThat(failure()).isSameAs(fault);
  }

  @Test
  void transportThatOpensNothing_failsTheStreamWithItsCause() throws Exception {
    trial.transport.breakDown();
    trial.put(key(0));

    assertThat(failure()).hasMessageContaining("the upload transport is closed");
  }

  @Test
  void secondFailure_doesNotReplaceTheFirst() throws Exception {
    trial.put(key(0));
    trial.upload().accept().acknowledgeError(4501, "KMS_KEY_DISABLED");
    Throwable first = failure();

    trial.session.fail(new IllegalStateException("later"));

    assertThat(failure()).isSameAs(first);
    assertThat(trial.events.states()).containsOnlyOnce(StreamState.FAILED);
  }

  @Test
  void uploadRequestedByAFailedStream_isNotOpened() throws Exception {
    trial.put(key(0));
    trial.upload().breakOff(Failure.PEER_NAME, false);
    trial.stream().requestUpload();

    assertThat(violated()).containsExactly(Control.NET_06);
    assertThat(trial.transport.uploads()).hasSize(1);
  }
}
