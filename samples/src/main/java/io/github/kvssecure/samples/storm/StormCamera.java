package io.github.kvssecure.samples.storm;

import io.github.kvssecure.SecureProducer;
import io.github.kvssecure.SecureStream;
import io.github.kvssecure.media.Acknowledgement;
import io.github.kvssecure.media.Frame;
import io.github.kvssecure.media.FrameRefusedException;
import io.github.kvssecure.media.FrameRefusedException.Reason;
import io.github.kvssecure.policy.PolicyViolationException;
import io.github.kvssecure.spi.ControlPlaneException;
import io.github.kvssecure.stream.BufferLimits;
import io.github.kvssecure.stream.CloseReport;
import io.github.kvssecure.stream.DroppedFragment;
import io.github.kvssecure.stream.StreamAccounting;
import io.github.kvssecure.stream.StreamName;
import io.github.kvssecure.stream.StreamSpec;
import io.github.kvssecure.stream.StreamState;
import io.github.kvssecure.stream.WhenFull;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * One camera: puts frames in real time, opens its stream anew now and then and whenever it failed,
 * and remembers what it put. Runs on one thread; drops and acknowledgements are told by others.
 */
final class StormCamera implements Callable<StormCamera> {

  private static final int REOPEN_AFTER_FRAMES = 30 * 40;

  /** How often a stream that failed last is opened again when the storm is over. */
  private static final int LAST_ATTEMPTS = 3;

  /** Gives up media when an outage lasts; must say so. */
  private static final BufferLimits SMALL =
      new BufferLimits(Duration.ofSeconds(12), 8 << 20, WhenFull.dropOldest());

  /** Waits as long as it takes; must lose nothing. */
  private static final BufferLimits LARGE =
      new BufferLimits(Duration.ofMinutes(5), 16 << 20, WhenFull.block(Duration.ofMinutes(2)));

  private static final Duration DRAIN = Duration.ofSeconds(20);

  /** After the storm: time for a connection that stalls to be noticed and replaced, twice. */
  private static final Duration LAST_DRAIN = Duration.ofMinutes(5);

  private final SecureProducer producer;
  private final StreamSpec spec;
  private final StormFrames media;
  private final CountDownLatch stop;
  private final Instant start = Instant.now();

  /** The numbers of the accepted frames, by the timecode of their fragment. */
  private final TreeMap<Long, List<Integer>> accepted = new TreeMap<>();

  private final List<StreamAccounting> accounts = new ArrayList<>();
  private final List<Long> notPersisted = new ArrayList<>();
  private final List<DroppedFragment> dropped = new ArrayList<>();
  private final Set<Long> toldPersisted = new HashSet<>();
  private final Map<Integer, Long> errors = new TreeMap<>();
  private final List<RuntimeException> failures = new ArrayList<>();
  private Optional<CloseReport> last = Optional.empty();
  private boolean closedInCalm;
  private long refused;

  /**
   * A camera that has not begun.
   *
   * @param producer opens its stream
   * @param spec of that stream, without a buffer
   * @param media what it puts
   * @param stop ends it
   */
  StormCamera(
      SecureProducer producer, StreamSpec.Builder spec, StormFrames media, CountDownLatch stop) {
    this.producer = producer;
    this.spec = spec.buffer(media.seed() % 2 == 0 ? SMALL : LARGE).build();
    this.media = media;
    this.stop = stop;
  }

  StreamName name() {
    return spec.name();
  }

  StormFrames media() {
    return media;
  }

  /** A drop was told. */
  synchronized void dropped(List<DroppedFragment> fragments) {
    dropped.addAll(fragments);
  }

  /** An acknowledgement came. */
  synchronized void acknowledged(Acknowledgement told) {
    told.error().ifPresent(error -> errors.merge(error.id(), 1L, Long::sum));
    if (told.type() == Acknowledgement.Type.PERSISTED) {
      told.fragmentTimecodeMillis().ifPresent(toldPersisted::add);
    }
  }

