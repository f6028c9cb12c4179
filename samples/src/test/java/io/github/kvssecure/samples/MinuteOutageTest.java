package io.github.kvssecure.samples;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kvssecure.SecureProducer;
import io.github.kvssecure.event.IngestEvent;
import io.github.kvssecure.local.LocalKvs;
import io.github.kvssecure.local.streams.StreamSettings;
import io.github.kvssecure.stream.BufferLimits;
import io.github.kvssecure.stream.DropReason;
import io.github.kvssecure.stream.StreamName;
import io.github.kvssecure.stream.WhenFull;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Sixty seconds without network, by the clock on the wall, while cameras go on filming: so the
 * delays between two attempts grow to their limit, and the service is asked where media goes now.
 * Each way to lose the network meets a buffer that holds the minute and one that does not, all six
 * at the same time. {@link OutageTest} does the same in media time.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MinuteOutageTest {

  private static final Duration OUTAGE = Duration.ofSeconds(60);

  private static final BufferLimits LARGE =
      new BufferLimits(Duration.ofMinutes(3), 64 << 20, WhenFull.block(Duration.ofMinutes(1)));

  private static final BufferLimits SMALL =
      new BufferLimits(Duration.ofSeconds(20), 64 << 20, WhenFull.dropOldest());

  /** Decision 21: after a connection was ended to make room, one eighth of the buffer is. */
  private static final Duration SPARE = SMALL.duration().dividedBy(8);

  /**
   * So many attempts fit into the minute though each waits for as long as it may: 0.25 + 0.5 + 1 +
   * 2 + 4 + 8 + 16 s; one less, for a slow machine.
   */
  private static final int ATTEMPTS = 6;

  /** How the network is lost. */
  enum Loss {
    /** Each packet is answered by a reset. */
    RESET {
      @Override
      void begin(LocalKvs kvs) {
        kvs.goOffline();
      }
    },
    /** No packet is answered. */
    SILENCE {
      @Override
      void begin(LocalKvs kvs) {
        kvs.goSilent();
      }
    },
    /** Connections are reset, and who comes back is not answered. */
    UNREACHABLE {
      @Override
      void begin(LocalKvs kvs) {
        kvs.goOffline();
        kvs.goSilent();
      }
    };

    abstract void begin(LocalKvs kvs);
  }

  /**
   * What came of one camera.
   *
   * @param camera knows what it was told
   * @param film what it put
   * @param stored the timecodes that the stand-in has
   */
  private record Outcome(OutageCamera camera, OutageCamera.Film film, List<Long> stored) {}

  private record Case(Loss loss, BufferLimits buffer) {}

  private final Map<Case, Outcome> outcomes = new HashMap<>();

  @BeforeAll
  void loseTheNetworkForAMinute() throws Exception {
    ExecutorService threads = Executors.newCachedThreadPool();
    try {
      List<Future<Map<Case, Outcome>>> running = new ArrayList<>();
      for (Loss loss : Loss.values()) {
        running.add(threads.submit(() -> outage(loss, threads)));
      }
      for (Future<Map<Case, Outcome>> outage : running) {
        outcomes.putAll(outage.get());
      }
    } finally {
      threads.shutdownNow();
    }
  }

  private static Map<Case, Outcome> outage(Loss loss, ExecutorService threads) throws Exception {
    List<OutageCamera> cameras = new CopyOnWriteArrayList<>();
    try (StandIn standIn = new StandIn();
        SecureProducer producer =
            standIn
                .producer(standIn.camera())
                .listener(event -> cameras.forEach(camera -> camera.note(event)))
                .build()) {
      LocalKvs kvs = standIn.kvs();
      Map<OutageCamera, Future<OutageCamera.Film>> filming = new LinkedHashMap<>();
      for (BufferLimits buffer : List.of(LARGE, SMALL)) {
        OutageCamera camera = camera(kvs, producer, loss, buffer);
        cameras.add(camera);
        filming.put(camera, threads.submit(camera));
      }
      for (OutageCamera camera : cameras) {
        assertThat(camera.awaitStored()).as("media stored before the outage").isTrue();
      }
      loss.begin(kvs);
      assertThat(cameras.get(0).failsWithin(OUTAGE)).as("gave up in the outage").isFalse();
      cameras.forEach(OutageCamera::stopWhenCaughtUp);
      kvs.recover();
      Map<Case, Outcome> outcomes = new HashMap<>();
      for (Map.Entry<OutageCamera, Future<OutageCamera.Film>> entry : filming.entrySet()) {
        OutageCamera camera = entry.getKey();
        outcomes.put(
            new Case(loss, camera.buffer()),
            new Outcome(camera, entry.getValue().get(), stored(kvs, camera.name())));
      }
      return outcomes;
    }
  }

  private static OutageCamera camera(
      LocalKvs kvs, SecureProducer producer, Loss loss, BufferLimits buffer) throws Exception {
    // Native code takes a name once in a process, whatever the account.
    StreamName name = StreamName.of(loss + "-" + buffer.duration().toSeconds() + "-seconds");
    kvs.streams()
        .create(
            name.value(),
            StreamSettings.none().withRetentionHours(24).withKmsKeyId(kvs.keys().create().arn()));
    return new OutageCamera(producer, name, buffer, Clip.load().tracks().get(0));
  }

  private static List<Long> stored(LocalKvs kvs, StreamName stream) {
    return kvs.streams().persisted(stream.value()).stream()
        .map(fragment -> fragment.media().timecodeMillis())
        .toList();
  }

  private Outcome outcome(Loss loss, BufferLimits buffer) {
    return Objects.requireNonNull(outcomes.get(new Case(loss, buffer)));
  }

  @ParameterizedTest
  @EnumSource
  void bufferThatIsLargeEnough_losesNothing(Loss loss) {
    Outcome outcome = outcome(loss, LARGE);
    OutageCamera.Film film = outcome.film();

    assertThat(film.fragments()).isGreaterThan(OUTAGE.toSeconds());
    assertThat(film.report().isComplete()).as("%s", film.report()).isTrue();
    assertThat(film.report().fragments().persisted()).isEqualTo(film.fragments());
    assertThat(outcome.camera().dropped()).isEmpty();
    assertThat(outcome.stored()).doesNotHaveDuplicates().hasSize((int) film.fragments());
  }

  @ParameterizedTest
  @EnumSource
  void bufferThatIsTooSmall_dropsTheOldestFragmentsAndNoneMore(Loss loss) {
    Outcome outcome = outcome(loss, SMALL);
    OutageCamera.Film film = outcome.film();
    List<OutageCamera.Drop> dropped = outcome.camera().dropped();

    assertThat(film.report().fragments().pending()).as("%s", film.report()).isZero();
    assertThat(film.report().fragments().dropped()).isEqualTo(dropped.size());
    assertThat(film.report().fragments().persisted() + dropped.size()).isEqualTo(film.fragments());
    // As many as needed: what waits behind the oldest never spans more than the buffer, though the
    // outage did.
    assertThat(film.mostPending())
        .isLessThanOrEqualTo(SMALL.duration().dividedBy(OutageCamera.FRAGMENT) + 2);
    assertThat(dropped)
        .hasSizeGreaterThanOrEqualTo(
            (int) OUTAGE.minus(SMALL.duration()).dividedBy(OutageCamera.FRAGMENT) - 2);
    // And no more: each was as old as the buffer allows, but for the eighth that is kept free.
    assertThat(dropped)
        .allSatisfy(
            drop -> {
              assertThat(drop.fragment().reason()).isEqualTo(DropReason.OUT_OF_TIME);
              assertThat(drop.behind()).isGreaterThan(SMALL.duration().minus(SPARE));
            });
    assertThat(dropped).extracting(drop -> drop.fragment().timecodeMillis()).isSorted();
    TreeMap<Long, String> fate = new TreeMap<>();
    dropped.forEach(drop -> fate.put(drop.fragment().timecodeMillis(), "dropped"));
    outcome.stored().forEach(timecode -> fate.merge(timecode, "stored", String::concat));
    assertThat(fate).hasSize((int) film.fragments());
    // Stored before the outage; then the oldest of it dropped; then everything else stored.
    assertThat(String.join(",", fate.values()))
        .matches("(stored,)+(dropped(stored)?,)+(stored,)+stored");
  }

  @Test
  void attemptsGoOnThroughTheOutage_furtherAndFurtherApart() {
    List<IngestEvent.UploadBroken> attempts = outcome(Loss.RESET, LARGE).camera().broken();

    assertThat(attempts).hasSizeGreaterThanOrEqualTo(ATTEMPTS);
    // Jitter goes down to 50 ms, so not each is longer than the one before.
    assertThat(attempts)
        .extracting(IngestEvent.UploadBroken::delay)
        .anyMatch(delay -> delay.compareTo(Duration.ofSeconds(1)) > 0)
        .allMatch(delay -> delay.compareTo(Duration.ofSeconds(30)) <= 0);
  }

  /** By one of the producer's streams at a time, and both get there at once. */
  @Test
  void whereNobodyAnswers_theServiceIsAskedForAnotherEndpoint() {
    assertThat(
            Stream.of(LARGE, SMALL)
                .flatMap(buffer -> outcome(Loss.UNREACHABLE, buffer).camera().broken().stream()))
        .extracting(IngestEvent.UploadBroken::cause)
        .anyMatch(cause -> cause.contains("took longer than"))
        .anyMatch(cause -> cause.startsWith("no data endpoint: "));
  }
}
