package io.github.kvssecure.samples;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kvssecure.SecureProducer;
import io.github.kvssecure.SecureStream;
import io.github.kvssecure.event.IngestEvent;
import io.github.kvssecure.local.streams.StreamSettings;
import io.github.kvssecure.media.Acknowledgement;
import io.github.kvssecure.media.Frame;
import io.github.kvssecure.stream.BufferLimits;
import io.github.kvssecure.stream.CloseReport;
import io.github.kvssecure.stream.DropReason;
import io.github.kvssecure.stream.DroppedFragment;
import io.github.kvssecure.stream.StreamName;
import io.github.kvssecure.stream.StreamSpec;
import io.github.kvssecure.stream.WhenFull;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * A minute of media is put while the network is away. The minute is one of media time: frames are
 * put as fast as the library takes them, so no clock moves: {@link MinuteOutageTest} lets a minute
 * pass.
 */
class OutageTest {

  private static final String NAME = "front-door";
  private static final int SECONDS = 70;
  private static final int FRAMES_PER_SECOND = 25;

  /** Too small for the outage. */
  private static final Duration BUFFER = Duration.ofSeconds(20);

  private final Instant start = Instant.now().truncatedTo(ChronoUnit.SECONDS);

  private final Queue<IngestEvent> events = new ConcurrentLinkedQueue<>();
  private final CountDownLatch persistedBefore = new CountDownLatch(4);
  private final CountDownLatch persistedAfter = new CountDownLatch(1);

  /** What came of the stream, and what was dropped on the way. */
  private record Outcome(CloseReport report, List<DroppedFragment> dropped, List<Long> stored) {}

  /** The last fragment that is whole when the outage ends. */
  private long lastOfOutage() {
    return start.plusSeconds(SECONDS - 5 - 2).toEpochMilli();
  }

  private Frame frame(int number) {
    ByteBuffer data = ByteBuffer.allocate(2000).putInt(1996).putInt(0x65 << 24).putInt(number);
    Instant time = start.plusMillis(number * 1000L / FRAMES_PER_SECOND);
    return number % FRAMES_PER_SECOND == 0
        ? Frame.key(1, time, data.rewind())
        : Frame.delta(1, time, data.rewind());
  }

  private void note(IngestEvent event) {
    events.add(event);
    if (event instanceof IngestEvent.FragmentAcknowledged told
        && told.acknowledgement().type() == Acknowledgement.Type.PERSISTED) {
      persistedBefore.countDown();
      if (told.acknowledgement().fragmentTimecodeMillis().orElse(0) >= lastOfOutage()) {
        persistedAfter.countDown();
      }
    }
  }

  private Outcome outage(BufferLimits buffer) throws Exception {
    try (StandIn standIn = new StandIn();
        SecureProducer producer = standIn.producer(standIn.camera()).listener(this::note).build()) {
      standIn
          .kvs()
          .streams()
          .create(
              NAME,
              StreamSettings.none()
                  .withRetentionHours(24)
                  .withKmsKeyId(standIn.kvs().keys().create().arn()));
      CloseReport report;
      try (SecureStream stream =
          producer.openStream(
              StreamSpec.builder(StreamName.of(NAME), Clip.load().tracks().get(0))
                  .buffer(buffer)
                  .build())) {
        int number = 0;
        for (; number < 5 * FRAMES_PER_SECOND; number++) {
          stream.put(frame(number));
        }
        // Told, not only stored: what was stored and not acknowledged is sent again, or dropped.
        assertThat(persistedBefore.await(30, TimeUnit.SECONDS)).isTrue();
        standIn.kvs().goOffline();
        for (; number < (SECONDS - 5) * FRAMES_PER_SECOND; number++) {
          stream.put(frame(number));
        }
        standIn.kvs().recover();
        assertThat(persistedAfter.await(2, TimeUnit.MINUTES)).isTrue();
        for (; number < SECONDS * FRAMES_PER_SECOND; number++) {
          stream.put(frame(number));
        }
        report = stream.close(Duration.ofMinutes(2));
      }
      List<Long> stored =
          standIn.kvs().streams().persisted(NAME).stream()
              .map(fragment -> fragment.media().timecodeMillis())
              .toList();
      List<DroppedFragment> dropped =
          events.stream()
              .filter(IngestEvent.MediaDropped.class::isInstance)
              .flatMap(event -> ((IngestEvent.MediaDropped) event).fragments().stream())
              .toList();
      return new Outcome(report, dropped, stored);
    }
  }

  @Test
  void bufferThatIsLargeEnough_losesNothing() throws Exception {
    Outcome outcome =
        outage(
            new BufferLimits(
                Duration.ofMinutes(2), 64 << 20, WhenFull.block(Duration.ofMinutes(1))));

    assertThat(outcome.report().isComplete()).as("%s", outcome.report()).isTrue();
    assertThat(outcome.dropped()).isEmpty();
    assertThat(outcome.stored()).hasSize(SECONDS);
  }

  @Test
  void bufferThatIsTooSmall_dropsExactlyTheOldestFragmentsAndSaysSo() throws Exception {
    Outcome outcome = outage(new BufferLimits(BUFFER, 64 << 20, WhenFull.dropOldest()));

    assertThat(outcome.report().frames().pending()).as("%s", outcome.report()).isZero();
    // The last frame of the outage needed room: what ended more than a buffer before it had to go,
    // and no more than the eighth of the buffer that is kept free after a connection was ended.
    long last = start.plusSeconds(SECONDS - 5).toEpochMilli() - 1000 / FRAMES_PER_SECOND;
    long mustGo = last - BUFFER.toMillis();
    assertThat(outcome.dropped())
        .extracting(DroppedFragment::timecodeMillis)
        .isSorted()
        .contains(mustGo - mustGo % 1000 - 1000)
        .allMatch(timecode -> timecode < mustGo + BUFFER.toMillis() / 8);
    assertThat(outcome.dropped())
        .extracting(DroppedFragment::reason)
        .containsOnly(DropReason.OUT_OF_TIME);
    TreeMap<Long, String> fate = new TreeMap<>();
    outcome.dropped().forEach(fragment -> fate.put(fragment.timecodeMillis(), "dropped"));
    outcome.stored().forEach(timecode -> fate.merge(timecode, "stored", String::concat));
    assertThat(fate).hasSize(SECONDS);
    // Stored before the outage; then the oldest of it dropped; then everything else stored.
    String order = String.join(",", fate.values());
    assertThat(order).matches("(stored,)+(dropped(stored)?,)+(stored,)+stored");
    assertThat(outcome.report().fragments().dropped()).isEqualTo(outcome.dropped().size());
    assertThat(outcome.report().fragments().persisted() + outcome.dropped().size())
        .isEqualTo(SECONDS);
  }
}
