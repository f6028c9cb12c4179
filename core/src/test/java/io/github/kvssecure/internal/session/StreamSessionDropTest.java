package io.github.kvssecure.internal.session;

import static io.github.kvssecure.fake.Camera.bytes;
import static io.github.kvssecure.fake.Camera.key;
import static io.github.kvssecure.fake.Camera.timecode;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.kvssecure.event.IngestEvent;
import io.github.kvssecure.fake.Camera;
import io.github.kvssecure.fake.FakeUpload;
import io.github.kvssecure.identity.SessionCredentials;
import io.github.kvssecure.media.Frame;
import io.github.kvssecure.policy.Control;
import io.github.kvssecure.policy.Decision;
import io.github.kvssecure.policy.PolicyViolationException;
import io.github.kvssecure.spi.MediaProducerException;
import io.github.kvssecure.spi.UploadException.Failure;
import io.github.kvssecure.stream.Accounting;
import io.github.kvssecure.stream.BufferLimits;
import io.github.kvssecure.stream.CloseReport;
import io.github.kvssecure.stream.DropReason;
import io.github.kvssecure.stream.DroppedFragment;
import io.github.kvssecure.stream.StreamState;
import io.github.kvssecure.stream.WhenFull;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A stream that gives up its oldest fragments when its buffer is full. */
class StreamSessionDropTest {

  private static final int QUARTER = 1 << 18;

  private final SessionTrial trial =
      SessionTrial.open(new BufferLimits(Duration.ofMinutes(1), 1 << 20, WhenFull.dropOldest()));

  private static Frame quarter(long millis) {
    return Frame.key(1, Camera.at(millis), bytes(QUARTER));
  }

  private static Frame eighth(long millis) {
    return Frame.key(1, Camera.at(millis), bytes(QUARTER / 2));
  }

  private List<DroppedFragment> dropped() {
    return trial.events.of(IngestEvent.MediaDropped.class).stream()
        .flatMap(event -> event.fragments().stream())
        .toList();
  }

  @Test
  void duringAnOutage_exactlyTheOldestFragmentsAreDropped() throws Exception {
    trial.put(quarter(0));
    trial.upload().accept().breakOff(Failure.CONNECTION_LOST, true);

    trial.put(quarter(1000), quarter(2000), quarter(3000), quarter(4000), quarter(5000));

    assertThat(dropped())
        .containsExactly(
            new DroppedFragment(timecode(0), 1, QUARTER, DropReason.OUT_OF_ROOM),
            new DroppedFragment(timecode(1000), 1, QUARTER, DropReason.OUT_OF_ROOM));
    assertThat(trial.stream().discarded()).containsExactly(timecode(0), timecode(1000));
    assertThat(trial.frames()).isEqualTo(new Accounting(6, 0, 2));
    assertThat(trial.session.accounting().fragments()).isEqualTo(new Accounting(6, 0, 2));
    assertThat(trial.session.accounting().tracks()).containsEntry(1, new Accounting(6, 0, 2));
    assertThat(trial.session.accounting().droppedFrames())
        .containsEntry(DropReason.OUT_OF_ROOM, 2L);

    trial.executor.advance(Duration.ofSeconds(30));
    FakeUpload next = trial.transport.upload().accept();
    for (long millis = 2000; millis <= 4000; millis += 1000) {
      next.persist(millis);
    }
    assertThat(trial.frames()).isEqualTo(new Accounting(6, 3, 2));
    assertThat(trial.session.close(Duration.ZERO).notPersisted()).containsExactly(timecode(5000));
  }

  @Test
  void mediaOlderThanTheBuffer_isDroppedForItsAge() throws Exception {
    trial.put(key(0), key(1000), key(30_000), key(61_000));
    trial.upload().accept().breakOff(Failure.CONNECTION_LOST, true);

    trial.put(key(61_001));

    assertThat(dropped())
        .containsExactly(new DroppedFragment(timecode(0), 1, 100, DropReason.OUT_OF_TIME));
  }

  @Test
  void runningUpload_isEndedBeforeItsMediaIsGivenUp() throws Exception {
    trial.put(quarter(0), quarter(1000), quarter(2000), quarter(3000));
    FakeUpload first = trial.upload().accept();

    trial.put(quarter(4000));

    assertThat(first.isAborted()).isTrue();
    assertThat(dropped()).extracting(DroppedFragment::timecodeMillis).startsWith(timecode(0));
    trial.executor.runDue();
    assertThat(trial.transport.uploads()).hasSize(2);
    assertThat(trial.events.of(IngestEvent.UploadBroken.class)).isEmpty();
  }

  @Test
  void packagerThatCannotBeToldOfTheEnd_isToldAgainAndTheStreamGoesOn() throws Exception {
    trial.put(quarter(0), quarter(1000), quarter(2000), quarter(3000));
    FakeUpload first = trial.upload().accept();
    trial.stream().refuseToReplay(new MediaProducerException(0x52000012, "not now"));

    assertThatExceptionOfType(MediaProducerException.class)
        .isThrownBy(() -> trial.put(quarter(4000)));
    assertThat(first.isAborted()).isTrue();
    trial.stream().refuseToReplay(null);
    trial.executor.runDue();

    assertThat(trial.transport.uploads()).hasSize(2);
    trial.transport.upload().accept().persist(0);
    trial.put(quarter(4000));
    assertThat(trial.frames()).isEqualTo(new Accounting(5, 1, 0));
  }

