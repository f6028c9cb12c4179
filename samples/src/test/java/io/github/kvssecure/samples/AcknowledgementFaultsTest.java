package io.github.kvssecure.samples;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kvssecure.SecureProducer;
import io.github.kvssecure.SecureStream;
import io.github.kvssecure.event.IngestEvent;
import io.github.kvssecure.local.Fault;
import io.github.kvssecure.local.FaultPlan;
import io.github.kvssecure.local.streams.StreamSettings;
import io.github.kvssecure.media.Acknowledgement;
import io.github.kvssecure.media.Frame;
import io.github.kvssecure.stream.Accounting;
import io.github.kvssecure.stream.CloseReport;
import io.github.kvssecure.stream.StreamName;
import io.github.kvssecure.stream.StreamSpec;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Acknowledgements that are lost, late or repeated: only what was told counts as stored. */
class AcknowledgementFaultsTest {

  private static final String NAME = "front-door";
  private static final int FRAGMENTS = 10;
  private static final int FRAMES_PER_FRAGMENT = 5;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Instant start = Instant.now().truncatedTo(ChronoUnit.SECONDS);
  private final StandIn standIn = new StandIn();

  /** Timecodes as they were told to be persisted, repeats included. */
  private final ConcurrentLinkedQueue<Long> told = new ConcurrentLinkedQueue<>();

  private final Semaphore tellings = new Semaphore(0);
  private final SecureProducer producer =
      standIn.producer(standIn.camera()).listener(this::note).build();

  private void note(IngestEvent event) {
    if (event instanceof IngestEvent.FragmentAcknowledged acknowledged
        && acknowledged.acknowledgement().type() == Acknowledgement.Type.PERSISTED) {
      acknowledged.acknowledgement().fragmentTimecodeMillis().ifPresent(told::add);
      tellings.release();
    }
  }

  @BeforeEach
  void makeStream() {
    standIn
        .kvs()
        .streams()
        .create(
            NAME,
            StreamSettings.none()
                .withRetentionHours(24)
                .withKmsKeyId(standIn.kvs().keys().create().arn()));
  }

  @AfterEach
  void stop() {
    producer.close();
    standIn.close();
  }

  private SecureStream filmed() throws Exception {
    SecureStream stream =
        producer.openStream(
            StreamSpec.builder(StreamName.of(NAME), Clip.load().tracks().get(0)).build());
    for (int number = 0; number < FRAGMENTS * FRAMES_PER_FRAGMENT; number++) {
      ByteBuffer data = ByteBuffer.allocate(500).putInt(496).putInt(0x65 << 24).putInt(number);
      Instant time = start.plusMillis(number * 1000L / FRAMES_PER_FRAGMENT);
      stream.put(
          number % FRAMES_PER_FRAGMENT == 0
              ? Frame.key(1, time, data.rewind())
              : Frame.delta(1, time, data.rewind()));
    }
    return stream;
  }

  private List<Long> timecodes() {
    List<Long> all = new ArrayList<>();
    for (int fragment = 0; fragment < FRAGMENTS; fragment++) {
      all.add(start.plusSeconds(fragment).toEpochMilli());
    }
    return all;
  }

  /** All but the last fragment, which ends only when the stream is closed. */
  private void awaitStored() throws InterruptedException {
    standIn.kvs().streams().awaitFragments(NAME, FRAGMENTS - 1, PATIENCE);
  }

  @Test
  void whatNobodyTold_isNotReportedAsPersisted_thoughItIsStored() throws Exception {
    standIn.kvs().arm(Fault.LOSE_ACKS, 10_000);
    try (SecureStream stream = filmed()) {
      awaitStored();
      CloseReport report = stream.close(Duration.ofSeconds(3));

      // Of each upload the first PERSISTED is lost, so the oldest fragment is never told.
      assertThat(report.notPersisted()).contains(timecodes().get(0));
      List<Long> untold = timecodes();
      untold.removeAll(told);
      assertThat(report.notPersisted()).isEqualTo(untold);
      assertThat(report.fragments().persisted()).isEqualTo(new TreeSet<>(told).size());
      assertThat(report.fragments().dropped()).isZero();
      assertThat(report.isComplete()).isFalse();
      assertThat(report.failure()).isEmpty();
    }
  }

  @Test
  void whatNobodyTold_isSentAgainByTheNextUpload() throws Exception {
    standIn.kvs().arm(Fault.LOSE_ACKS);
    try (SecureStream stream = filmed()) {
      awaitStored();
      assertThat(tellings.tryAcquire(1, PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
      assertThat(stream.accounting().fragments().pending()).isPositive();
      standIn.kvs().goOffline();
      standIn.kvs().recover();
      CloseReport report = stream.close(PATIENCE);

      assertThat(report.isComplete()).as("%s", report).isTrue();
      assertThat(new TreeSet<>(told)).containsExactlyElementsOf(timecodes());
    }
    assertThat(standIn.kvs().streams().duplicates(NAME)).isPositive();
    assertThat(standIn.kvs().streams().frames(NAME)).hasSize(FRAGMENTS * FRAMES_PER_FRAGMENT);
  }

  @Test
  void whatIsToldTwice_countsOnce() throws Exception {
    standIn.kvs().arm(Fault.DUPLICATE_ACKS);
    try (SecureStream stream = filmed()) {
      CloseReport report = stream.close(PATIENCE);

      assertThat(report.fragments()).isEqualTo(new Accounting(FRAGMENTS, FRAGMENTS, 0));
      assertThat(report.frames().persisted()).isEqualTo(FRAGMENTS * FRAMES_PER_FRAGMENT);
    }
    assertThat(told).hasSizeGreaterThan(FRAGMENTS);
    assertThat(standIn.kvs().streams().duplicates(NAME)).isZero();
  }

  @Test
  void whatIsToldLate_isPendingUntilThen() throws Exception {
    standIn.kvs().arm(FaultPlan.of(Fault.DELAY_ACKS).delay(Duration.ofMinutes(1)));
    try (SecureStream stream = filmed()) {
      awaitStored();
      CloseReport report = stream.close(Duration.ofMillis(200));

      assertThat(report.fragments().persisted()).isZero();
      assertThat(report.notPersisted()).isEqualTo(timecodes());
    }
    assertThat(told).isEmpty();
  }
}
