package io.github.kvssecure.internal.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.kvssecure.fake.Camera;
import io.github.kvssecure.media.Acknowledgement;
import io.github.kvssecure.spi.MediaStreamListener;
import io.github.kvssecure.spi.UploadEnd;
import io.github.kvssecure.spi.UploadException;
import io.github.kvssecure.spi.UploadException.Failure;
import io.github.kvssecure.spi.UploadId;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What no caller of a session can arrange: two threads at the same upload. */
class UploadSequenceTest {

  private final SessionTrial trial = SessionTrial.open();
  private final UploadSequence uploads =
      new UploadSequence(
          new UploadParts(
              trial.services,
              trial.session.stream(),
              trial.producer,
              new Backoff(SessionTrial.LONGEST),
              new Lifecycle((state, reason) -> {}),
              new FragmentLedger(
                  Camera.spec().build().tracks(),
                  SessionTrial.IMPATIENT,
                  Acknowledgement.Type.PERSISTED,
                  trial.services.budgets().memory()),
              new SessionTasks(trial.services.threads(), trial.session::fail)));

  @BeforeEach
  void begin() {
    uploads.begin(
        trial.media.open(
            Camera.spec().build(),
            Camera.description().build(),
            new Requests(),
            Duration.ofSeconds(1)));
  }

  /** It ends between the look at the pause and the moment at which who waits would see it. */
  @Test
  void uploadThatEndsAsItsWaiterGivesUp_isReplayed() throws Exception {
    trial.stream().requestUpload();
    trial.upload().accept().linger();
    UploadRun run = uploads.current().orElseThrow();
    Waiting<Boolean> pausing = Waiting.on(() -> uploads.pause(Duration.ofHours(1).toNanos()));

    uploads.ended(
        run,
        new UploadEnd.Broken(
            new UploadException(Failure.ABORTED, false, "aborted"), Optional.empty()));
    pausing.interrupt();
    assertThatExceptionOfType(ExecutionException.class)
        .isThrownBy(pausing::outcome)
        .withCauseInstanceOf(InterruptedException.class);
    trial.executor.runDue();

    assertThat(trial.stream().broken()).containsExactly(run.id());
    assertThat(trial.transport.uploads()).hasSize(2);
  }

  private final class Requests implements MediaStreamListener {
    @Override
    public void uploadRequested(UploadId upload) {
      uploads.requested(upload);
    }

    @Override
    public void dataAvailable(UploadId upload) {}

    @Override
    public void uploadComplete(UploadId upload) {}

    @Override
    public void mediaLost(long timecodeMillis, String reason) {}

    @Override
    public void pressure(String reason) {}
  }
}
