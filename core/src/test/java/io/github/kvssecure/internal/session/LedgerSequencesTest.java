package io.github.kvssecure.internal.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kvssecure.fake.Camera;
import io.github.kvssecure.internal.session.FragmentLedger.Room;
import io.github.kvssecure.internal.session.LedgerModel.Fate;
import io.github.kvssecure.media.Acknowledgement;
import io.github.kvssecure.media.Frame;
import io.github.kvssecure.stream.BufferLimits;
import io.github.kvssecure.stream.DropReason;
import io.github.kvssecure.stream.StreamAccounting;
import io.github.kvssecure.stream.WhenFull;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Random sequences of everything that can happen to a ledger of two tracks, beside a model that is
 * compared after each step.
 */
class LedgerSequencesTest {

  private static final int STEPS = 2000;

  /** How long the camera films fast, or slowly, or with few key frames. */
  private static final int PHASE = 200;

  private static final BufferLimits LIMITS =
      new BufferLimits(Duration.ofSeconds(10), 1 << 20, WhenFull.refuse());

  private static final List<DropReason> REASONS = List.of(DropReason.values());

  private final MemoryBudget memory = new MemoryBudget(3 << 20);
  private final FragmentLedger ledger =
      new FragmentLedger(
          List.of(Camera.VIDEO, Camera.AUDIO), LIMITS, Acknowledgement.Type.PERSISTED, memory);
  private final LedgerModel model = new LedgerModel(1, 2);
  private final Set<Room> rooms = EnumSet.noneOf(Room.class);
  private long heldByOthers;
  private long now;
  private long frameMillis;
  private int framesOfAFragment;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
  void everyCount_isThatOfTheModel_afterEachStep(long seed) throws Exception {
    Random random = new Random(seed);
    for (int step = 0; step < STEPS; step++) {
      frameMillis = step / PHASE % 2 == 0 ? 10 : 200;
      framesOfAFragment = step / PHASE % 4 == 2 ? 500 : 8;
      happen(random);
      compare();
    }
    ledger.seal();
    model.seal();
    compare();
    for (long timecode : model.begun()) {
      acknowledge(timecode, Acknowledgement.Type.PERSISTED);
      compare();
    }
    assertThat(ledger.pending()).isEmpty();
    assertThat(ledger.accounting().frames().pending()).isZero();
    // The sequence was worth the name.
    assertThat(rooms).containsExactlyInAnyOrder(Room.values());
    assertThat(ledger.accounting().droppedFrames()).containsOnlyKeys(DropReason.values());
  }

  private void happen(Random random) throws InterruptedException {
    switch (random.nextInt(60)) {
      case 0, 1 -> acknowledge(any(model.pending(), random), Acknowledgement.Type.RECEIVED);
      case 2, 3, 4 -> acknowledge(any(model.pending(), random), Acknowledgement.Type.PERSISTED);
      case 5 -> acknowledge(any(model.begun(), random), Acknowledgement.Type.PERSISTED);
      case 6 -> acknowledge(now + 1, Acknowledgement.Type.PERSISTED);
      case 7 -> drop(random);
      case 8 -> lose(random);
      case 9, 10, 11 -> borrow(random);
      case 12 -> pause(random);
      default -> accept(random);
    }
  }

  private static long any(List<Long> timecodes, Random random) {
    return timecodes.isEmpty() ? 0 : timecodes.get(random.nextInt(timecodes.size()));
  }

