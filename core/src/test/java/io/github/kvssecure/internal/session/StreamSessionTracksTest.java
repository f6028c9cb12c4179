package io.github.kvssecure.internal.session;

import static io.github.kvssecure.fake.Camera.audio;
import static io.github.kvssecure.fake.Camera.bytes;
import static io.github.kvssecure.fake.Camera.key;
import static io.github.kvssecure.fake.Camera.timecode;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.kvssecure.fake.Camera;
import io.github.kvssecure.media.Frame;
import io.github.kvssecure.media.FrameRefusedException;
import io.github.kvssecure.spi.MediaProducerException;
import io.github.kvssecure.stream.Accounting;
import io.github.kvssecure.stream.BufferLimits;
import io.github.kvssecure.stream.DropReason;
import io.github.kvssecure.stream.WhenFull;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** Fragments that got no frame of a track, because there was no room for it. */
class StreamSessionTracksTest {

  private final SessionTrial trial =
      SessionTrial.open(
          Camera.spec().track(Camera.AUDIO).buffer(SessionTrial.IMPATIENT).build(),
          Camera.description().build());

  /** Two fragments, of which the second has no sound: the buffer was full. */
  private void fillWithoutSound() throws InterruptedException {
    trial.put(
        key(0), audio(10), Frame.key(1, Camera.at(1000), bytes(1 << 20).limit((1 << 20) - 110)));
    assertThatExceptionOfType(FrameRefusedException.class).isThrownBy(() -> trial.put(audio(1010)));
    trial.upload().accept().persist(0);
  }

  @Test
  void fragmentWithoutAFrameOfATrack_isGivenUpWhenTheNextBegins() throws Exception {
    fillWithoutSound();

    trial.put(key(2000));

    assertThat(trial.stream().discarded()).containsExactly(timecode(1000));
    assertThat(trial.session.accounting().droppedFrames())
        .containsEntry(DropReason.TRACK_WITHOUT_FRAME, 1L);
    assertThat(trial.frames()).isEqualTo(new Accounting(4, 2, 1));
  }

  @Test
  void packagerThatCannotGiveItUp_hasTheFrameThatEndsItAllTheSame() throws Exception {
    fillWithoutSound();
    trial.stream().refuseToDiscard(new MediaProducerException(0x52000012, "not now"));

    trial.put(key(2000));

    assertThat(trial.stream().frames()).hasSize(4);
    assertThat(trial.frames()).isEqualTo(new Accounting(4, 2, 0));
    trial.put(audio(2010));
    assertThat(trial.frames()).isEqualTo(new Accounting(5, 2, 0));
  }

  /** A defect of a packager must not make a frame uncounted that will be acknowledged. */
  @Test
  void packagerThatBreaksAfterItTookTheFrame_hasItBooked() throws Exception {
    fillWithoutSound();
    trial.stream().refuseToDiscard(new IllegalStateException("broken"));

    assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> trial.put(key(2000)));

    assertThat(trial.stream().frames()).hasSize(4);
    assertThat(trial.frames()).isEqualTo(new Accounting(4, 2, 0));
  }

  /** It never got as far as to be judged: another thread was putting all the time. */
  @Test
  void frameThatWaitedForAnotherThreadInVain_isARefusedOneToo() throws Exception {
    SessionTrial patient =
        SessionTrial.open(
            Camera.spec()
                .track(Camera.AUDIO)
                .buffer(
                    new BufferLimits(
                        Duration.ofMinutes(1), 1 << 20, WhenFull.block(Duration.ofMillis(20))))
                .build(),
            Camera.description().build());
    patient.put(key(0), audio(10));
    CountDownLatch refused = new CountDownLatch(1);
    patient.stream().whilePutting(() -> Waiting.uninterruptibly(refused));
    Waiting<SessionTrial> putting = Waiting.on(() -> patient.put(key(1000)));

    assertThatExceptionOfType(FrameRefusedException.class)
        .isThrownBy(() -> patient.put(audio(1010)));
    assertThatExceptionOfType(FrameRefusedException.class)
        .isThrownBy(() -> patient.put(Frame.delta(99, Camera.at(1010), bytes(1))));
    refused.countDown();
    putting.outcome();
    patient.put(key(2000), audio(2010), key(3000));

    assertThat(patient.stream().discarded()).containsExactly(timecode(1000));
    assertThat(patient.session.accounting().droppedFrames())
        .containsEntry(DropReason.TRACK_WITHOUT_FRAME, 1L);
    assertThat(patient.frames()).isEqualTo(new Accounting(6, 0, 1));
  }
}
