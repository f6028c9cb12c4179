package io.github.kvssecure.internal.session;

import static io.github.kvssecure.fake.Camera.delta;
import static io.github.kvssecure.fake.Camera.key;
import static io.github.kvssecure.fake.Camera.timecode;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.kvssecure.event.IngestEvent;
import io.github.kvssecure.fake.Camera;
import io.github.kvssecure.fake.FakeUpload;
import io.github.kvssecure.media.FrameRefusedException;
import io.github.kvssecure.media.FrameRefusedException.Reason;
import io.github.kvssecure.spi.MediaProducerException;
import io.github.kvssecure.spi.UploadException.Failure;
import io.github.kvssecure.stream.Accounting;
import io.github.kvssecure.stream.CloseReport;
import io.github.kvssecure.stream.StreamState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;

class StreamSessionCloseTest {

  private static final Duration LONG = Duration.ofMinutes(1);

  private final SessionTrial trial = SessionTrial.open();

  private Waiting<CloseReport> closing() throws InterruptedException {
    Waiting<CloseReport> closing = Waiting.on(() -> trial.session.close(LONG));
    trial.events.awaitState(StreamState.DRAINING);
    return closing;
  }

  @Test
  void emptyStream_closesAtOnce() throws Exception {
    CloseReport report = trial.session.close(LONG);

    assertThat(report.isComplete()).isTrue();
    assertThat(report.frames()).isEqualTo(new Accounting(0, 0, 0));
    assertThat(report.failure()).isEmpty();
    assertThat(trial.events.states()).containsExactly(StreamState.DRAINING, StreamState.CLOSED);
    assertThat(trial.stream().drained()).isEqualTo(1);
    assertThat(trial.stream().closed()).isEqualTo(1);
  }

  @Test
  void close_waitsForTheLastAcknowledgementAndAnOrderlyEnd() throws Exception {
    trial.put(key(0), delta(40), key(1000));
    FakeUpload upload = trial.upload().accept();
    Waiting<CloseReport> closing = closing();

    upload.persist(0);
    upload.persist(1000);
    upload.complete();
    CloseReport report = closing.outcome();

    assertThat(report.isComplete()).isTrue();
    assertThat(report.frames()).isEqualTo(new Accounting(3, 3, 0));
    assertThat(report.fragments()).isEqualTo(new Accounting(2, 2, 0));
    assertThat(report.notPersisted()).isEmpty();
    assertThat(trial.session.state()).isEqualTo(StreamState.CLOSED);
    assertThat(trial.stream().callsAfterClose()).isEmpty();
  }

  @Test
  void close_outOfTime_namesWhatIsNotPersisted() throws Exception {
    trial.put(key(0), delta(40), key(1000));
    FakeUpload upload = trial.upload().accept();
    upload.persist(0);

    CloseReport report = trial.session.close(Duration.ZERO);

    assertThat(report.isComplete()).isFalse();
    assertThat(report.frames()).isEqualTo(new Accounting(3, 2, 0));
    assertThat(report.notPersisted()).containsExactly(timecode(1000));
    assertThat(upload.isAborted()).isTrue();
    assertThat(trial.stream().closed()).isEqualTo(1);
    assertThat(trial.events.of(IngestEvent.StreamClosed.class))
        .containsExactly(new IngestEvent.StreamClosed(Camera.STREAM, report));
  }

  @Test
  void close_twice_givesTheSameReport() throws Exception {
    trial.put(key(0));

    CloseReport first = trial.session.close(Duration.ZERO);
    CloseReport second = trial.session.close(LONG);

    assertThat(second).isSameAs(first);
    assertThat(trial.stream().closed()).isEqualTo(1);
    assertThat(trial.events.of(IngestEvent.StreamClosed.class)).hasSize(1);
  }

  /** A producer that is closed does not wait for whoever closes a stream for an hour. */
  @Test
  void secondClose_withLessTime_endsTheFirst() throws Exception {
    trial.put(key(0));
    trial.upload().accept();
    Waiting<CloseReport> closing = closing();

    CloseReport report = trial.session.close(Duration.ZERO);

    assertThat(report.notPersisted()).containsExactly(timecode(0));
    assertThat(closing.outcome()).isSameAs(report);
    assertThat(trial.stream().closed()).isEqualTo(1);
    assertThat(trial.events.of(IngestEvent.StreamClosed.class)).hasSize(1);
  }

  @Test
  void secondClose_interrupted_leavesTheFirstAlone() throws Exception {
    trial.put(key(0));
    FakeUpload upload = trial.upload().accept();
    Waiting<CloseReport> first = closing();
    Waiting<CloseReport> second = Waiting.on(() -> trial.session.close(LONG));

    second.interrupt();

    assertThatExceptionOfType(ExecutionException.class)
        .isThrownBy(second::outcome)
        .withCauseInstanceOf(InterruptedException.class);
    assertThat(trial.session.state()).isEqualTo(StreamState.DRAINING);
    upload.persist(0);
    upload.complete();
    assertThat(first.outcome().isComplete()).isTrue();
  }