  private void accept(Random random) throws InterruptedException {
    now += frameMillis;
    boolean begins = model.isEmpty() || random.nextInt(framesOfAFragment) == 0;
    Frame frame = frame(random, begins);
    long before = model.bytesWaiting();
    boolean alone = model.isEmpty() || (begins && model.pending().size() == 1);
    Room room = ledger.accept(frame, begins, 0, () -> true);
    rooms.add(room);
    switch (room) {
      case FREE -> {
        model.accept(frame, begins);
        assertThat(alone || before + frame.size() <= LIMITS.bytes()).isTrue();
        assertThat(alone || behind(frame) <= LIMITS.duration().toMillis()).isTrue();
        if (random.nextInt(10) == 0) {
          compare();
          ledger.retract(frame);
          model.retract();
        }
      }
      case OUT_OF_BYTES, OUT_OF_BYTES_FOR_ONE -> {
        assertThat(before + frame.size()).isGreaterThan(LIMITS.bytes());
        boolean hopeless =
            model.pending().size() == 1
                || (!begins && model.bytesOfTheLast() + frame.size() > LIMITS.bytes());
        assertThat(room == Room.OUT_OF_BYTES_FOR_ONE).isEqualTo(hopeless);
      }
      case OUT_OF_TIME -> assertThat(behind(frame)).isGreaterThan(LIMITS.duration().toMillis());
      case PRODUCER_OUT_OF_BYTES -> assertThat(heldByOthers).isPositive();
    }
  }

  private long behind(Frame frame) {
    return model.behind(frame.presentationTime().toEpochMilli());
  }

  private Frame frame(Random random, boolean begins) {
    int size = 1 + random.nextInt(begins ? 100_000 : 40_000);
    if (begins) {
      return Frame.key(1, Camera.at(now), Camera.bytes(size));
    }
    return Frame.delta(random.nextBoolean() ? 1 : 2, Camera.at(now), Camera.bytes(size));
  }

  private void acknowledge(long timecode, Acknowledgement.Type type) {
    boolean freed =
        ledger.acknowledged(
            new Acknowledgement(
                type, OptionalLong.of(timecode), Optional.empty(), Optional.empty()));
    assertThat(freed)
        .isEqualTo(type == Acknowledgement.Type.PERSISTED && model.persisted(timecode));
  }

  /** Any fragment: what is on its way is spared, and an upload may have begun anywhere. */
  private void drop(Random random) {
    assertThat(ledger.whole()).isEqualTo(model.wholeTimecodes());
    DropReason reason = REASONS.get(random.nextInt(REASONS.size()));
    long timecode = any(ledger.whole().isEmpty() ? ledger.pending() : ledger.whole(), random);
    assertThat(ledger.drop(timecode, reason)).isEqualTo(model.drop(timecode, reason));
  }

  /** Any frame that waits, not only the first of its fragment. */
  private void lose(Random random) {
    List<Frame> frames = model.framesWaiting();
    if (!frames.isEmpty()) {
      Frame lost = frames.get(random.nextInt(frames.size()));
      ledger.lost(lost.presentationTime().toEpochMilli(), DropReason.LOST_BY_PACKAGER);
      model.lost(lost, DropReason.LOST_BY_PACKAGER);
    }
  }

  /** Another stream of the producer takes memory, or gives it back. */
  private void borrow(Random random) {
    if (heldByOthers > 0) {
      memory.free(heldByOthers);
      heldByOthers = 0;
    } else {
      long wanted = random.nextLong(1, 2 << 20);
      heldByOthers = memory.take(0, wanted) ? wanted : 0;
    }
  }

  /** The camera films nothing for a while. */
  private void pause(Random random) {
    now += random.nextLong(8000);
  }

  private void compare() {
    StreamAccounting accounting = ledger.accounting();
    assertThat(accounting).isEqualTo(model.accounting());
    // Pending is what is left of a sum there, and counted here.
    assertThat(accounting.frames().pending()).isEqualTo(model.frames(Fate.WAITING, frame -> true));
    assertThat(accounting.fragments().pending()).isEqualTo(model.fragments(Fate.WAITING));
    accounting
        .tracks()
        .forEach(
            (track, counts) ->
                assertThat(counts.pending())
                    .isEqualTo(model.frames(Fate.WAITING, frame -> frame.track() == track)));
    assertThat(ledger.pending()).isEqualTo(model.pending());
    Frame next = Frame.delta(1, Camera.at(now), Camera.bytes(1));
    assertThat(ledger.fill(next))
        .isEqualTo(new FragmentBook.Fill(model.bytesWaiting(), Duration.ofMillis(behind(next))));
    assertThat(memory.used()).isEqualTo(heldByOthers + model.bytesWaiting());
    assertThat(ledger.takeUntold()).isEqualTo(model.takeTold());
  }
}
