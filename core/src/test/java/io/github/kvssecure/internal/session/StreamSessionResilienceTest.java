package io.github.kvssecure.internal.session;

import static io.github.kvssecure.fake.Camera.delta;
import static io.github.kvssecure.fake.Camera.key;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.kvssecure.event.IngestEvent;
import io.github.kvssecure.fake.Camera;
import io.github.kvssecure.fake.FakeUpload;
import io.github.kvssecure.media.Frame;
import io.github.kvssecure.media.FrameClock;
import io.github.kvssecure.media.FrameRefusedException;
import io.github.kvssecure.policy.Control;
import io.github.kvssecure.policy.Decision;
import io.github.kvssecure.proof.ProvesSatisfied;
import io.github.kvssecure.proof.ProvesViolated;
import io.github.kvssecure.spi.UploadException.Failure;
import io.github.kvssecure.spi.UploadId;
import io.github.kvssecure.stream.Accounting;
import io.github.kvssecure.stream.BufferLimits;
import io.github.kvssecure.stream.StreamState;
import io.github.kvssecure.stream.WhenFull;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Quiet uploads, refused endpoints and callers, missing acknowledgements, old connections. */
class StreamSessionResilienceTest {

  private final SessionTrial trial = trial(Duration.ofMinutes(2));

  private static SessionTrial trial(Duration buffer) {
    return SessionTrial.open(new BufferLimits(buffer, 1 << 20, WhenFull.refuse()));
  }

  private Decision decision(Control control) {
    return Objects.requireNonNull(trial.gate.report(List.of()).decisions().get(control));
  }

  private void pass(Duration time) {
    pass(trial, time);
  }

  private static void pass(SessionTrial trial, Duration time) {
    for (Duration t = Duration.ZERO; t.compareTo(time) < 0; t = t.plusSeconds(5)) {
      trial.clock.advance(Duration.ofSeconds(5));
      trial.executor.advance(Duration.ofSeconds(5));
    }
  }

  @Test
  @ProvesViolated("RES-05")
  void quietUpload_isNoticedAndRestsUntilTheNextFrame() throws Exception {
    trial.put(key(0));
    FakeUpload first = trial.upload().accept();
    pass(Duration.ofSeconds(30));

    assertThat(trial.events.of(IngestEvent.UploadIdle.class)).hasSize(1);
    assertThat(decision(Control.RES_05)).isInstanceOf(Decision.Violated.class);

    first.breakOff(Failure.CONNECTION_LOST, true);
    pass(Duration.ofMinutes(10));
    assertThat(trial.transport.uploads()).hasSize(1);
    assertThat(trial.stream().broken()).isEmpty();
    assertThat(trial.events.of(IngestEvent.UploadBroken.class)).isEmpty();
    assertThat(trial.credentials.resolved()).isEqualTo(1);

    trial.put(delta(40));
    trial.executor.runDue();
    assertThat(trial.stream().broken()).containsExactly(new UploadId(1));
    assertThat(trial.transport.uploads()).hasSize(2);
    trial.transport.upload().accept();
    assertThat(trial.session.state()).isEqualTo(StreamState.STREAMING);
    assertThat(decision(Control.RES_05)).isInstanceOf(Decision.Satisfied.class);
  }

  @Test
  void quietUploadWithAWholeFragment_isReplayedWithoutAFrame() throws Exception {
    trial.put(key(0), key(1000));
    FakeUpload first = trial.upload().accept();
    pass(RetryRules.QUIET);

    first.breakOff(Failure.CONNECTION_LOST, true);
    pass(Duration.ofSeconds(5));

    assertThat(trial.transport.uploads()).hasSize(2);
    trial.transport.upload().accept().persist(0);
    assertThat(trial.frames().persisted()).isEqualTo(1);
  }

  @Test
  void restingUpload_isReplayedByClose() throws Exception {
    trial.put(key(0));
    FakeUpload first = trial.upload().accept();
    pass(Duration.ofSeconds(30));
    first.breakOff(Failure.CONNECTION_LOST, true);

    Waiting<io.github.kvssecure.stream.CloseReport> closing =
        Waiting.on(() -> trial.session.close(Duration.ofMinutes(1)));
    trial.events.awaitState(StreamState.DRAINING);
    awaitSecondUpload();
    FakeUpload second = trial.transport.upload().accept();
    second.persist(0);
    second.complete();

    assertThat(closing.outcome().isComplete()).isTrue();
  }

  private void awaitSecondUpload() {
    long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (trial.transport.uploads().size() < 2 && System.nanoTime() - deadline < 0) {
      trial.executor.runDue();
      Thread.onSpinWait();
    }
    assertThat(trial.transport.uploads()).hasSize(2);
  }

