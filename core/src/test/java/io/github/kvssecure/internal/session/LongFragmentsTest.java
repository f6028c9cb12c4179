package io.github.kvssecure.internal.session;

import static io.github.kvssecure.fake.Camera.delta;
import static io.github.kvssecure.fake.Camera.key;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.kvssecure.fake.Camera;
import io.github.kvssecure.fake.FakeUpload;
import io.github.kvssecure.media.Frame;
import io.github.kvssecure.media.FrameRefusedException;
import io.github.kvssecure.media.FrameRefusedException.Reason;
import io.github.kvssecure.stream.Accounting;
import io.github.kvssecure.stream.BufferLimits;
import io.github.kvssecure.stream.WhenFull;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Key frames so far apart that the buffer holds hardly more than one fragment. */
class LongFragmentsTest {

  private static final Duration SHORTEST = Duration.ofSeconds(10);
  private static final int SMALLEST = 1 << 20;
  private static final int FRAGMENTS = 12;

  static Stream<Arguments> cameras() {
    return Stream.of(WhenFull.dropOldest(), WhenFull.refuse(), WhenFull.block(SHORTEST))
        .flatMap(
            whenFull -> Stream.of(8, 10, 12, 20).map(seconds -> Arguments.of(whenFull, seconds)));
  }

  @ParameterizedTest(name = "{0}, a key frame every {1} s")
  @MethodSource("cameras")
  @Timeout(30)
  void fragmentsAsLongAsTheBuffer_areAllStored(WhenFull whenFull, int seconds) throws Exception {
    BufferLimits limits = new BufferLimits(SHORTEST, SMALLEST, whenFull);

    Uplink uplink = new Uplink(limits, Duration.ofSeconds(seconds), 1000, 10).film(FRAGMENTS);

    assertThat(uplink.refused()).isZero();
    assertThat(uplink.uploads()).isEqualTo(1);
    // The last one ended just now, and the next one has begun.
    assertThat(uplink.fragments()).isEqualTo(new Accounting(FRAGMENTS + 1, FRAGMENTS - 1, 0));
  }

  static Stream<WhenFull> choices() {
    return Stream.of(
        WhenFull.dropOldest(), WhenFull.refuse(), WhenFull.block(Duration.ofMinutes(1)));
  }

  /** To end the connection would send it again; to wait would hold up the camera. */
  @ParameterizedTest
  @MethodSource("choices")
  @Timeout(30)
  void fragmentThatAloneFillsTheBuffer_isRefusedItsRestAtOnce(WhenFull whenFull) throws Exception {
    SessionTrial trial = SessionTrial.open(new BufferLimits(SHORTEST, SMALLEST, whenFull));
    trial.put(Frame.key(1, Camera.at(0), Camera.bytes(SMALLEST)));
    FakeUpload upload = trial.upload().accept();

    FrameRefusedException refusal =
        catchThrowableOfType(FrameRefusedException.class, () -> trial.session.put(delta(40)));

    assertThat(refusal.reason()).isEqualTo(Reason.BUFFER_FULL);
    assertThat(refusal)
        .hasMessageContaining("its fragment alone fills the buffer of 1048576 bytes")
        .hasMessageContaining("BufferLimits");
    assertThat(upload.isEnded()).isFalse();
    trial.put(key(1000));
    upload.persist(0);
    trial.put(delta(1040));
    assertThat(trial.frames()).isEqualTo(new Accounting(3, 1, 0));
  }

  /** What is older would be given up, or waited for, in vain. */
  @ParameterizedTest
  @MethodSource("choices")
  @Timeout(30)
  void fragmentThatAloneFillsTheBuffer_costsNoOlderOne(WhenFull whenFull) throws Exception {
    SessionTrial trial = SessionTrial.open(new BufferLimits(SHORTEST, SMALLEST, whenFull));
    trial.put(key(0));
    FakeUpload upload = trial.upload().accept();
    trial.put(Frame.key(1, Camera.at(1000), Camera.bytes(SMALLEST / 2)));

    FrameRefusedException refusal =
        catchThrowableOfType(
            FrameRefusedException.class,
            () ->
                trial.session.put(Frame.delta(1, Camera.at(1040), Camera.bytes(SMALLEST / 2 + 1))));

    assertThat(refusal).hasMessageContaining("its fragment alone fills the buffer");
    assertThat(upload.isEnded()).isFalse();
    upload.persist(0);
    assertThat(trial.frames()).isEqualTo(new Accounting(2, 1, 0));
  }

  /** The memory that all streams share is used up by others, and there is nothing to give up. */
  @Test
  void streamThatCanGiveUpNothing_isNotCut() throws Exception {
    SessionTrial trial =
        SessionTrial.open(new BufferLimits(SHORTEST, SMALLEST, WhenFull.dropOldest()));
    trial.put(key(0));
    FakeUpload upload = trial.upload().accept();
    assertThat(trial.services.budgets().memory().take(0, (1L << 30) - 150)).isTrue();

    FrameRefusedException refusal =
        catchThrowableOfType(FrameRefusedException.class, () -> trial.session.put(delta(40)));

    assertThat(refusal.reason()).isEqualTo(Reason.BUFFER_FULL);
    assertThat(refusal)
        .hasMessageContaining("SecureProducer.Builder.memory")
        .hasMessageContaining("key frames more often")
        .hasMessageNotContaining("WhenFull");
    assertThat(upload.isEnded()).isFalse();
  }

  @Test
  void whoDoesNotDropTheOldest_isToldThatItCan() throws Exception {
    SessionTrial trial = SessionTrial.open(new BufferLimits(SHORTEST, SMALLEST, WhenFull.refuse()));
    trial.put(key(0), key(1000), key(11_000));

    FrameRefusedException refusal =
        catchThrowableOfType(FrameRefusedException.class, () -> trial.session.put(delta(11_001)));

    assertThat(refusal).hasMessageContaining("WhenFull.dropOldest()");
  }
}
