package io.github.kvssecure.samples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.kvssecure.Packaging;
import io.github.kvssecure.SecureProducer;
import io.github.kvssecure.SecureStream;
import io.github.kvssecure.event.IngestEvent;
import io.github.kvssecure.event.IngestEvent.StateChanged;
import io.github.kvssecure.local.Fault;
import io.github.kvssecure.local.FaultPlan;
import io.github.kvssecure.local.streams.StreamSettings;
import io.github.kvssecure.media.Acknowledgement;
import io.github.kvssecure.media.Frame;
import io.github.kvssecure.media.FrameRefusedException;
import io.github.kvssecure.media.FrameRefusedException.Reason;
import io.github.kvssecure.media.Track;
import io.github.kvssecure.spi.UploadException;
import io.github.kvssecure.stream.Accounting;
import io.github.kvssecure.stream.BufferLimits;
import io.github.kvssecure.stream.CloseReport;
import io.github.kvssecure.stream.DropReason;
import io.github.kvssecure.stream.DroppedFragment;
import io.github.kvssecure.stream.StreamName;
import io.github.kvssecure.stream.StreamSpec;
import io.github.kvssecure.stream.StreamState;
import io.github.kvssecure.stream.WhenFull;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * KVS takes no fragment without a frame of every track: error 4011 ends the stream. A full buffer
 * must not be what ends it.
 */
class TrackWithoutFrameTest {

  private static final String NAME = "front-door";
  private static final int VIDEO = 1;
  private static final int AUDIO = 2;
  private static final int MIB = 1 << 20;

  private final Instant start = Instant.now().truncatedTo(ChronoUnit.SECONDS);
  private final Queue<IngestEvent> events = new ConcurrentLinkedQueue<>();
  private final BlockingQueue<Long> persisted = new LinkedBlockingQueue<>();
  private final CountDownLatch failed = new CountDownLatch(1);

  private void note(IngestEvent event) {
    events.add(event);
    if (event instanceof StateChanged changed && changed.state() == StreamState.FAILED) {
      failed.countDown();
    }
    if (event instanceof IngestEvent.FragmentAcknowledged told
        && told.acknowledgement().type() == Acknowledgement.Type.PERSISTED) {
      persisted.add(told.acknowledgement().fragmentTimecodeMillis().orElseThrow());
    }
  }

  private Frame video(int second, int bytes) {
    ByteBuffer data = ByteBuffer.allocate(bytes).putInt(bytes - 4).putInt(0x65 << 24);
    return Frame.key(VIDEO, start.plusSeconds(second), data.rewind());
  }

  private Frame audio(int second, int bytes) {
    return Frame.delta(AUDIO, start.plusSeconds(second).plusMillis(20), ByteBuffer.allocate(bytes));
  }

  private long timecode(int second) {
    return start.plusSeconds(second).toEpochMilli();
  }

  /** What the application does with the stream. */
  private interface Application {
    void use(StandIn standIn, SecureStream stream) throws Exception;
  }

  private CloseReport run(Packaging packaging, WhenFull whenFull, Application application)
      throws Exception {
    try (StandIn standIn = new StandIn(packaging);
        SecureProducer producer = standIn.producer(standIn.camera()).listener(this::note).build()) {
      standIn
          .kvs()
          .streams()
          .create(
              NAME,
              StreamSettings.none()
                  .withRetentionHours(24)
                  .withKmsKeyId(standIn.kvs().keys().create().arn()));
      List<Track> tracks = Clip.load().tracks();
      StreamSpec spec =
          StreamSpec.builder(StreamName.of(NAME), tracks.get(0))
              .track(tracks.get(1))
              .buffer(new BufferLimits(Duration.ofMinutes(1), MIB, whenFull))
              .build();
      try (SecureStream stream = producer.openStream(spec)) {
        application.use(standIn, stream);
        CloseReport report = stream.close(Duration.ofSeconds(60));
        assertStoredIsWhatWasReported(standIn, report);
        return report;
      }
    }
  }