  @Test
  @ProvesSatisfied("RES-07")
  void refusedEndpoint_isAskedForOnceAndJudgedAgain() throws Exception {
    URI other = URI.create("https://s-99999999.kinesisvideo.eu-central-1.amazonaws.com");
    trial.controlPlane.endpoint(other);
    trial.put(key(0));
    trial.upload().refuse(400, "InvalidEndpointException");
    trial.executor.runDue();

    assertThat(trial.transport.uploads()).hasSize(2);
    assertThat(trial.transport.upload().request().target().dataEndpoint()).isEqualTo(other);
    assertThat(trial.session.stream().dataEndpoint()).isEqualTo(other);
    assertThat(trial.events.of(IngestEvent.EndpointRefreshed.class))
        .containsExactly(new IngestEvent.EndpointRefreshed(Camera.STREAM, other.getHost()));
    trial.transport.upload().accept();
    assertThat(decision(Control.RES_07)).isInstanceOf(Decision.Satisfied.class);
    assertThat(trial.session.state()).isEqualTo(StreamState.STREAMING);
  }

  @Test
  @ProvesViolated({"RES-06", "RES-07"})
  void endpointRefusedAgain_stopsTheStream() throws Exception {
    trial.put(key(0));
    trial.upload().refuse(400, "InvalidEndpointException");
    trial.executor.runDue();
    trial.transport.upload().refuse(400, "InvalidEndpointException");
    trial.executor.runDue();

    assertThat(trial.session.state()).isEqualTo(StreamState.FAILED);
    assertThat(decision(Control.RES_07)).isInstanceOf(Decision.Violated.class);
    assertThat(decision(Control.RES_06)).isInstanceOf(Decision.Violated.class);
  }

  @Test
  void newEndpointOfAnotherOwner_stopsTheStream() throws Exception {
    trial.controlPlane.endpoint(URI.create("https://s-1.kinesisvideo.eu-central-1.example.com"));
    trial.put(key(0));
    trial.upload().refuse(400, "InvalidEndpointException");
    trial.executor.runDue();

    assertThat(trial.session.state()).isEqualTo(StreamState.FAILED);
    assertThat(trial.transport.uploads()).hasSize(1);
    assertThat(trial.session.close(Duration.ZERO).failure().orElseThrow())
        .hasMessageContaining("NET-02");
  }

  @ParameterizedTest
  @CsvSource({"404, ResourceNotFoundException", "400, InvalidArgumentException"})
  @ProvesViolated("RES-06")
  void permanentRefusal_stopsAtOnce(int status, String type) throws Exception {
    trial.put(key(0));
    trial.upload().refuse(status, type);
    trial.executor.advance(Duration.ofMinutes(10));

    assertThat(trial.session.state()).isEqualTo(StreamState.FAILED);
    assertThat(trial.transport.uploads()).hasSize(1);
    assertThat(decision(Control.RES_06)).isInstanceOf(Decision.Violated.class);
  }

  @Test
  @ProvesSatisfied("RES-06")
  void passingRefusal_isTriedAgain() throws Exception {
    trial.put(key(0));
    trial.upload().breakOff(Failure.REFUSED_BY_SERVICE, true);
    trial.executor.advance(Duration.ofSeconds(30));

    assertThat(trial.transport.uploads()).hasSize(2);
    assertThat(decision(Control.RES_06)).isInstanceOf(Decision.Satisfied.class);
  }

  @Test
  @ProvesViolated("MON-06")
  void missingAcknowledgement_isAWarningAndNoLoss() throws Exception {
    trial.put(key(0), key(1000));
    FakeUpload upload = trial.upload().accept();
    pass(Duration.ofSeconds(45));
    assertThat(decision(Control.MON_06)).isInstanceOf(Decision.Violated.class);

    upload.persist(0);
    pass(Duration.ofSeconds(5));
    assertThat(decision(Control.MON_06)).isInstanceOf(Decision.Satisfied.class);
    assertThat(trial.frames().persisted()).isEqualTo(1);
  }

  @Test
  void lostAcknowledgements_haveTheMediaSentAgain() throws Exception {
    trial.put(key(0), key(1000));
    FakeUpload first = trial.upload().accept();
    pass(Duration.ofSeconds(70));

    assertThat(first.isAborted()).isTrue();
    assertThat(trial.transport.uploads()).hasSize(2);
    trial.transport.upload().accept().persist(0);
    assertThat(trial.frames().persisted()).isEqualTo(1);
  }

  /** Otherwise the buffer is full before anybody knows that the connection is dead. */
  @ParameterizedTest
  @CsvSource({"PT10S, PT15S", "PT1M, PT30S", "PT10M, PT1M"})
  void silentConnection_isReplacedWhileThereIsRoom(Duration buffer, Duration patience)
      throws Exception {
    SessionTrial silent = trial(buffer);
    silent.put(key(0), key(1000));
    FakeUpload first = silent.upload().accept();
    Duration look = UploadWatch.EVERY;
    // The first look is when the time of the fragment begins.
    pass(silent, patience);
    assertThat(first.isAborted()).isFalse();

    pass(silent, look);

    assertThat(first.isAborted()).isTrue();
  }