  @Override
  public StormCamera call() throws InterruptedException {
    int number = 0;
    int attempts = LAST_ATTEMPTS;
    while (stop.getCount() > 0 || (hasFailed() && attempts-- > 0)) {
      Optional<SecureStream> stream = open();
      if (stream.isPresent()) {
        number = film(stream.get(), nextKey(number));
      }
    }
    return this;
  }

  /** Whether its stream has failed, and was not opened again. */
  private boolean hasFailed() {
    return last.flatMap(CloseReport::failure).isPresent();
  }

  private static int nextKey(int number) {
    int key = number;
    while (!StormFrames.isKey(key)) {
      key++;
    }
    return key;
  }

  private Optional<SecureStream> open() throws InterruptedException {
    try {
      return Optional.of(producer.openStream(spec));
    } catch (ControlPlaneException | PolicyViolationException e) {
      // The storm hits control calls too, and what cannot be evaluated is refused: try again.
      var unused = stop.await(500, TimeUnit.MILLISECONDS);
      return Optional.empty();
    }
  }

  private int film(SecureStream stream, int from) throws InterruptedException {
    int number = from;
    boolean stopped = false;
    try {
      List<Integer> fragment = new ArrayList<>();
      // A stream ends with a whole fragment: KVS refuses one in which a track has no frame.
      while (!(stopped && StormFrames.isKey(number)) && number - from < REOPEN_AFTER_FRAMES) {
        Frame frame = media.frame(number, start);
        stopped |= awaitMoment(frame);
        if (put(stream, frame)) {
          if (StormFrames.isKey(number)) {
            fragment = new ArrayList<>();
            accepted.put(frame.presentationTime().toEpochMilli(), fragment);
          }
          fragment.add(number++);
        } else if (stream.state() == StreamState.FAILED) {
          break;
        } else {
          number = nextKey(number + 1);
        }
      }
    } finally {
      keep(stream.close(stopped ? LAST_DRAIN : DRAIN), stopped);
    }
    return number;
  }

  private void keep(CloseReport report, boolean inCalm) {
    accounts.add(report.accounting());
    notPersisted.addAll(report.notPersisted());
    report.failure().ifPresent(failures::add);
    last = Optional.of(report);
    closedInCalm = inCalm;
  }

  private boolean awaitMoment(Frame frame) throws InterruptedException {
    long millis = Duration.between(Instant.now(), frame.presentationTime()).toMillis();
    return millis > 0 ? stop.await(millis, TimeUnit.MILLISECONDS) : stop.getCount() == 0;
  }

  private boolean put(SecureStream stream, Frame frame) throws InterruptedException {
    try {
      stream.put(frame);
      return true;
    } catch (FrameRefusedException e) {
      if (e.reason() == Reason.BUFFER_FULL) {
        refused++;
      } else if (e.reason() != Reason.STREAM_CLOSED) {
        throw e;
      }
      return false;
    }
  }

  SortedMap<Long, List<Integer>> accepted() {
    return accepted;
  }

  List<StreamAccounting> accounts() {
    return accounts;
  }

  List<Long> notPersisted() {
    return notPersisted;
  }

  synchronized List<DroppedFragment> dropped() {
    return List.copyOf(dropped);
  }

  /** Timecodes of the fragments that it was told are stored. */
  synchronized Set<Long> toldPersisted() {
    return Set.copyOf(toldPersisted);
  }

  /** How many errors were acknowledged, by their numbers. */
  synchronized Map<Integer, Long> errors() {
    return Map.copyOf(errors);
  }

  /** Why its stream failed, each time. */
  List<RuntimeException> failures() {
    return failures;
  }

  Optional<CloseReport> last() {
    return last;
  }

  /** Whether the last close came after the storm, and had time for everything. */
  boolean closedInCalm() {
    return closedInCalm;
  }

  long refused() {
    return refused;
  }
}
