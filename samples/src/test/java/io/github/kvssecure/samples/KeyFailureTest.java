package io.github.kvssecure.samples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.kvssecure.PinFile;
import io.github.kvssecure.SecureProducer;
import io.github.kvssecure.SecureStream;
import io.github.kvssecure.StreamAdministration;
import io.github.kvssecure.event.IngestEvent;
import io.github.kvssecure.event.IngestEvent.FragmentAcknowledged;
import io.github.kvssecure.event.IngestEvent.StateChanged;
import io.github.kvssecure.identity.CredentialSource;
import io.github.kvssecure.local.kms.KeyProblem;
import io.github.kvssecure.local.streams.StreamSettings;
import io.github.kvssecure.media.Acknowledgement;
import io.github.kvssecure.media.Frame;
import io.github.kvssecure.media.FrameRefusedException;
import io.github.kvssecure.media.KeyFailure;
import io.github.kvssecure.media.KeyFailureException;
import io.github.kvssecure.policy.Control;
import io.github.kvssecure.policy.Decision;
import io.github.kvssecure.policy.PolicyViolationException;
import io.github.kvssecure.policy.Violation;
import io.github.kvssecure.proof.ProvesSatisfied;
import io.github.kvssecure.proof.ProvesViolated;
import io.github.kvssecure.stream.CloseReport;
import io.github.kvssecure.stream.Retention;
import io.github.kvssecure.stream.StreamDescription;
import io.github.kvssecure.stream.StreamName;
import io.github.kvssecure.stream.StreamSpec;
import io.github.kvssecure.stream.StreamState;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Keys that fail, are replaced or endangered, met through the whole library over real TLS. */
class KeyFailureTest {

  private static final StreamName NAME = StreamName.of("front-door");
  private static final long PATIENCE_SECONDS = 30;

  private final StandIn standIn = new StandIn();
  private final String key = standIn.kvs().keys().create().arn();
  private final Queue<IngestEvent> events = new ConcurrentLinkedQueue<>();
  private final CountDownLatch failed = new CountDownLatch(1);
  private final CountDownLatch persisted = new CountDownLatch(1);
  private final CountDownLatch reconnecting = new CountDownLatch(1);
  private final SecureProducer producer =
      standIn.producer(standIn.camera()).listener(this::note).build();
  private final Clip clip = load();
  private final List<Frame> video =
      clip.frames(Instant.now()).stream().filter(frame -> frame.track() == 1).toList();

  @TempDir private Path folder;