  private static void assertStoredIsWhatWasReported(StandIn standIn, CloseReport report) {
    assertThat(standIn.kvs().streams().persisted(NAME))
        .hasSize((int) report.fragments().persisted());
  }

  private void putSecond(SecureStream stream, int second) throws InterruptedException {
    stream.put(video(second, 1000));
    stream.put(audio(second, 200));
  }

  /** Fills the buffer while nothing gets through, so that one fragment gets no sound. */
  private void crowd(StandIn standIn, SecureStream stream) throws InterruptedException {
    putSecond(stream, 0);
    putSecond(stream, 1);
    assertThat(persisted.poll(30, TimeUnit.SECONDS)).isEqualTo(timecode(0));
    standIn.kvs().goOffline();
    stream.put(video(2, MIB - 5000));
    assertThat(
            catchThrowableOfType(FrameRefusedException.class, () -> stream.put(audio(2, 10_000)))
                .reason())
        .isEqualTo(Reason.BUFFER_FULL);
    standIn.kvs().recover();
    assertThat(persisted.poll(60, TimeUnit.SECONDS)).isEqualTo(timecode(1));
  }

  private List<DroppedFragment> dropped() {
    return events.stream()
        .filter(IngestEvent.MediaDropped.class::isInstance)
        .flatMap(event -> ((IngestEvent.MediaDropped) event).fragments().stream())
        .toList();
  }