  @Test
  void packagerThatCannotBeClosed_keepsNeitherMemoryNorTheReport() throws Exception {
    trial.put(key(0));
    trial.stream().refuseToClose(new IllegalStateException("the packager's own fault"));

    assertThatIllegalStateException().isThrownBy(() -> trial.session.close(Duration.ZERO));

    assertThat(trial.services.budgets().memory().used()).isZero();
    CloseReport report = trial.session.close(LONG);
    assertThat(report.notPersisted()).containsExactly(timecode(0));
    assertThat(trial.events.of(IngestEvent.StreamClosed.class))
        .containsExactly(new IngestEvent.StreamClosed(Camera.STREAM, report));
  }

  @Test
  void beginningToClose_drainsWithoutWaiting() throws Exception {
    trial.put(key(0));
    FakeUpload upload = trial.upload().accept();

    trial.session.beginClose(LONG);

    assertThat(trial.session.state()).isEqualTo(StreamState.DRAINING);
    assertThat(trial.stream().drained()).isEqualTo(1);
    upload.persist(0);
    upload.complete();
    assertThat(trial.session.close(LONG).isComplete()).isTrue();
    assertThat(trial.stream().drained()).isEqualTo(1);
  }

  /** The packager would go on waiting for frames, and the close for its last fragment. */
  @Test
  void beginningToClose_thatFailed_isMadeUpForByTheClose() throws Exception {
    trial.put(key(0));
    FakeUpload upload = trial.upload().accept();
    trial.stream().refuseToDrain(new MediaProducerException(0x52000012, "not now"));
    assertThatExceptionOfType(MediaProducerException.class)
        .isThrownBy(() -> trial.session.beginClose(LONG));
    trial.stream().refuseToDrain(null);

    Waiting<CloseReport> closing = Waiting.on(() -> trial.session.close(LONG));

    assertThat(trial.stream().drained()).isEqualTo(1);
    upload.persist(0);
    upload.complete();
    assertThat(closing.outcome().isComplete()).isTrue();
  }

  @Test
  void put_afterClose_isRefused() throws Exception {
    trial.put(key(0));
    CloseReport report = trial.session.close(Duration.ZERO);

    FrameRefusedException refusal =
        catchThrowableOfType(FrameRefusedException.class, () -> trial.put(delta(40)));

    assertThat(refusal.reason()).isEqualTo(Reason.STREAM_CLOSED);
    assertThat(refusal).hasMessageContaining("CLOSED").hasNoCause();
    assertThat(trial.frames()).isEqualTo(report.frames());
  }

  @Test
  void put_whileDraining_isRefused() throws Exception {
    trial.put(key(0));
    FakeUpload upload = trial.upload().accept();
    Waiting<CloseReport> closing = closing();
    Waiting<Boolean> put =
        Waiting.start(
            () -> {
              trial.session.put(delta(40));
              return true;
            });

    upload.persist(0);
    upload.complete();

    assertThat(closing.outcome().isComplete()).isTrue();
    assertThatExceptionOfType(ExecutionException.class)
        .isThrownBy(put::outcome)
        .withCauseInstanceOf(FrameRefusedException.class);
  }

  @Test
  void close_interrupted_freesEverything() throws Exception {
    trial.put(key(0));
    FakeUpload upload = trial.upload().accept();
    Waiting<CloseReport> closing = closing();

    closing.interrupt();

    assertThatExceptionOfType(ExecutionException.class)
        .isThrownBy(closing::outcome)
        .withCauseInstanceOf(InterruptedException.class);
    assertThat(trial.session.state()).isEqualTo(StreamState.CLOSED);
    assertThat(trial.stream().closed()).isEqualTo(1);
    assertThat(upload.isAborted()).isTrue();
    assertThat(trial.session.close(LONG).notPersisted()).containsExactly(timecode(0));
  }

  @Test
  void close_ofAFailedStream_doesNotWaitAndTellsTheCause() throws Exception {
    trial.put(key(0));
    trial.upload().accept().acknowledgeError(4501, "KMS_KEY_DISABLED");

    CloseReport report = trial.session.close(LONG);

    assertThat(report.failure()).isPresent();
    assertThat(report.frames()).isEqualTo(new Accounting(1, 0, 0));
    assertThat(trial.stream().drained()).isZero();
    assertThat(trial.stream().closed()).isEqualTo(1);
    assertThat(trial.session.state()).isEqualTo(StreamState.CLOSED);
  }

  @Test
  void failureWhileDraining_endsTheWait() throws Exception {
    trial.put(key(0));
    FakeUpload upload = trial.upload().accept();
    Waiting<CloseReport> closing = closing();

    upload.acknowledgeError(4501, "KMS_KEY_DISABLED");

    assertThat(closing.outcome().failure()).isPresent();
  }