  private static Clip load() {
    try {
      return Clip.load();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private void note(IngestEvent event) {
    events.add(event);
    if (event instanceof StateChanged changed) {
      if (changed.state() == StreamState.FAILED) {
        failed.countDown();
      }
      if (changed.state() == StreamState.RECONNECTING) {
        reconnecting.countDown();
      }
    }
    if (event instanceof FragmentAcknowledged fragment
        && fragment.acknowledgement().type() == Acknowledgement.Type.PERSISTED) {
      persisted.countDown();
    }
  }

  private void streamWith(String kmsKey) {
    standIn
        .kvs()
        .streams()
        .create(
            NAME.value(),
            StreamSettings.none()
                .withRetentionHours(24)
                .withMediaType("video/h264")
                .withKmsKeyId(kmsKey));
  }

  private StreamSpec.Builder spec() {
    return StreamSpec.builder(NAME, clip.tracks().get(0));
  }

  @AfterEach
  void stop() {
    producer.close();
    standIn.close();
  }

  private CloseReport closedAfterFailure(SecureStream stream) throws InterruptedException {
    assertThat(failed.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
    return stream.close(Duration.ZERO);
  }

  private Decision decision(Control control) {
    return Objects.requireNonNull(producer.report().decisions().get(control));
  }

  /** CreateStream takes a key that does not exist; the first acknowledgement tells. */
  @Test
  @ProvesViolated("KMS-05")
  void keyThatDoesNotExist_stopsTheStreamAtItsFirstFragment() throws Exception {
    streamWith(key.substring(0, key.length() - 12) + "000000000000");

    SecureStream stream = producer.openStream(spec().build());
    stream.put(video.get(0));
    CloseReport report = closedAfterFailure(stream);

    assertThat(report.failure()).get().isInstanceOf(KeyFailureException.class);
    assertThat(((KeyFailureException) report.failure().orElseThrow()).failure())
        .isEqualTo(KeyFailure.NOT_FOUND);
    assertThat(report.frames().persisted()).isZero();
    assertThat(decision(Control.KMS_05)).isInstanceOf(Decision.Violated.class);
    assertThat(events).contains(new IngestEvent.KeyFailed(NAME, KeyFailure.NOT_FOUND));
  }

  @Test
  @ProvesViolated("KMS-05")
  void keyThatIsDisabledWhileMediaFlows_stopsTheStreamAndWhatWasStoredCounts() throws Exception {
    streamWith(key);

    SecureStream stream = producer.openStream(spec().build());
    for (Frame frame : video.subList(0, 200)) {
      stream.put(frame);
    }
    assertThat(persisted.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
    standIn.kvs().keys().disable(key);
    assertThatExceptionOfType(FrameRefusedException.class)
        .isThrownBy(() -> putUntilRefused(stream))
        .havingCause()
        .isInstanceOf(KeyFailureException.class)
        .withMessageContaining("the key is disabled")
        .withMessageContaining("enable-key");
    CloseReport report = closedAfterFailure(stream);

    assertThat(report.frames().persisted()).isPositive();
    assertThat(report.frames().dropped()).isZero();
    assertThat(report.notPersisted()).isNotEmpty();
  }

  /** Plays the clip again and again, later each time. */
  private void putUntilRefused(SecureStream stream) throws InterruptedException {
    Duration length = Duration.ofSeconds(31);
    for (int round = 1; failed.getCount() > 0 || round < 3; round++) {
      Instant start = Instant.now().plus(length.multipliedBy(round));
      for (Frame frame : clip.frames(start)) {
        if (frame.track() == 1) {
          stream.put(frame);
        }
      }
    }
  }

  @Test
  @ProvesSatisfied("KMS-05")
  void keyThatIsOutOfReachForAMoment_isTriedAgainAndEverythingIsStored() throws Exception {
    streamWith(key);
    standIn.kvs().keys().fail(key, KeyProblem.KMS_KEY_UNAVAILABLE);

    SecureStream stream = producer.openStream(spec().build());
    for (Frame frame : video.subList(0, 100)) {
      stream.put(frame);
    }
    assertThat(reconnecting.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
    standIn.kvs().keys().recover(key);
    CloseReport report = stream.close(Duration.ofSeconds(PATIENCE_SECONDS));

    assertThat(report.isComplete()).isTrue();
    assertThat(report.frames().persisted()).isEqualTo(100);
    assertThat(events).contains(new IngestEvent.KeyFailed(NAME, KeyFailure.UNAVAILABLE));
    assertThat(decision(Control.KMS_05)).isInstanceOf(Decision.Satisfied.class);
  }

  @Test
  @ProvesViolated("KMS-06")
  @ProvesSatisfied("KMS-06")
  void pinFromAFile_admitsTheStreamAndRefusesItsSuccessor() throws Exception {
    streamWith(key);
    PinFile file = PinFile.at(folder.resolve("front-door.pin"));
    try (SecureStream stream = producer.openStream(spec().build())) {
      file.write(stream.pin().orElseThrow());
    }

    producer.openStream(spec().pinnedTo(file.read()).build()).close();
    standIn.kvs().streams().delete(NAME.value());
    streamWith(key);

    assertThatExceptionOfType(PolicyViolationException.class)
        .isThrownBy(() -> producer.openStream(spec().pinnedTo(file.read()).build()))
        .satisfies(
            refusal ->
                assertThat(refusal.violations())
                    .extracting(Violation::control)
                    .containsExactly(Control.KMS_06));
  }

  @Test
  @ProvesViolated("KMS-04")
  void keyThatIsScheduledForDeletion_isSeenByTheAuditor() throws Exception {
    streamWith(key);
    standIn.kvs().keys().scheduleDeletion(key);
    CredentialSource auditor = standIn.administrator();

    try (SecureProducer audited =
        standIn.producer(standIn.camera()).keysDescribedBy(auditor).build()) {
      audited.openStream(spec().build()).close();

      assertThat(audited.report().decisions().get(Control.KMS_04))
          .isInstanceOf(Decision.Violated.class);
    }
  }

  @Test
  @ProvesViolated({"CP-04", "CP-05"})
  @ProvesSatisfied({"CP-04", "CP-05"})
  void administration_isGuarded() {
    streamWith(key);
    try (StreamAdministration administration = producer.administration(standIn.administrator())) {
      StreamDescription seen = administration.describe(NAME).orElseThrow();
      assertThatExceptionOfType(PolicyViolationException.class)
          .isThrownBy(() -> administration.retain(NAME, Retention.NONE));

      administration.retain(NAME, Retention.ofHours(2));

      assertThat(standIn.kvs().streams().description(NAME.value()).settings().retentionHours())
          .isEqualTo(2);
      assertThatExceptionOfType(PolicyViolationException.class)
          .isThrownBy(() -> administration.delete(seen));
      assertThat(standIn.kvs().streams().exists(NAME.value())).isTrue();

      administration.delete(administration.describe(NAME).orElseThrow());
      assertThat(standIn.kvs().streams().exists(NAME.value())).isFalse();
    }
  }
}
