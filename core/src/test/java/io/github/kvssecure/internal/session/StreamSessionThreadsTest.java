package io.github.kvssecure.internal.session;

import static io.github.kvssecure.fake.Camera.key;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.kvssecure.fake.Camera;
import io.github.kvssecure.fake.SteppedExecutor;
import io.github.kvssecure.spi.UploadException.Failure;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What waits for an answer is no business of the timers, which all streams share. */
class StreamSessionThreadsTest {

  private static final Duration PAUSE = Duration.ofSeconds(30);

  private final SteppedExecutor calls = new SteppedExecutor();
  private final SessionTrial trial = SessionTrial.openCallingOn(calls);

  @BeforeEach
  void put() throws InterruptedException {
    trial.put(key(0));
  }

  private void open() {
    trial.executor.runDue();
    calls.runDue();
  }

  @Test
  void credentials_areGotByACall() {
    trial.executor.runDue();
    assertThat(trial.credentials.resolved()).isZero();

    calls.runDue();

    assertThat(trial.credentials.resolved()).isEqualTo(1);
    assertThat(trial.transport.uploads()).hasSize(1);
  }

  @Test
  void refusedEndpoint_isAskedForByACall() {
    open();
    trial.transport.upload().refuse(400, "InvalidEndpointException");
    trial.executor.advance(PAUSE);
    assertThat(trial.controlPlane.calls()).isEmpty();

    calls.runDue();

    assertThat(trial.controlPlane.calls()).containsExactly("dataEndpoint");
  }

  @Test
  void endpointThatNobodyAnswersAt_isAskedForByACall() {
    open();
    for (int i = 0; i < RetryRules.UNREACHED; i++) {
      trial.transport.upload().breakOff(Failure.CONNECT, true);
      trial.executor.advance(PAUSE);
      assertThat(trial.controlPlane.calls()).isEmpty();
      calls.runDue();
    }

    assertThat(trial.controlPlane.calls()).containsExactly("dataEndpoint");
  }

  @Test
  void otherCredentials_areGotByACall() {
    open();
    trial.transport.upload().refuse(403, "ExpiredTokenException");
    trial.executor.advance(PAUSE);
    assertThat(trial.credentials.refused()).isEmpty();

    calls.runDue();

    assertThat(trial.credentials.refused()).hasSize(1);
  }

  @Test
  void credentialsThatEndSoon_areReplacedByACall() {
    open();
    trial.transport.upload().accept();
    trial.clock.advance(Duration.ofHours(1).minus(UploadWatch.CREDENTIALS_MARGIN));
    trial.credentials.give(Camera.credentialsUntil(Camera.NOW.plus(Duration.ofHours(2))));
    trial.executor.advance(UploadWatch.EVERY);
    trial.executor.advance(UploadWatch.EVERY);
    assertThat(trial.credentials.resolved()).isEqualTo(1);

    calls.runDue();

    assertThat(trial.credentials.resolved()).isEqualTo(2);
  }
}