  @Test
  void fragmentThatTakesLongToSend_isNotSentAgain() throws Exception {
    trial.put(Frame.key(1, Camera.at(0), Camera.bytes(1 << 19)), key(1000));
    FakeUpload first = trial.upload().accept();
    int piece = 1 << 14;
    for (int sent = 0; sent < 1 << 19; sent += piece) {
      trial.stream().ready(piece);
      assertThat(first.send()).isNotEmpty();
      pass(UploadWatch.EVERY);
    }
    assertThat(first.isAborted()).isFalse();
    assertThat(trial.clock.instant()).isAfter(Camera.NOW.plus(Duration.ofMinutes(2)));

    // Sent, and more is: whoever got it had time to say so.
    for (int i = 0; i < 13; i++) {
      trial.stream().ready(piece);
      assertThat(first.send()).isNotEmpty();
      pass(UploadWatch.EVERY);
    }
    assertThat(first.isAborted()).isTrue();
  }

  @Test
  void connectionWithoutAFragmentEdge_isReplacedBeforeTheLimit() throws Exception {
    trial.put(key(0));
    FakeUpload first = trial.upload().accept();
    pass(Duration.ofMinutes(45));

    assertThat(first.isAborted()).isTrue();
    assertThat(trial.transport.uploads()).hasSizeGreaterThan(1);
    assertThat(trial.events.of(IngestEvent.UploadRotated.class)).isNotEmpty();
    assertThat(trial.events.of(IngestEvent.UploadBroken.class)).isEmpty();
    assertThat(decision(Control.RES_04)).isInstanceOf(Decision.Satisfied.class);
  }

  /** A suspended machine: the time of day has moved, the monotonic clock has not. */
  @Test
  @ProvesViolated("RES-04")
  void suspendedMachine_isJudgedByTheTimeOfDay() throws Exception {
    trial.put(key(0));
    FakeUpload first = trial.upload().accept();
    trial.clock.advance(Duration.ofHours(2));
    trial.credentials.give(Camera.credentialsUntil(Camera.NOW.plus(Duration.ofHours(3))));
    first.breakOff(Failure.CONNECTION_LOST, true);
    trial.executor.advance(Duration.ofSeconds(30));

    assertThat(decision(Control.RES_04)).isInstanceOf(Decision.Violated.class);
    assertThat(trial.transport.uploads()).hasSize(2);
    assertThat(trial.credentials.resolved()).isEqualTo(2);
  }

  /** The application takes its timestamps where it is told to. */
  @ParameterizedTest
  @ValueSource(strings = {"PT2H", "-PT2H"})
  void clockThatJumps_disturbsNeitherTimersNorTimestamps(Duration jump) throws Exception {
    FrameClock frames = FrameClock.by(trial.clock, trial.executor::nanos);
    trial.put(Frame.key(1, frames.now(), Camera.bytes(10)));
    FakeUpload first = trial.upload().accept();
    trial.credentials.give(
        Camera.credentialsUntil(Camera.NOW.plus(Duration.ofHours(2).plusMinutes(50))));
    trial.clock.advance(jump);
    trial.put(Frame.key(1, frames.now(), Camera.bytes(10)));
    first.persist(0);
    first.breakOff(Failure.CONNECTION_LOST, true);

    assertThat(trial.events.of(IngestEvent.UploadBroken.class).get(0).delay())
        .isEqualTo(Duration.ofMillis(250));
    assertThat(trial.frames()).isEqualTo(new Accounting(2, 1, 0));
    assertThat(trial.stream().frames())
        .extracting(Frame::presentationTime)
        .containsExactly(
            Camera.NOW, jump.isNegative() ? Camera.NOW.plusMillis(1) : Camera.NOW.plus(jump));
  }

  /** Whoever takes the time of day itself is told what to take instead, and loses nothing else. */
  @Test
  void timeOfDayThatGoesBack_isRefusedWithARemedy() throws Exception {
    trial.put(Frame.key(1, trial.clock.instant(), Camera.bytes(10)));
    trial.clock.advance(Duration.ofHours(-1));

    assertThatExceptionOfType(FrameRefusedException.class)
        .isThrownBy(() -> trial.put(Frame.key(1, trial.clock.instant(), Camera.bytes(10))))
        .withMessageContaining("FrameClock.start().now()")
        .satisfies(
            refusal ->
                assertThat(refusal.reason())
                    .isEqualTo(FrameRefusedException.Reason.TIMESTAMP_NOT_INCREASING));
    trial.clock.advance(Duration.ofHours(1).plusSeconds(1));
    trial.put(Frame.key(1, trial.clock.instant(), Camera.bytes(10)));
    assertThat(trial.frames()).isEqualTo(new Accounting(2, 0, 0));
  }
}
