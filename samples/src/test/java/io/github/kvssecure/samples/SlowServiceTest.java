package io.github.kvssecure.samples;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kvssecure.SecureProducer;
import io.github.kvssecure.SecureStream;
import io.github.kvssecure.local.Fault;
import io.github.kvssecure.local.FaultPlan;
import io.github.kvssecure.local.LocalKvs;
import io.github.kvssecure.local.RecordedCall;
import io.github.kvssecure.local.streams.CallRates;
import io.github.kvssecure.local.streams.StreamSettings;
import io.github.kvssecure.media.Frame;
import io.github.kvssecure.stream.BufferLimits;
import io.github.kvssecure.stream.CloseReport;
import io.github.kvssecure.stream.StreamName;
import io.github.kvssecure.stream.StreamSpec;
import io.github.kvssecure.stream.WhenFull;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A service that reads slowly, or answers that it was asked too often: both are waited for. */
class SlowServiceTest {

  private static final String NAME = "front-door";
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int FRAME_BYTES = 20_000;

  private final Instant start = Instant.now();

  private Frame frame(int number) {
    ByteBuffer data =
        ByteBuffer.allocate(FRAME_BYTES).putInt(FRAME_BYTES - 4).putInt(0x65 << 24).putInt(number);
    return Frame.key(1, start.plusMillis(number * 100L), data.rewind());
  }

  private static void makeStream(LocalKvs kvs) {
    kvs.streams()
        .create(
            NAME,
            StreamSettings.none().withRetentionHours(24).withKmsKeyId(kvs.keys().create().arn()));
  }

  @Test
  void slowReader_holdsPutBack_andLosesNothing() throws Exception {
    BufferLimits small = new BufferLimits(PATIENCE, 1 << 20, WhenFull.block(PATIENCE));
    try (StandIn standIn = new StandIn();
        SecureProducer producer = standIn.producer(standIn.camera()).build()) {
      LocalKvs kvs = standIn.kvs();
      makeStream(kvs);
      // Reads 4 KiB at a time: 400 KiB in a second.
      kvs.arm(FaultPlan.of(Fault.SLOW_READ).delay(Duration.ofMillis(10)));
      try (SecureStream stream =
          producer.openStream(
              StreamSpec.builder(StreamName.of(NAME), Clip.load().tracks().get(0))
                  .buffer(small)
                  .build())) {
        long begun = System.nanoTime();
        for (int number = 0; number < 100; number++) {
          stream.put(frame(number));
        }
        // Of these 2 MB the last MiB may wait; the rest cannot be read faster.
        assertThat(Duration.ofNanos(System.nanoTime() - begun))
            .isGreaterThan(Duration.ofSeconds(2));
        CloseReport report = stream.close(PATIENCE);

        assertThat(report.isComplete()).as("%s", report).isTrue();
        assertThat(report.frames().persisted()).isEqualTo(100);
      }
      assertThat(kvs.streams().uploads(NAME)).hasSize(1);
    }
  }

  /** Ten times in a few seconds; five calls in a second are allowed for each stream. */
  @Test
  void streamThatIsOpenedTooOften_opensAtLast() throws Exception {
    try (StandIn standIn =
            new StandIn(LocalKvs.builder().callRates(CallRates.AS_DOCUMENTED).start());
        SecureProducer producer = standIn.producer(standIn.camera()).build()) {
      LocalKvs kvs = standIn.kvs();
      makeStream(kvs);
      for (int number = 0; number < 10; number++) {
        try (SecureStream stream =
            producer.openStream(
                StreamSpec.builder(StreamName.of(NAME), Clip.load().tracks().get(0)).build())) {
          stream.put(frame(number));
          CloseReport report = stream.close(PATIENCE);
          assertThat(report.isComplete()).as("%s", report).isTrue();
        }
      }
      assertThat(kvs.streams().frames(NAME)).hasSize(10);
    }
  }

  @ParameterizedTest
  @CsvSource({"HTTP_400, 400", "HTTP_429, 429"})
  void everyThrottledCall_isMadeAgain(Fault fault, int status) throws Exception {
    List<String> operations = List.of("DescribeStream", "GetDataEndpoint", "PutMedia");
    try (StandIn standIn = new StandIn();
        SecureProducer producer = standIn.producer(standIn.camera()).build()) {
      LocalKvs kvs = standIn.kvs();
      makeStream(kvs);
      for (String operation : operations) {
        kvs.arm(
            FaultPlan.of(fault)
                .errorType("ClientLimitExceededException")
                .onOperation(operation)
                .times(2));
      }
      try (SecureStream stream =
          producer.openStream(
              StreamSpec.builder(StreamName.of(NAME), Clip.load().tracks().get(0)).build())) {
        stream.put(frame(0));
        CloseReport report = stream.close(PATIENCE);
        assertThat(report.isComplete()).as("%s", report).isTrue();
      }
      assertThat(kvs.calls())
          .filteredOn(call -> call.status() == status)
          .extracting(RecordedCall::operation)
          .containsAll(operations)
          .hasSize(6);
    }
  }
}
