package io.github.kvssecure.samples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.kvssecure.SecureProducer;
import io.github.kvssecure.SecureStream;
import io.github.kvssecure.local.Fault;
import io.github.kvssecure.local.FaultPlan;
import io.github.kvssecure.local.streams.StreamSettings;
import io.github.kvssecure.media.Frame;
import io.github.kvssecure.media.FrameRefusedException;
import io.github.kvssecure.stream.Accounting;
import io.github.kvssecure.stream.CloseReport;
import io.github.kvssecure.stream.StreamName;
import io.github.kvssecure.stream.StreamSpec;
import io.github.kvssecure.stream.StreamState;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Closing keeps its deadline and tells the truth, whatever the service does. */
class CloseUnderFaultsTest {

  private static final String NAME = "front-door";
  private static final Duration DRAIN = Duration.ofSeconds(1);

  /** Frees what is left; generous, because this machine may be busy. */
  private static final Duration SLACK = Duration.ofSeconds(20);

  private static final int FRAMES = 100;

  private static StandIn standInWith(Fault fault) {
    StandIn standIn = new StandIn();
    standIn
        .kvs()
        .streams()
        .create(
            NAME,
            StreamSettings.none()
                .withRetentionHours(24)
                .withKmsKeyId(standIn.kvs().keys().create().arn()));
    standIn.kvs().arm(FaultPlan.of(fault).times(10_000));
    return standIn;
  }

  private static SecureStream filmed(SecureProducer producer) throws Exception {
    SecureStream stream =
        producer.openStream(
            StreamSpec.builder(StreamName.of(NAME), Clip.load().tracks().get(0)).build());
    Instant start = Instant.now();
    for (int number = 0; number < FRAMES && stream.state() != StreamState.FAILED; number++) {
      ByteBuffer data = ByteBuffer.allocate(1000).putInt(996).putInt(0x65 << 24).putInt(number);
      Instant time = start.plusMillis(number * 40L);
      try {
        stream.put(
            number % 25 == 0
                ? Frame.key(1, time, data.rewind())
                : Frame.delta(1, time, data.rewind()));
      } catch (FrameRefusedException e) {
        assertThat(e.reason()).isEqualTo(FrameRefusedException.Reason.STREAM_CLOSED);
      }
    }
    return stream;
  }

  @ParameterizedTest
  @EnumSource(Fault.class)
  void close_keepsItsDeadlineAndNamesWhatIsNotStored(Fault fault) throws Exception {
    try (StandIn standIn = standInWith(fault);
        SecureProducer producer = standIn.producer(standIn.camera()).build();
        SecureStream stream = filmed(producer)) {
      long begun = System.nanoTime();
      CloseReport report = stream.close(DRAIN);

      assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(DRAIN.plus(SLACK));
      Accounting fragments = report.fragments();
      assertThat(report.notPersisted()).hasSize((int) fragments.pending());
      assertThat(fragments.dropped()).isZero();
      assertThat(standIn.kvs().streams().persisted(NAME))
          .extracting(fragment -> fragment.media().timecodeMillis())
          .hasSizeGreaterThanOrEqualTo((int) fragments.persisted());
      assertThat(stream.state()).isEqualTo(StreamState.CLOSED);
    }
  }

  @Test
  void interruptedClose_freesEverythingAtOnce() throws Exception {
    try (StandIn standIn = standInWith(Fault.NO_ACKS);
        SecureProducer producer = standIn.producer(standIn.camera()).build();
        SecureStream stream = filmed(producer)) {
      FutureTask<CloseReport> closing = new FutureTask<>(() -> stream.close(Duration.ofHours(1)));
      Thread closer = new Thread(closing);
      closer.start();
      closer.interrupt();

      assertThatExceptionOfType(ExecutionException.class)
          .isThrownBy(() -> closing.get(SLACK.toSeconds(), TimeUnit.SECONDS))
          .withCauseInstanceOf(InterruptedException.class);
      assertThat(stream.state()).isEqualTo(StreamState.CLOSED);
      assertThat(stream.close(Duration.ZERO).notPersisted()).isNotEmpty();
    }
  }
}
