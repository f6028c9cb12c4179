package io.github.kvssecure.internal.session;

import static io.github.kvssecure.fake.Camera.key;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.kvssecure.fake.Camera;
import io.github.kvssecure.fake.FakeUpload;
import io.github.kvssecure.identity.SessionCredentials;
import io.github.kvssecure.policy.Control;
import io.github.kvssecure.policy.Decision;
import io.github.kvssecure.proof.ProvesViolated;
import io.github.kvssecure.spi.ControlPlaneException;
import io.github.kvssecure.spi.UploadException;
import io.github.kvssecure.stream.StreamState;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The service refuses who signed: once more with other credentials, if the source has others. */
class StreamSessionRefusedCallerTest {

  private final SessionTrial trial = SessionTrial.open();

  private Decision decision(Control control) {
    return Objects.requireNonNull(trial.gate.report(List.of()).decisions().get(control));
  }

  @ParameterizedTest
  @ValueSource(ints = {401, 403})
  void refusedCaller_isTriedOnceMoreWithCredentialsGotAnew(int status) throws Exception {
    SessionCredentials others = Camera.credentialsNamed("ASIAEXAMPLEEXAMPLE02");
    trial.credentials.whenRefused(() -> trial.credentials.give(others));
    trial.put(key(0));
    trial.upload().refuse(status, "AccessDeniedException");
    trial.executor.runDue();
    trial.executor.advance(Duration.ofSeconds(30));
    assertThat(trial.transport.uploads()).hasSize(2);
    assertThat(trial.credentials.refused())
        .extracting(SessionCredentials::accessKeyId)
        .containsExactly(Camera.credentials().accessKeyId());
    assertThat(trial.transport.upload().request().credentials()).isEqualTo(others);

    trial.transport.upload().refuse(status, "AccessDeniedException");
    trial.executor.advance(Duration.ofMinutes(10));

    assertThat(trial.transport.uploads()).hasSize(2);
    assertThat(trial.session.state()).isEqualTo(StreamState.FAILED);
    assertThat(trial.session.close(Duration.ZERO).failure().orElseThrow())
        .isInstanceOf(UploadException.class);
  }

  @ParameterizedTest
  @ValueSource(ints = {401, 403})
  @ProvesViolated("RES-06")
  void refusedCallerWithoutOtherCredentials_stopsWithTheRefusal(int status) throws Exception {
    trial.put(key(0));
    trial.upload().refuse(status, "AccessDeniedException");
    trial.executor.advance(Duration.ofMinutes(10));

    assertThat(trial.transport.uploads()).hasSize(1);
    assertThat(trial.session.state()).isEqualTo(StreamState.FAILED);
    assertThat(trial.session.close(Duration.ZERO).failure().orElseThrow())
        .isInstanceOfSatisfying(
            UploadException.class,
            refusal -> assertThat(refusal.response().orElseThrow().status()).isEqualTo(status));
    assertThat(decision(Control.RES_06)).isInstanceOf(Decision.Violated.class);
  }

  @Test
  void refusedCaller_waitsForASourceThatIsDown() throws Exception {
    trial.put(key(0));
    FakeUpload first = trial.upload();
    trial.credentials.fail(new ControlPlaneException("NoAnswer", true, "STS is down"));
    first.refuse(403, "ExpiredTokenException");
    trial.executor.advance(Duration.ofMinutes(2));
    assertThat(trial.transport.uploads()).hasSize(1);
    assertThat(trial.session.state()).isEqualTo(StreamState.RECONNECTING);

    trial.credentials.give(Camera.credentialsNamed("ASIAEXAMPLEEXAMPLE02"));
    trial.executor.advance(Duration.ofMinutes(1));
    trial.transport.upload().accept();
    assertThat(trial.session.state()).isEqualTo(StreamState.STREAMING);
  }

  @Test
  void refusedCallerWhoseSourceIsForbidden_stopsWithTheRefusal() throws Exception {
    trial.put(key(0));
    FakeUpload first = trial.upload();
    trial.credentials.fail(new ControlPlaneException("AccessDenied", false, "not any more"));
    first.refuse(403, "AccessDeniedException");
    trial.executor.advance(Duration.ofMinutes(10));

    assertThat(trial.transport.uploads()).hasSize(1);
    assertThat(trial.session.close(Duration.ZERO).failure().orElseThrow())
        .isInstanceOf(UploadException.class)
        .hasMessageContaining("403")
        .satisfies(
            refusal -> assertThat(refusal.getSuppressed()[0]).hasMessageContaining("not any more"));
  }
}
