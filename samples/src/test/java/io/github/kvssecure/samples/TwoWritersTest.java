package io.github.kvssecure.samples;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kvssecure.Packaging;
import io.github.kvssecure.SecureProducer;
import io.github.kvssecure.SecureStream;
import io.github.kvssecure.event.IngestEvent;
import io.github.kvssecure.local.RecordedCall;
import io.github.kvssecure.local.streams.StreamSettings;
import io.github.kvssecure.media.Frame;
import io.github.kvssecure.policy.Control;
import io.github.kvssecure.policy.Decision;
import io.github.kvssecure.stream.CloseReport;
import io.github.kvssecure.stream.StreamName;
import io.github.kvssecure.stream.StreamSpec;
import io.github.kvssecure.stream.StreamState;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Two producers that do not know of each other send to one stream: KVS takes one connection. */
class TwoWritersTest {

  private static final String NAME = "front-door";
  private static final int REFUSALS = 4;

  private final Instant start = Instant.now();
  private final CountDownLatch firstStreams = new CountDownLatch(1);
  private final CountDownLatch refusals = new CountDownLatch(REFUSALS);

  private Frame frame(int number) {
    ByteBuffer data = ByteBuffer.allocate(500).putInt(496).putInt(0x65 << 24).putInt(number);
    return Frame.key(1, start.plusSeconds(number), data.rewind());
  }

  private void noteStreaming(IngestEvent event) {
    if (event instanceof IngestEvent.StateChanged changed
        && changed.state() == StreamState.STREAMING) {
      firstStreams.countDown();
    }
  }

  private void noteRefusal(IngestEvent event) {
    if (event instanceof IngestEvent.UploadBroken broken
        && broken.cause().contains("ConnectionLimitExceededException")) {
      refusals.countDown();
    }
  }

  @Test
  void secondWriter_waitsForTheFirstAndLosesNothing() throws Exception {
    // Each packager has one stream of a name in a process.
    try (StandIn standIn = new StandIn(Packaging.NATIVE);
        SecureProducer first =
            standIn.producer(standIn.camera()).listener(this::noteStreaming).build();
        SecureProducer second =
            standIn
                .producer(standIn.camera(), Packaging.JAVA)
                .listener(this::noteRefusal)
                .build()) {
      standIn
          .kvs()
          .streams()
          .create(
              NAME,
              StreamSettings.none()
                  .withRetentionHours(24)
                  .withKmsKeyId(standIn.kvs().keys().create().arn()));
      StreamSpec spec =
          StreamSpec.builder(StreamName.of(NAME), Clip.load().tracks().get(0)).build();
      SecureStream one = first.openStream(spec);
      one.put(frame(0));
      one.put(frame(1));
      assertThat(firstStreams.await(30, TimeUnit.SECONDS)).isTrue();
      long begun = System.nanoTime();
      SecureStream other = second.openStream(spec);
      other.put(frame(100));
      other.put(frame(101));
      assertThat(refusals.await(60, TimeUnit.SECONDS)).isTrue();
      Duration took = Duration.ofNanos(System.nanoTime() - begun);

      for (int number = 2; number < 5; number++) {
        one.put(frame(number));
      }
      CloseReport ofFirst = one.close(Duration.ofSeconds(60));
      CloseReport ofSecond = other.close(Duration.ofSeconds(90));

      assertThat(ofFirst.isComplete()).as("%s", ofFirst).isTrue();
      assertThat(ofSecond.isComplete()).as("%s", ofSecond).isTrue();
      List<RecordedCall> puts =
          standIn.kvs().calls().stream()
              .filter(call -> call.operation().equals("PutMedia"))
              .toList();
      assertThat(puts).filteredOn(call -> call.status() == 200).hasSize(2);
      assertThat(puts)
          .filteredOn(call -> call.status() == 400)
          .as("refused in %s", took)
          .hasSizeBetween(REFUSALS, REFUSALS + 8);
      assertThat(second.report().decisions().get(Control.RES_06))
          .isInstanceOf(Decision.Satisfied.class);
    }
  }
}
