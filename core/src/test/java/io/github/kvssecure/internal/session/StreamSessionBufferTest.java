package io.github.kvssecure.internal.session;

import static io.github.kvssecure.fake.Camera.bytes;
import static io.github.kvssecure.fake.Camera.delta;
import static io.github.kvssecure.fake.Camera.key;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.kvssecure.fake.Camera;
import io.github.kvssecure.fake.FakeUpload;
import io.github.kvssecure.media.Frame;
import io.github.kvssecure.media.FrameRefusedException;
import io.github.kvssecure.media.FrameRefusedException.Reason;
import io.github.kvssecure.stream.Accounting;
import io.github.kvssecure.stream.BufferLimits;
import io.github.kvssecure.stream.WhenFull;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;

class StreamSessionBufferTest {

  private static final int HALF = 1 << 19;

  /** Two fragments of half a MiB each, and the upload that carries them. */
  private static FakeUpload fill(SessionTrial trial) throws InterruptedException {
    trial.put(Frame.key(1, Camera.at(0), bytes(HALF)), Frame.key(1, Camera.at(1000), bytes(HALF)));
    return trial.upload().accept();
  }

  private static Callable<Boolean> putting(SessionTrial trial, Frame frame) {
    return () -> {
      trial.session.put(frame);
      return true;
    };
  }

  private static Reason refused(SessionTrial trial, Frame frame) {
    return catchThrowableOfType(FrameRefusedException.class, () -> trial.session.put(frame))
        .reason();
  }

  @Test
  void fullOfBytes_refusesAndNothingIsLost() throws Exception {
    SessionTrial trial = SessionTrial.open();
    FakeUpload upload = fill(trial);

    assertThat(refused(trial, delta(1040))).isEqualTo(Reason.BUFFER_FULL);
    assertThat(trial.frames()).isEqualTo(new Accounting(2, 0, 0));

    upload.persist(0);
    trial.put(delta(1040));
    assertThat(trial.frames()).isEqualTo(new Accounting(3, 1, 0));
  }

  @Test
  void fullOfTime_refusesAndNothingIsLost() throws Exception {
    SessionTrial trial = SessionTrial.open();
    trial.put(key(0), key(10_000), key(60_000), delta(70_000));
    FakeUpload upload = trial.upload().accept();

    assertThat(refused(trial, delta(70_001))).isEqualTo(Reason.BUFFER_FULL);
    assertThat(refused(trial, key(70_001))).isEqualTo(Reason.BUFFER_FULL);

    upload.persist(0);
    trial.put(delta(70_001));
    assertThat(trial.frames()).isEqualTo(new Accounting(5, 1, 0));
  }

  @Test
  void frameLargerThanTheBuffer_isTakenWhenNothingWaits() throws Exception {
    SessionTrial trial = SessionTrial.open();

    trial.put(Frame.key(1, Camera.at(0), bytes((1 << 20) + 1)));
    assertThat(trial.frames()).isEqualTo(new Accounting(1, 0, 0));
    assertThat(refused(trial, delta(40))).isEqualTo(Reason.BUFFER_FULL);
  }

  /** A camera that records on motion: the open fragment ends only with the next key frame. */
  @Test
  void pauseLongerThanTheBuffer_doesNotKeepTheNextKeyFrameOut() throws Exception {
    SessionTrial trial = SessionTrial.open();
    trial.put(key(0), delta(40));
    FakeUpload upload = trial.upload().accept();

    trial.put(key(3_600_000));
    upload.persist(0);
    trial.put(delta(3_600_040));

    assertThat(trial.frames()).isEqualTo(new Accounting(4, 2, 0));
  }

  /** What is over the limit in one fragment is refused, but the next fragment is taken. */
  @Test
  void fragmentLargerThanTheBuffer_doesNotKeepTheNextKeyFrameOut() throws Exception {
    SessionTrial trial = SessionTrial.open();
    trial.put(Frame.key(1, Camera.at(0), bytes(1 << 20)));
    FakeUpload upload = trial.upload().accept();
    assertThat(refused(trial, delta(40))).isEqualTo(Reason.BUFFER_FULL);

    trial.put(key(1000));
    assertThat(refused(trial, delta(1040))).isEqualTo(Reason.BUFFER_FULL);
    upload.persist(0);
    trial.put(delta(1040));

    assertThat(trial.frames()).isEqualTo(new Accounting(3, 1, 0));
  }

