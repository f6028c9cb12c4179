package io.github.kvssecure.internal.session;

import static io.github.kvssecure.fake.Camera.delta;
import static io.github.kvssecure.fake.Camera.key;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.kvssecure.event.IngestEvent;
import io.github.kvssecure.fake.Camera;
import io.github.kvssecure.fake.FakeUpload;
import io.github.kvssecure.media.Acknowledgement;
import io.github.kvssecure.policy.Control;
import io.github.kvssecure.policy.Decision;
import io.github.kvssecure.spi.ControlPlaneException;
import io.github.kvssecure.spi.UploadException.Failure;
import io.github.kvssecure.spi.UploadId;
import io.github.kvssecure.stream.Accounting;
import io.github.kvssecure.stream.DropReason;
import io.github.kvssecure.stream.DroppedFragment;
import io.github.kvssecure.stream.StreamState;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class StreamSessionUploadTest {

  private final SessionTrial trial = SessionTrial.open();

  private List<Duration> delays() {
    return trial.events.of(IngestEvent.UploadBroken.class).stream()
        .map(IngestEvent.UploadBroken::delay)
        .toList();
  }

  @ParameterizedTest
  @EnumSource(
      value = Failure.class,
      names = {
        "CONNECT",
        "TLS",
        "CONNECTION_LOST",
        "REFUSED_BY_SERVICE",
        "NO_RESPONSE",
        "MALFORMED_RESPONSE"
      })
  void retryableBreak_isReplayedAfterAPauseUnderANewUpload(Failure failure) throws Exception {
    trial.put(key(0), delta(40), key(1000));
    trial.upload().accept().breakOff(failure, true);
    trial.executor.runDue();

    assertThat(trial.session.state()).isEqualTo(StreamState.RECONNECTING);
    assertThat(trial.executor.delays()).containsExactly(Duration.ofMillis(250));
    assertThat(trial.stream().broken()).isEmpty();

    trial.executor.advance(Duration.ofMillis(249));
    assertThat(trial.transport.uploads()).hasSize(1);
    trial.executor.advance(Duration.ofMillis(1));

    assertThat(trial.stream().broken()).containsExactly(new UploadId(1));
    assertThat(trial.transport.uploads()).hasSize(2);
    trial.transport.upload().accept().persist(0);
    assertThat(trial.session.state()).isEqualTo(StreamState.STREAMING);
    assertThat(trial.frames()).isEqualTo(new Accounting(3, 2, 0));
  }

  @Test
  void repeatedBreaks_backOffAndAPersistedFragmentStartsAnew() throws Exception {
    trial.put(key(0), key(1000), key(2000));
    trial.executor.runDue();
    for (int i = 0; i < 3; i++) {
      trial.transport.upload().breakOff(Failure.CONNECT, true);
      trial.executor.advance(Duration.ofSeconds(30));
    }
    assertThat(delays())
        .containsExactly(Duration.ofMillis(250), Duration.ofMillis(500), Duration.ofSeconds(1));

    FakeUpload upload = trial.transport.upload().accept();
    upload.acknowledge(Acknowledgement.Type.RECEIVED, 0);
    upload.breakOff(Failure.CONNECTION_LOST, true);
    trial.executor.advance(Duration.ofSeconds(30));
    assertThat(delays()).last().isEqualTo(Duration.ofSeconds(2));

    trial.transport.upload().accept().persist(0);
    trial.transport.upload().breakOff(Failure.CONNECTION_LOST, true);
    assertThat(delays()).last().isEqualTo(Duration.ofMillis(250));
  }

  @Test
  void everyBrokenUpload_isReportedOnceToThePackager() throws Exception {
    trial.put(key(0));
    trial.executor.runDue();
    for (int i = 0; i < 5; i++) {
      trial.transport.upload().breakOff(Failure.CONNECT, true);
      trial.executor.runDue();
      trial.executor.advance(Duration.ofSeconds(30));
    }

    assertThat(trial.stream().broken())
        .containsExactly(
            new UploadId(1), new UploadId(2), new UploadId(3), new UploadId(4), new UploadId(5));
    assertThat(trial.transport.uploads()).hasSize(6);
  }

  @Test
  void framesPutWhileReconnecting_areTaken() throws Exception {
    trial.put(key(0));
    trial.upload().accept().breakOff(Failure.CONNECTION_LOST, true);

    trial.put(delta(40), key(1000));

    assertThat(trial.frames()).isEqualTo(new Accounting(3, 0, 0));
    assertThat(trial.transport.uploads()).hasSize(1);
  }

  @Test
  void secondRequestedUpload_waitsUntilTheFirstHasEnded() throws Exception {
    trial.put(key(0));
    FakeUpload first = trial.upload().accept();
    trial.stream().requestUpload();
    trial.executor.runDue();
    assertThat(trial.transport.uploads()).hasSize(1);

    first.complete();
    trial.executor.runDue();

    assertThat(trial.transport.uploads()).hasSize(2);
    assertThat(trial.stream().broken()).isEmpty();
    assertThat(delays()).isEmpty();
  }

  @Test
  void uploadsRequestedTogether_areOpenedOneByOneInOrder() throws Exception {
    trial.put(key(0));
    trial.stream().requestUpload();
    trial.stream().requestUpload();
    trial.executor.runDue();
    assertThat(trial.transport.uploads()).hasSize(1);

    trial.transport.upload().accept().complete();
    trial.executor.runDue();
    assertThat(trial.transport.uploads()).hasSize(2);

    trial.transport.upload().accept().complete();
    trial.executor.runDue();
    assertThat(trial.transport.uploads()).hasSize(3);
  }

  @Test
  void uploadThatWaitsWhenTheOneBeforeBreaks_isOverToo() throws Exception {
    trial.put(key(0), delta(40));
    trial.executor.runDue();
    trial.transport.upload().accept();
    trial.stream().requestUpload();
    trial.executor.runDue();

    trial.transport.upload().breakOff(Failure.CONNECTION_LOST, true);
    trial.executor.advance(Duration.ofSeconds(30));

    assertThat(trial.stream().broken()).containsExactly(new UploadId(1));
    assertThat(trial.transport.uploads()).hasSize(2);
  }

  @Test
  void everyUpload_isSignedByFreshCredentials() throws Exception {
    trial.put(key(0));
    trial.upload().accept();
    assertThat(trial.credentials.resolved()).isEqualTo(1);
    var renewed = Camera.credentialsUntil(Camera.NOW.plus(Duration.ofHours(2)));
    trial.credentials.give(renewed);

    trial.transport.upload().breakOff(Failure.CONNECTION_LOST, true);
    trial.executor.advance(Duration.ofSeconds(1));

    assertThat(trial.transport.upload().request().credentials()).isSameAs(renewed);
  }

  @Test
  void credentialsThatAreAwayForAMoment_areAskedForAgain() throws Exception {
    trial.credentials.fail(new ControlPlaneException("NoAnswer", true, "STS is away"));
    trial.put(key(0));
    trial.executor.runDue();
    assertThat(trial.session.state()).isEqualTo(StreamState.RECONNECTING);
    assertThat(trial.transport.uploads()).isEmpty();

    trial.credentials.give(Camera.credentials());
    trial.executor.advance(Duration.ofMillis(250));

    assertThat(trial.transport.uploads()).hasSize(1);
  }

  @Test
  void noAnswerAndMalformedAnswers_areDecisionsOfTheGate() throws Exception {
    trial.put(key(0));
    trial.upload().connect();
    trial.transport.upload().breakOff(Failure.NO_RESPONSE, true);
    trial.executor.advance(Duration.ofSeconds(1));
    assertThat(decision(Control.WIRE_05)).isInstanceOf(Decision.Violated.class);

    trial.transport.upload().accept();
    assertThat(decision(Control.WIRE_05)).isInstanceOf(Decision.Satisfied.class);
    trial.transport.upload().breakOff(Failure.MALFORMED_RESPONSE, true);
    assertThat(decision(Control.WIRE_06)).isInstanceOf(Decision.Violated.class);
    trial.executor.advance(Duration.ofSeconds(1));
    trial.transport.upload().accept().persist(0);
    assertThat(decision(Control.WIRE_06)).isInstanceOf(Decision.Satisfied.class);
  }

  private Decision decision(Control control) {
    return java.util.Objects.requireNonNull(trial.gate.report(List.of()).decisions().get(control));
  }

  @Test
  void answerOtherThan200_isNoStreaming() throws Exception {
    trial.put(key(0));
    trial.upload().connect();

    trial.transport.upload().respond(503);

    assertThat(trial.session.state()).isEqualTo(StreamState.OPENING);
    assertThat(decision(Control.WIRE_05)).isInstanceOf(Decision.Violated.class);
  }

  @Test
  void whatThePackagerReports_becomesEvents() throws Exception {
    trial.put(key(0), delta(40), key(1000));
    trial.stream().listener().mediaLost(Camera.timecode(40), "storage pressure");
    trial.stream().listener().pressure("almost full");
    trial.stream().listener().uploadComplete(new UploadId(1));
    assertThat(trial.events.of(IngestEvent.MediaDropped.class)).isEmpty();

    trial.executor.runDue();

    assertThat(trial.events.of(IngestEvent.MediaDropped.class))
        .containsExactly(
            new IngestEvent.MediaDropped(
                Camera.STREAM,
                List.of(
                    new DroppedFragment(Camera.timecode(0), 2, 200, DropReason.LOST_BY_PACKAGER))));
    assertThat(trial.frames()).isEqualTo(new Accounting(3, 0, 2));
    assertThat(trial.events.of(IngestEvent.BufferPressure.class))
        .containsExactly(
            new IngestEvent.BufferPressure(
                Camera.STREAM, IngestEvent.Pressure.PACKAGER, "almost full"));
  }
}
