package io.github.kvssecure.internal.session;

import static io.github.kvssecure.fake.Camera.key;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.kvssecure.fake.Camera;
import io.github.kvssecure.spi.ControlPlaneException;
import io.github.kvssecure.spi.UploadException.Failure;
import io.github.kvssecure.stream.StreamState;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Nobody answers at the data endpoint: the service may have another one by now. */
class StreamSessionUnreachableTest {

  private static final URI OTHER =
      URI.create("https://s-99999999.kinesisvideo.eu-central-1.amazonaws.com");

  /** The longest pause between two attempts. */
  private static final Duration PAUSE = Duration.ofSeconds(30);

  private final SessionTrial trial = SessionTrial.open();

  @BeforeEach
  void stream() throws InterruptedException {
    trial.put(key(0));
    trial.executor.runDue();
  }

  /** Breaks off every upload that is opened. */
  private void fail(Failure failure, int times) {
    for (int i = 0; i < times; i++) {
      trial.transport.upload().breakOff(failure, true);
      trial.executor.runDue();
      trial.executor.advance(PAUSE);
    }
  }

  private URI target() {
    return trial.transport.upload().request().target().dataEndpoint();
  }

  @Test
  void endpointThatNobodyAnswersAt_isAskedForAgain() {
    trial.controlPlane.endpoint(OTHER);
    fail(Failure.CONNECT, RetryRules.UNREACHED - 1);
    assertThat(trial.controlPlane.calls()).doesNotContain("dataEndpoint");
    assertThat(target()).isEqualTo(Camera.ENDPOINT);

    fail(Failure.CONNECT, 1);

    assertThat(trial.controlPlane.calls()).containsOnlyOnce("dataEndpoint");
    assertThat(trial.transport.uploads()).hasSize(RetryRules.UNREACHED + 1);
    assertThat(target()).isEqualTo(OTHER);
    trial.transport.upload().accept();
    assertThat(trial.session.state()).isEqualTo(StreamState.STREAMING);
  }

  @Test
  void longOutage_asksAgainEverySoManyAttempts() {
    fail(Failure.CONNECT, 3 * RetryRules.UNREACHED);

    assertThat(trial.controlPlane.calls())
        .containsExactly("dataEndpoint", "dataEndpoint", "dataEndpoint");
    assertThat(trial.session.state()).isEqualTo(StreamState.RECONNECTING);
  }

  @Test
  void connectionsThatAreLost_doNotAsk() {
    fail(Failure.CONNECTION_LOST, 3 * RetryRules.UNREACHED);

    assertThat(trial.controlPlane.calls()).isEmpty();
  }

  @Test
  void serviceThatDoesNotAnswerEither_leavesEverythingAsItWas() {
    trial.controlPlane.withoutEndpoint(new ControlPlaneException("NoAnswer", true, "down"));
    fail(Failure.CONNECT, RetryRules.UNREACHED);
    assertThat(target()).isEqualTo(Camera.ENDPOINT);

    trial.transport.upload().accept();

    assertThat(trial.session.state()).isEqualTo(StreamState.STREAMING);
  }

  @Test
  void callerWhoMayNotAskForAnEndpoint_leavesEverythingAsItWas() {
    trial.controlPlane.withoutEndpoint(new ControlPlaneException("AccessDenied", false, "no"));
    fail(Failure.CONNECT, 2 * RetryRules.UNREACHED);
    assertThat(target()).isEqualTo(Camera.ENDPOINT);

    trial.transport.upload().accept();

    assertThat(trial.session.state()).isEqualTo(StreamState.STREAMING);
  }

  @Test
  void attemptsWithoutCredentials_sayNothingOfTheEndpoint() {
    fail(Failure.CONNECT, RetryRules.UNREACHED - 2);
    trial.credentials.fail(new ControlPlaneException("NoAnswer", true, "STS is away"));
    trial.transport.upload().breakOff(Failure.CONNECT, true);
    for (int i = 0; i < RetryRules.UNREACHED - 1; i++) {
      trial.executor.advance(PAUSE);
    }
    trial.credentials.give(Camera.credentials());
    trial.executor.advance(PAUSE);
    assertThat(trial.controlPlane.calls()).doesNotContain("dataEndpoint");

    fail(Failure.CONNECT, 1);

    assertThat(trial.controlPlane.calls()).containsOnlyOnce("dataEndpoint");
  }

  /** The last minutes of a session that could not be renewed so far. */
  @Test
  void credentialsThatAreAboutToEnd_makeTheQuestionWait() {
    fail(Failure.CONNECT, RetryRules.UNREACHED - 1);
    trial.clock.advance(Duration.ofMinutes(56));
    fail(Failure.CONNECT, 1);
    assertThat(trial.controlPlane.calls()).doesNotContain("dataEndpoint");
    assertThat(trial.session.state()).isEqualTo(StreamState.RECONNECTING);

    renew();

    trial.transport.upload().accept();
    assertThat(trial.session.state()).isEqualTo(StreamState.STREAMING);
  }

  @Test
  void credentialsThatAreAboutToEnd_makeTheAnswerToARefusedEndpointWait() {
    trial.clock.advance(Duration.ofMinutes(56));
    trial.controlPlane.endpoint(OTHER);
    trial.transport.upload().refuse(400, "InvalidEndpointException");
    trial.executor.advance(PAUSE);
    assertThat(trial.controlPlane.calls()).doesNotContain("dataEndpoint");
    assertThat(trial.session.state()).isEqualTo(StreamState.RECONNECTING);

    renew();
    trial.transport.upload().refuse(400, "InvalidEndpointException");
    trial.executor.advance(PAUSE);

    assertThat(target()).isEqualTo(OTHER);
  }

  private void renew() {
    trial.credentials.give(Camera.credentialsUntil(Camera.NOW.plus(Duration.ofHours(2))));
    trial.executor.advance(PAUSE);
  }

  @Test
  void newEndpointOfAnotherOwner_stopsTheStream() throws Exception {
    trial.controlPlane.endpoint(URI.create("https://s-1.kinesisvideo.eu-central-1.example.com"));
    fail(Failure.CONNECT, RetryRules.UNREACHED);

    assertThat(trial.session.state()).isEqualTo(StreamState.FAILED);
    assertThat(trial.transport.uploads()).hasSize(RetryRules.UNREACHED);
    assertThat(trial.session.close(Duration.ZERO).failure().orElseThrow())
        .hasMessageContaining("NET-02");
  }
}