  @Test
  void timeToWait_isWaitedBeforeTheRefusal() throws Exception {
    BufferLimits limits =
        new BufferLimits(Duration.ofMinutes(1), 1 << 20, WhenFull.block(Duration.ofMillis(100)));
    SessionTrial trial = SessionTrial.open(limits);
    FakeUpload upload = fill(trial);
    long begun = System.nanoTime();

    assertThat(refused(trial, delta(1040))).isEqualTo(Reason.BUFFER_FULL);

    assertThat(Duration.ofNanos(System.nanoTime() - begun))
        .isGreaterThanOrEqualTo(Duration.ofMillis(100));
    assertThat(upload.isEnded()).isFalse();
  }

  /** Otherwise each of several putting threads would wait for those before it as well. */
  @Test
  void timeToWait_isForTheOtherThreadsThatPutToo() throws Exception {
    SessionTrial trial =
        SessionTrial.open(
            new BufferLimits(
                Duration.ofMinutes(1), 1 << 20, WhenFull.block(Duration.ofMillis(100))));
    CompletableFuture<Void> stuck = new CompletableFuture<>();
    trial.stream().whilePutting(stuck::join);
    Waiting<Boolean> first = Waiting.on(putting(trial, key(0)));

    Waiting<Boolean> second = Waiting.start(putting(trial, delta(40)));

    assertThatExceptionOfType(ExecutionException.class)
        .isThrownBy(second::outcome)
        .havingCause()
        .isInstanceOfSatisfying(
            FrameRefusedException.class,
            refusal -> assertThat(refusal.reason()).isEqualTo(Reason.BUFFER_FULL));
    assertThat(stuck.complete(null)).isTrue();
    assertThat(first.outcome()).isTrue();
  }

  @Test
  void waitingPut_goesOnWhenAFragmentIsPersisted() throws Exception {
    SessionTrial trial = SessionTrial.open(SessionTrial.PATIENT);
    FakeUpload upload = fill(trial);
    Waiting<Boolean> put = Waiting.on(putting(trial, delta(1040)));

    upload.persist(0);

    assertThat(put.outcome()).isTrue();
    assertThat(trial.frames()).isEqualTo(new Accounting(3, 1, 0));
  }

  @Test
  void waitingPut_interrupted_changesNothing() throws Exception {
    SessionTrial trial = SessionTrial.open(SessionTrial.PATIENT);
    FakeUpload upload = fill(trial);
    Waiting<Boolean> put = Waiting.on(putting(trial, delta(1040)));

    put.interrupt();

    assertThatExceptionOfType(ExecutionException.class)
        .isThrownBy(put::outcome)
        .withCauseInstanceOf(InterruptedException.class);
    assertThat(trial.frames()).isEqualTo(new Accounting(2, 0, 0));
    upload.persist(0);
    trial.put(delta(1040));
    assertThat(trial.frames()).isEqualTo(new Accounting(3, 1, 0));
  }

  @Test
  void waitingPut_isReleasedByClose() throws Exception {
    SessionTrial trial = SessionTrial.open(SessionTrial.PATIENT);
    FakeUpload upload = fill(trial);
    Waiting<Boolean> put = Waiting.on(putting(trial, delta(1040)));

    var report = trial.session.close(Duration.ZERO);

    assertThatExceptionOfType(ExecutionException.class)
        .isThrownBy(put::outcome)
        .havingCause()
        .isInstanceOfSatisfying(
            FrameRefusedException.class,
            refusal -> assertThat(refusal.reason()).isEqualTo(Reason.STREAM_CLOSED));
    assertThat(report.frames()).isEqualTo(new Accounting(2, 0, 0));
    assertThat(upload.isAborted()).isTrue();
  }

  @Test
  void waitingPut_isReleasedByAFailure() throws Exception {
    SessionTrial trial = SessionTrial.open(SessionTrial.PATIENT);
    FakeUpload upload = fill(trial);
    Waiting<Boolean> put = Waiting.on(putting(trial, delta(1040)));

    upload.acknowledgeError(4501, "KMS_KEY_DISABLED");

    assertThatExceptionOfType(ExecutionException.class)
        .isThrownBy(put::outcome)
        .havingCause()
        .isInstanceOf(FrameRefusedException.class)
        .havingCause()
        .withMessageContaining("4501");
  }
}
