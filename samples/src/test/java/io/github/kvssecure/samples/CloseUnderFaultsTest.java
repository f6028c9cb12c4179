package io.github.kvssecure.samples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.kvssecure.SecureProducer;
import io.github.kvssecure.SecureStream;
import io.github.kvssecure.local.Fault;
import io.github.kvssecure.local.FaultPlan;
import io.github.kvssecure.local.mkv.MkvFragment;
import io.github.kvssecure.local.mkv.MkvFrame;
import io.github.kvssecure.local.streams.StoredFragment;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
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

  private static byte[] data(int number) {
    return ByteBuffer.allocate(1000).putInt(996).putInt(0x65 << 24).putInt(number).array();
  }

  /** A stream, and the frames that it took: their content by time, fragment by fragment. */
  private record Film(SecureStream stream, Map<Long, List<Picture>> fragments) {

    static Film of(SecureProducer producer) throws Exception {
      SecureStream stream =
          producer.openStream(
              StreamSpec.builder(StreamName.of(NAME), Clip.load().tracks().get(0)).build());
      Map<Long, List<Picture>> taken = new TreeMap<>();
      long start = Instant.now().toEpochMilli();
      long fragment = start;
      for (int number = 0; number < FRAMES && stream.state() != StreamState.FAILED; number++) {
        boolean key = number % 25 == 0;
        Picture picture = new Picture(start + number * 40L, key, number);
        fragment = key ? picture.millis() : fragment;
        try {
          stream.put(picture.frame());
          taken.computeIfAbsent(fragment, none -> new ArrayList<>()).add(picture);
        } catch (FrameRefusedException e) {
          assertThat(e.reason()).isEqualTo(FrameRefusedException.Reason.STREAM_CLOSED);
        }
      }
      return new Film(stream, taken);
    }

    /** What arrived of a fragment, byte for byte. */
    static List<Picture> arrived(MkvFragment fragment) {
      List<Picture> pictures = new ArrayList<>();
      for (MkvFrame frame : fragment.frames()) {
        int number = frame.buffer().getInt(8);
        assertThat(frame.data()).isEqualTo(data(number));
        pictures.add(new Picture(frame.timestamp().toMillis(), frame.keyFrame(), number));
      }
      return pictures;
    }
  }

  private record Picture(long millis, boolean key, int number) {
    Frame frame() {
      Instant time = Instant.ofEpochMilli(millis);
      ByteBuffer content = ByteBuffer.wrap(data(number));
      return key ? Frame.key(1, time, content) : Frame.delta(1, time, content);
    }
  }

  @ParameterizedTest
  @EnumSource(Fault.class)
  void close_keepsItsDeadlineAndNamesWhatIsNotStored(Fault fault) throws Exception {
    try (StandIn standIn = standInWith(fault);
        SecureProducer producer = standIn.producer(standIn.camera()).build()) {
      Film film = Film.of(producer);
      SecureStream stream = film.stream();
      long begun = System.nanoTime();
      CloseReport report = stream.close(DRAIN);

      assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(DRAIN.plus(SLACK));
      Accounting fragments = report.fragments();
      assertThat(report.notPersisted()).hasSize((int) fragments.pending());
      assertThat(fragments.dropped()).isZero();
      assertThat(fragments.accepted()).isEqualTo(film.fragments().size());
      Map<Long, List<Picture>> stored = new TreeMap<>();
      for (StoredFragment fragment : standIn.kvs().streams().persisted(NAME)) {
        List<Picture> arrived = Film.arrived(fragment.media());
        assertThat(stored.put(fragment.media().timecodeMillis(), arrived)).isIn(null, arrived);
      }
      // Nothing that was not put, and all of what is not named as missing.
      assertThat(film.fragments()).containsAllEntriesOf(stored);
      assertThat(film.fragments().keySet()).containsAll(report.notPersisted());
      Map<Long, List<Picture>> promised = new TreeMap<>(film.fragments());
      promised.keySet().removeAll(report.notPersisted());
      assertThat(promised).hasSize((int) fragments.persisted());
      assertThat(stored).containsAllEntriesOf(promised);
      assertThat(stream.state()).isEqualTo(StreamState.CLOSED);
    }
  }

  @Test
  void interruptedClose_freesEverythingAtOnce() throws Exception {
    try (StandIn standIn = standInWith(Fault.NO_ACKS);
        SecureProducer producer = standIn.producer(standIn.camera()).build()) {
      Film film = Film.of(producer);
      SecureStream stream = film.stream();
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