  private void assertOnlyTheFragmentWithoutSoundIsGivenUp(CloseReport report) {
    assertThat(report.failure()).isEmpty();
    assertThat(dropped())
        .containsExactly(
            new DroppedFragment(timecode(2), 1, MIB - 5000, DropReason.TRACK_WITHOUT_FRAME));
    assertThat(report.notPersisted()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(
      value = Packaging.class,
      names = {"NATIVE", "JAVA"})
  void soundThatIsRefusedForRoom_costsItsFragmentAndNotTheStream(Packaging packaging)
      throws Exception {
    CloseReport report =
        run(
            packaging,
            WhenFull.refuse(),
            (standIn, stream) -> {
              crowd(standIn, stream);
              for (int second = 3; second < 8; second++) {
                putSecond(stream, second);
              }
            });

    assertOnlyTheFragmentWithoutSoundIsGivenUp(report);
    assertThat(report.frames()).isEqualTo(new Accounting(15, 14, 1));
    assertThat(report.fragments()).isEqualTo(new Accounting(8, 7, 1));
  }

  @ParameterizedTest
  @EnumSource(
      value = Packaging.class,
      names = {"NATIVE", "JAVA"})
  void soundThatWaitedInVain_costsItsFragmentAndNotTheStream(Packaging packaging) throws Exception {
    CloseReport report =
        run(
            packaging,
            WhenFull.block(Duration.ofMillis(200)),
            (standIn, stream) -> {
              crowd(standIn, stream);
              putSecond(stream, 3);
            });

    assertOnlyTheFragmentWithoutSoundIsGivenUp(report);
    assertThat(report.frames()).isEqualTo(new Accounting(7, 6, 1));
  }

  @ParameterizedTest
  @EnumSource(
      value = Packaging.class,
      names = {"NATIVE", "JAVA"})
  void lastFragmentWithoutItsSound_isGivenUpByClose(Packaging packaging) throws Exception {
    CloseReport report = run(packaging, WhenFull.refuse(), this::crowd);

    assertOnlyTheFragmentWithoutSoundIsGivenUp(report);
    assertThat(report.frames()).isEqualTo(new Accounting(5, 4, 1));
  }

  /** Those before it wait for their acknowledgement when the stream is closed. */
  @ParameterizedTest
  @EnumSource(
      value = Packaging.class,
      names = {"NATIVE", "JAVA"})
  void lastFragmentWithoutItsSound_isGivenUpAndThoseBeforeItAreStored(Packaging packaging)
      throws Exception {
    CloseReport report =
        run(
            packaging,
            WhenFull.refuse(),
            (standIn, stream) -> {
              standIn.kvs().goOffline();
              putSecond(stream, 0);
              putSecond(stream, 1);
              stream.put(video(2, MIB - 5000));
              assertThat(isTaken(stream, audio(2, 10_000))).isFalse();
              standIn.kvs().recover();
            });

    assertOnlyTheFragmentWithoutSoundIsGivenUp(report);
    assertThat(report.frames()).isEqualTo(new Accounting(5, 4, 1));
  }

  @ParameterizedTest
  @EnumSource(
      value = Packaging.class,
      names = {"NATIVE", "JAVA"})
  void laterSoundInTheSameFragment_costsNothing(Packaging packaging) throws Exception {
    CloseReport report =
        run(
            packaging,
            WhenFull.refuse(),
            (standIn, stream) -> {
              crowd(standIn, stream);
              stream.put(audio(2, 200));
              putSecond(stream, 3);
            });

    assertThat(dropped()).isEmpty();
    assertThat(report.isComplete()).as("%s", report).isTrue();
  }

  /** Each fragment that is given up costs a connection, and still the rest gets on. */
  @ParameterizedTest
  @EnumSource(
      value = Packaging.class,
      names = {"NATIVE", "JAVA"})
  void lastingOverload_endsNothingAndTheAccountBalances(Packaging packaging) throws Exception {
    CloseReport report =
        run(
            packaging,
            WhenFull.refuse(),
            (standIn, stream) -> {
              standIn
                  .kvs()
                  .arm(
                      FaultPlan.of(Fault.DELAY_ACKS)
                          .delay(Duration.ofMillis(50))
                          .times(Integer.MAX_VALUE));
              for (int second = 0; second < 40; second++) {
                while (!isTaken(stream, video(second, 300_000))) {
                  assertThat(persisted.poll(30, TimeUnit.SECONDS)).isNotNull();
                }
                // Every fourth time more than there can be room for.
                var unused = isTaken(stream, audio(second, second % 4 == 3 ? MIB : 10_000));
              }
            });

    assertThat(report.failure()).isEmpty();
    assertThat(report.notPersisted()).isEmpty();
    assertThat(dropped())
        .extracting(DroppedFragment::reason)
        .containsOnly(DropReason.TRACK_WITHOUT_FRAME);
    assertThat(report.fragments().dropped())
        .isEqualTo(dropped().size())
        .isGreaterThanOrEqualTo(40 / 4);
    assertThat(report.fragments().accepted()).isEqualTo(40);
    assertThat(report.fragments().persisted()).isGreaterThanOrEqualTo(40 / 4);
  }

  private static boolean isTaken(SecureStream stream, Frame frame) throws InterruptedException {
    try {
      stream.put(frame);
      return true;
    } catch (FrameRefusedException refused) {
      assertThat(refused.reason()).isEqualTo(Reason.BUFFER_FULL);
      return false;
    }
  }

  /** A microphone that stops is the application's to answer for: MKV-05 warns, KVS refuses. */
  @ParameterizedTest
  @EnumSource(
      value = Packaging.class,
      names = {"NATIVE", "JAVA"})
  void soundThatTheApplicationDoesNotPut_endsTheStreamAsTheServiceSays(Packaging packaging)
      throws Exception {
    CloseReport report =
        run(
            packaging,
            WhenFull.refuse(),
            (standIn, stream) -> {
              putSecond(stream, 0);
              stream.put(video(1, 1000));
              stream.put(video(2, 1000));
              assertThat(failed.await(30, TimeUnit.SECONDS)).isTrue();
            });

    assertThat(dropped()).isEmpty();
    assertThat(report.failure().orElseThrow())
        .isInstanceOf(UploadException.class)
        .hasMessageContaining("4011");
  }
}