  @Test
  void uploadThatBreaksWhileDraining_isReplayed() throws Exception {
    trial.put(key(0));
    trial.upload().accept();
    Waiting<CloseReport> closing = closing();

    trial.transport.upload().breakOff(Failure.CONNECTION_LOST, true);
    trial.executor.advance(Duration.ofMillis(250));
    assertThat(trial.transport.uploads()).hasSize(2);
    FakeUpload second = trial.transport.upload().accept();
    second.persist(0);
    second.complete();

    assertThat(closing.outcome().isComplete()).isTrue();
    assertThat(trial.session.state()).isEqualTo(StreamState.CLOSED);
  }

  @Test
  void uploadThatEndsTooEarlyWhileDraining_isReplayed() throws Exception {
    trial.put(key(0));
    trial.upload().accept();
    Waiting<CloseReport> closing = closing();

    trial.transport.upload().complete();
    trial.executor.advance(Duration.ofMillis(250));
    FakeUpload second = trial.transport.upload().accept();
    second.persist(0);
    second.complete();

    assertThat(closing.outcome().isComplete()).isTrue();
    assertThat(trial.stream().broken()).hasSize(1);
  }

  /** What was refused must not be tried again before the service was asked. */
  @Test
  void closeWhileOtherCredentialsAreGot_waitsForThem() throws Exception {
    trial.put(key(0));
    trial.upload().refuse(403, "ExpiredTokenException");
    List<FakeUpload> meanwhile = new ArrayList<>();
    trial.credentials.whenRefused(
        () -> {
          trial.executor.runDue();
          meanwhile.addAll(trial.transport.uploads());
          trial.credentials.give(Camera.credentialsNamed("ASIAEXAMPLEEXAMPLE02"));
        });
    Waiting<CloseReport> closing = closing();

    trial.executor.runDue();
    trial.executor.advance(Duration.ofMillis(250));
    assertThat(meanwhile).hasSize(1);
    assertThat(trial.transport.uploads()).hasSize(2);
    FakeUpload second = trial.transport.upload().accept();
    second.persist(0);
    second.complete();

    assertThat(closing.outcome().isComplete()).isTrue();
  }

  @Test
  void closeWhileBackingOff_triesAtOnce() throws Exception {
    trial.put(key(0));
    trial.upload().accept().breakOff(Failure.CONNECTION_LOST, true);
    Waiting<CloseReport> closing = closing();

    trial.executor.runDue();
    assertThat(trial.transport.uploads()).hasSize(2);
    FakeUpload second = trial.transport.upload().accept();
    trial.executor.advance(LONG);
    assertThat(trial.transport.uploads()).hasSize(2);
    second.persist(0);
    second.complete();

    assertThat(closing.outcome().isComplete()).isTrue();
  }

  @Test
  void attemptThatWasDue_leavesAClosedStreamAlone() throws Exception {
    trial.put(key(0));
    trial.upload().accept().breakOff(Failure.CONNECTION_LOST, true);
    trial.executor.runDue();
    assertThat(trial.session.close(Duration.ZERO).isComplete()).isFalse();

    trial.executor.advance(LONG);

    assertThat(trial.stream().callsAfterClose()).isEmpty();
    assertThat(trial.transport.uploads()).hasSize(1);
    assertThat(trial.session.state()).isEqualTo(StreamState.CLOSED);
  }

  @Test
  void uploadRequestedByAClosedStream_isNotOpened() throws Exception {
    trial.put(key(0));
    assertThat(trial.session.close(Duration.ZERO).isComplete()).isFalse();
    trial.stream().requestUpload();

    trial.executor.advance(LONG);

    assertThat(trial.transport.uploads()).isEmpty();
  }

  @Test
  void closedProducer_refusesTasksWithoutHarm() throws Exception {
    trial.put(key(0));
    trial.executor.shutdown();

    trial.stream().requestUpload();

    assertThat(trial.session.close(Duration.ZERO).frames().pending()).isEqualTo(1);
  }

  @Test
  void putsOfAnotherThread_endWithTheCloseAndTheSumIsRight() throws Exception {
    trial.put(key(0));
    FakeUpload upload = trial.upload().accept();
    Waiting<Long> putting =
        Waiting.start(
            () -> {
              long taken = 1;
              try {
                for (long millis = 1; ; millis++) {
                  trial.session.put(delta(millis));
                  taken++;
                }
              } catch (FrameRefusedException e) {
                return taken;
              }
            });

    CloseReport report = trial.session.close(Duration.ZERO);

    assertThat(putting.outcome()).isEqualTo(report.frames().accepted());
    assertThat(report.frames().pending()).isEqualTo(report.frames().accepted());
    assertThat(trial.stream().callsAfterClose()).isEmpty();
    assertThat(upload.isAborted()).isTrue();
  }
}
