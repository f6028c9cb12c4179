package io.github.kvssecure.internal.session;

import static io.github.kvssecure.fake.Camera.delta;
import static io.github.kvssecure.fake.Camera.key;
import static io.github.kvssecure.fake.Camera.timecode;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.kvssecure.fake.Camera;
import io.github.kvssecure.internal.session.FragmentLedger.Room;
import io.github.kvssecure.media.Acknowledgement;
import io.github.kvssecure.media.Frame;
import io.github.kvssecure.stream.Accounting;
import io.github.kvssecure.stream.BufferLimits;
import io.github.kvssecure.stream.DropReason;
import io.github.kvssecure.stream.WhenFull;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FragmentLedgerTest {

  private static final BufferLimits LARGE =
      new BufferLimits(Duration.ofMinutes(10), 1 << 30, WhenFull.refuse());

  private final FragmentLedger ledger = ledger(Acknowledgement.Type.PERSISTED);

  private static FragmentLedger ledger(Acknowledgement.Type freeing) {
    return new FragmentLedger(List.of(Camera.VIDEO), LARGE, freeing, new MemoryBudget(1L << 40));
  }

  private void accepted(Frame frame, boolean begins) {
    accepted(ledger, frame, begins);
  }

  private static void accepted(FragmentLedger ledger, Frame frame, boolean begins) {
    try {
      assertThat(ledger.accept(frame, begins, 0, () -> true)).isEqualTo(Room.FREE);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static Acknowledgement acknowledgement(Acknowledgement.Type type, long millis) {
    return new Acknowledgement(
        type, OptionalLong.of(timecode(millis)), Optional.empty(), Optional.empty());
  }

  private boolean persisted(long millis) {
    return ledger.acknowledged(acknowledgement(Acknowledgement.Type.PERSISTED, millis));
  }

  private void twoFragments() {
    accepted(key(0), true);
    accepted(delta(500), false);
    accepted(key(1000), true);
  }

  @Test
  void acceptedFrames_arePendingUntilAcknowledged() {
    twoFragments();

    assertThat(ledger.accounting().frames()).isEqualTo(new Accounting(3, 0, 0));
    assertThat(ledger.accounting().fragments()).isEqualTo(new Accounting(2, 0, 0));
    assertThat(ledger.pending()).containsExactly(timecode(0), timecode(1000));

    assertThat(persisted(0)).isTrue();

    assertThat(ledger.accounting().frames()).isEqualTo(new Accounting(3, 2, 0));
    assertThat(ledger.accounting().fragments()).isEqualTo(new Accounting(2, 1, 0));
    assertThat(ledger.pending()).containsExactly(timecode(1000));
  }

  /** The packager may report what the service acknowledged a moment before. */
  @Test
  void lossOfAFragmentThatIsGone_takesNoOther() {
    twoFragments();
    accepted(delta(1500), false);
    accepted(key(2000), true);
    assertThat(persisted(1000)).isTrue();

    ledger.lost(timecode(1500), DropReason.LOST_BY_PACKAGER);

    assertThat(ledger.pending()).containsExactly(timecode(0), timecode(2000));
    ledger.lost(timecode(500), DropReason.LOST_BY_PACKAGER);
    assertThat(ledger.pending()).containsExactly(timecode(2000));
  }

  @Test
  void settledLedger_staysAsItIs() {
    twoFragments();

    FragmentLedger.Settled settled = ledger.settle();

    assertThat(settled.pending()).containsExactly(timecode(0), timecode(1000));
    assertThat(persisted(0)).isFalse();
    ledger.lost(timecode(0), DropReason.LOST_BY_PACKAGER);
    assertThat(ledger.accounting()).isEqualTo(settled.accounting());
    assertThat(ledger.settle()).isEqualTo(settled);
  }

  @Test
  void acknowledgement_repeated_countsOnce() {
    twoFragments();

    assertThat(persisted(0)).isTrue();
    assertThat(persisted(0)).isFalse();
    assertThat(ledger.accounting().frames().persisted()).isEqualTo(2);
  }

  @Test
  void acknowledgement_ofTheOpenFragment_isIgnoredUntilNoFrameFollows() {
    twoFragments();

    assertThat(persisted(1000)).isFalse();
    ledger.seal();
    assertThat(persisted(1000)).isTrue();
    assertThat(ledger.pending()).containsExactly(timecode(0));
  }

  @Test
  void acknowledgement_ofAnUnknownFragment_isIgnored() {
    twoFragments();

    assertThat(persisted(999)).isFalse();
    assertThat(persisted(-1)).isFalse();
    assertThat(ledger.accounting().frames().persisted()).isZero();
  }

  @Test
  void acknowledgementWithoutATimecode_isIgnored() {
    twoFragments();

    assertThat(
            ledger.acknowledged(
                new Acknowledgement(
                    Acknowledgement.Type.PERSISTED,
                    OptionalLong.empty(),
                    Optional.empty(),
                    Optional.empty())))
        .isFalse();
  }

  @ParameterizedTest
  @EnumSource(
      value = Acknowledgement.Type.class,
      names = {"PERSISTED"},
      mode = EnumSource.Mode.EXCLUDE)
  void acknowledgementOfAnotherType_doesNotFree(Acknowledgement.Type type) {
    twoFragments();

    assertThat(ledger.acknowledged(acknowledgement(type, 0))).isFalse();
  }

  @Test
  void whereNothingIsStored_receivedFrees() {
    FragmentLedger live = ledger(Acknowledgement.Type.RECEIVED);
    accepted(live, key(0), true);
    accepted(live, key(1000), true);

    assertThat(live.acknowledged(acknowledgement(Acknowledgement.Type.BUFFERING, 0))).isFalse();
    assertThat(live.acknowledged(acknowledgement(Acknowledgement.Type.RECEIVED, 0))).isTrue();
    assertThat(live.accounting().frames()).isEqualTo(new Accounting(2, 1, 0));
  }

  @Test
  void retractedFrame_wasNeverAccepted() {
    accepted(key(0), true);
    accepted(delta(40), false);
    ledger.retract(delta(40));
    assertThat(ledger.accounting().frames()).isEqualTo(new Accounting(1, 0, 0));
    assertThat(ledger.accounting().fragments()).isEqualTo(new Accounting(1, 0, 0));

    ledger.retract(key(0));
    assertThat(ledger.accounting().frames()).isEqualTo(new Accounting(0, 0, 0));
    assertThat(ledger.accounting().fragments()).isEqualTo(new Accounting(0, 0, 0));
    assertThat(ledger.pending()).isEmpty();
  }

  @Test
  void fragmentLostWhileItIsFilled_keepsItsFrames_thoughTheNextOneIsRetracted() {
    accepted(key(0), true);
    ledger.lost(timecode(0), DropReason.LOST_BY_PACKAGER);
    accepted(key(1000), true);
    ledger.retract(key(1000));
    accepted(delta(1040), false);
    accepted(key(2000), true);
    accepted(delta(2040), false);

    assertThat(ledger.accounting().frames()).isEqualTo(new Accounting(4, 0, 2));
    assertThat(ledger.pending()).containsExactly(timecode(2000));
  }

  @Test
  void lostFragment_isNotPersisted_whateverIsAcknowledged() {
    accepted(key(0), true);
    ledger.lost(timecode(0), DropReason.LOST_BY_PACKAGER);
    accepted(key(1000), true);

    assertThat(persisted(0)).isFalse();
    ledger.seal();
    assertThat(ledger.accounting().fragments()).isEqualTo(new Accounting(2, 0, 1));
  }

  @Test
  void onlyTheFreeingAcknowledgementOfTheOpenFragment_isTooEarly() {
    twoFragments();

    assertThat(ledger.isTooEarly(acknowledgement(Acknowledgement.Type.PERSISTED, 1000))).isTrue();
    assertThat(ledger.isTooEarly(acknowledgement(Acknowledgement.Type.RECEIVED, 1000))).isFalse();
    assertThat(ledger.isTooEarly(acknowledgement(Acknowledgement.Type.PERSISTED, 0))).isFalse();
    ledger.seal();
    assertThat(ledger.isTooEarly(acknowledgement(Acknowledgement.Type.PERSISTED, 1000))).isFalse();
  }
}
