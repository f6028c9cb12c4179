package io.github.kvssecure.samples;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kvssecure.Packaging;
import io.github.kvssecure.SecureProducer;
import io.github.kvssecure.SecureStream;
import io.github.kvssecure.event.IngestEvent;
import io.github.kvssecure.local.RecordedCall;
import io.github.kvssecure.local.streams.StreamSettings;
import io.github.kvssecure.media.Frame;
import io.github.kvssecure.media.FrameRefusedException;
import io.github.kvssecure.media.FrameRefusedException.Reason;
import io.github.kvssecure.policy.Control;
import io.github.kvssecure.policy.Decision;
import io.github.kvssecure.proof.ProvesSatisfied;
import io.github.kvssecure.proof.ProvesViolated;
import io.github.kvssecure.stream.CloseReport;
import io.github.kvssecure.stream.DroppedFragment;
import io.github.kvssecure.stream.StreamName;
import io.github.kvssecure.stream.StreamSpec;
import io.github.kvssecure.stream.StreamState;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A camera stands still until the service closes its connection, after 30 s as the real one does.
 */
class QuietCameraTest {

  private static final String NAME = "front-door";
  private static final int FRAMES_PER_SECOND = 25;
  private static final int FRAMES = 5 * FRAMES_PER_SECOND;
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final Instant start = Instant.now();
  private final Queue<IngestEvent> events = new ConcurrentLinkedQueue<>();
  private final List<Reason> refused = new ArrayList<>();
  private final CountDownLatch quiet = new CountDownLatch(1);
  private final CountDownLatch resting = new CountDownLatch(1);

  private void note(IngestEvent event) {
    events.add(event);
    if (event instanceof IngestEvent.UploadIdle) {
      quiet.countDown();
    } else if (event instanceof IngestEvent.StateChanged change
        && change.state() == StreamState.RECONNECTING) {
      resting.countDown();
    }
  }

  private Frame frame(int number) {
    ByteBuffer data = ByteBuffer.allocate(500).putInt(496).putInt(0x65 << 24).putInt(number);
    Instant time = start.plusMillis(number * 1000L / FRAMES_PER_SECOND);
    return number % FRAMES_PER_SECOND == 0
        ? Frame.key(1, time, data.rewind())
        : Frame.delta(1, time, data.rewind());
  }

  @ParameterizedTest
  @EnumSource(names = {"NATIVE", "JAVA"})
  @ProvesViolated("RES-05")
  @ProvesSatisfied("RES-05")
  void quietConnection_isToldAndNotReplacedUntilTheNextFrame(Packaging packaging) throws Exception {
    CloseReport report = pauseAfter(3 * FRAMES_PER_SECOND, packaging);

    assertThat(report.isComplete()).as("%s", report).isTrue();
    assertThat(report.frames().persisted()).isEqualTo(FRAMES);
    assertThat(dropped()).isEmpty();
  }

  /** Native code ends the fragment by itself, and would swallow what follows. */
  @Test
  void pauseWithinAFragment_wantsAKeyFrameNatively_andLosesNothingThatWasTaken() throws Exception {
    CloseReport report = pauseAfter(2 * FRAMES_PER_SECOND + 1, Packaging.NATIVE);

    assertThat(refused).hasSize(FRAMES_PER_SECOND - 1).containsOnly(Reason.BEFORE_KEY_FRAME);
    assertThat(report.isComplete()).as("%s", report).isTrue();
    assertThat(report.frames().persisted()).isEqualTo(FRAMES - refused.size());
    assertThat(dropped()).isEmpty();
  }

  @Test
  void pauseWithinAFragment_losesNothingInJava() throws Exception {
    CloseReport report = pauseAfter(2 * FRAMES_PER_SECOND + 1, Packaging.JAVA);

    assertThat(report.isComplete()).as("%s", report).isTrue();
    assertThat(report.frames().persisted()).isEqualTo(FRAMES);
    assertThat(refused).isEmpty();
  }

  private CloseReport pauseAfter(int before, Packaging packaging) throws Exception {
    try (StandIn standIn = new StandIn(packaging);
        SecureProducer producer = standIn.producer(standIn.camera()).listener(this::note).build()) {
      String key = standIn.kvs().keys().create().arn();
      standIn
          .kvs()
          .streams()
          .create(NAME, StreamSettings.none().withRetentionHours(24).withKmsKeyId(key));
      CloseReport report;
      try (SecureStream stream =
          producer.openStream(
              StreamSpec.builder(StreamName.of(NAME), Clip.load().tracks().get(0)).build())) {
        for (int number = 0; number < before; number++) {
          stream.put(frame(number));
        }
        assertThat(quiet.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(producer.report().decisions().get(Control.RES_05))
            .isInstanceOf(Decision.Violated.class);
        assertThat(resting.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(uploads(standIn)).as("nothing is tried while nothing is filmed").isEqualTo(1);
        for (int number = before; number < FRAMES; number++) {
          try {
            stream.put(frame(number));
          } catch (FrameRefusedException refusal) {
            refused.add(refusal.reason());
          }
        }
        report = stream.close(PATIENCE);
      }
      assertThat(uploads(standIn)).isEqualTo(2);
      assertThat(standIn.kvs().streams().uploads(NAME).get(0).end().orElseThrow())
          .startsWith("idle");
      assertThat(events).noneMatch(IngestEvent.UploadBroken.class::isInstance);
      assertThat(producer.report().decisions().get(Control.RES_05))
          .isInstanceOf(Decision.Satisfied.class);
      return report;
    }
  }

  private List<DroppedFragment> dropped() {
    return events.stream()
        .filter(IngestEvent.MediaDropped.class::isInstance)
        .flatMap(event -> ((IngestEvent.MediaDropped) event).fragments().stream())
        .toList();
  }

  private static long uploads(StandIn standIn) {
    return standIn.kvs().calls().stream()
        .map(RecordedCall::operation)
        .filter("PutMedia"::equals)
        .count();
  }
}