  @Test
  void uploadThatWaitsForItsTurn_isNoReasonToRefuse() throws Exception {
    trial.put(quarter(0), quarter(1000), quarter(2000), quarter(3000));
    trial.executor.runDue();
    int opened = 0;
    while (trial.transport.uploads().size() > opened) {
      opened = trial.transport.uploads().size();
      trial.stream().requestUpload();
      trial.transport.upload().accept().complete();
      trial.executor.runDue();
    }

    trial.put(quarter(4000));

    assertThat(dropped()).extracting(DroppedFragment::timecodeMillis).startsWith(timecode(0));
    trial.executor.advance(Duration.ofSeconds(1));
    assertThat(trial.transport.uploads()).hasSize(opened + 1);
    trial.transport.upload().accept().persist(2000);
    assertThat(trial.frames().persisted()).isEqualTo(1);
  }

  @Test
  void fillingBuffer_isToldOnceAndAgainAfterItEmptied() throws Exception {
    trial.put(quarter(0), quarter(1000), quarter(2000));
    FakeUpload upload = trial.upload().accept();
    trial.put(eighth(3000), key(3040));
    assertThat(pressure()).containsExactly(IngestEvent.Pressure.STORAGE);

    for (long millis = 0; millis <= 3000; millis += 1000) {
      upload.persist(millis);
    }
    trial.put(key(3080), quarter(4000), quarter(5000), quarter(6000), eighth(7000));
    trial.put(key(52_000));

    assertThat(pressure())
        .containsExactly(
            IngestEvent.Pressure.STORAGE,
            IngestEvent.Pressure.STORAGE,
            IngestEvent.Pressure.LATENCY);
  }

  /** A frame waits for the end of an upload that fails by itself just then. */
  private Waiting<Boolean> puttingAgainst(FakeUpload upload) {
    upload.linger();
    return Waiting.on(
        () -> {
          trial.put(quarter(4000));
          return true;
        });
  }

  @Test
  void peerThatIsRefusedWhileMediaIsGivenUp_isAViolation() throws Exception {
    trial.put(quarter(0), quarter(1000), quarter(2000), quarter(3000));
    FakeUpload upload = trial.upload();
    Waiting<Boolean> putting = puttingAgainst(upload);

    upload.breakOff(Failure.PEER_UNTRUSTED, false);
    assertThat(putting.outcome()).isTrue();
    trial.executor.advance(Duration.ofMinutes(10));

    assertThat(trial.gate.report(List.of()).decisions().get(Control.NET_06))
        .isInstanceOf(Decision.Violated.class);
    assertThat(trial.session.state()).isEqualTo(StreamState.FAILED);
    assertThat(trial.transport.uploads()).hasSize(1);
    CloseReport report = trial.session.close(Duration.ZERO);
    assertThat(report.failure().orElseThrow()).isInstanceOf(PolicyViolationException.class);
    assertThat(report.frames().accepted()).isEqualTo(5);
    assertThat(report.frames().dropped() + report.frames().pending()).isEqualTo(5);
  }

  @Test
  void callerThatIsRefusedWhileMediaIsGivenUp_isTriedWithOtherCredentials() throws Exception {
    SessionCredentials others = Camera.credentialsNamed("ASIAEXAMPLEEXAMPLE02");
    trial.credentials.whenRefused(() -> trial.credentials.give(others));
    trial.put(quarter(0), quarter(1000), quarter(2000), quarter(3000));
    FakeUpload upload = trial.upload();
    Waiting<Boolean> putting = puttingAgainst(upload);

    upload.refuse(403, "ExpiredTokenException");
    assertThat(putting.outcome()).isTrue();
    trial.executor.runDue();
    trial.executor.advance(Duration.ofSeconds(1));

    assertThat(trial.credentials.refused()).hasSize(1);
    assertThat(trial.transport.uploads()).hasSize(2);
    assertThat(trial.transport.upload().request().credentials()).isEqualTo(others);
    trial.transport.upload().accept().persist(2000);
    assertThat(trial.frames().persisted()).isEqualTo(1);
  }

  @Test
  void connectionThatFailsWhileMediaIsGivenUp_isToldAndTriedAgainAfterAWhile() throws Exception {
    trial.put(quarter(0), quarter(1000), quarter(2000), quarter(3000));
    FakeUpload upload = trial.upload();
    Waiting<Boolean> putting = puttingAgainst(upload);

    upload.breakOff(Failure.CONNECT, true);
    assertThat(putting.outcome()).isTrue();
    trial.executor.runDue();

    assertThat(trial.events.of(IngestEvent.UploadBroken.class)).hasSize(1);
    assertThat(trial.transport.uploads()).hasSize(1);
    trial.executor.advance(Duration.ofSeconds(1));
    assertThat(trial.transport.uploads()).hasSize(2);
  }

  private List<IngestEvent.Pressure> pressure() {
    return trial.events.of(IngestEvent.BufferPressure.class).stream()
        .map(IngestEvent.BufferPressure::pressure)
        .toList();
  }
}
