package io.github.kvssecure.internal.session;

import static io.github.kvssecure.fake.Camera.at;
import static io.github.kvssecure.fake.Camera.audio;
import static io.github.kvssecure.fake.Camera.bytes;
import static io.github.kvssecure.fake.Camera.delta;
import static io.github.kvssecure.fake.Camera.key;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.kvssecure.fake.Camera;
import io.github.kvssecure.media.Frame;
import io.github.kvssecure.media.FrameRefusedException;
import io.github.kvssecure.media.FrameRefusedException.Reason;
import io.github.kvssecure.media.Track;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FrameAdmissionTest {

  private static final int MAX_BYTES = 1000;

  private final FrameAdmission admission =
      new FrameAdmission(List.of(Camera.VIDEO, Camera.AUDIO), MAX_BYTES);

  private boolean take(Frame frame) {
    boolean begins = admission.admit(frame);
    admission.taken(frame, begins);
    return begins;
  }

  private Reason refused(Frame frame) {
    FrameRefusedException refusal =
        catchThrowableOfType(FrameRefusedException.class, () -> take(frame));
    assertThat(refusal).as("refusal of %s", frame).isNotNull();
    assertThat(refusal).hasMessageStartingWith("frame refused: Frame[track=");
    return refusal.reason();
  }

  @Test
  void frame_empty() {
    assertThat(refused(Frame.key(1, at(0), bytes(0)))).isEqualTo(Reason.EMPTY);
  }

  @Test
  void frame_tooLarge() {
    assertThat(refused(Frame.key(1, at(0), bytes(MAX_BYTES + 1)))).isEqualTo(Reason.TOO_LARGE);
    assertThat(take(Frame.key(1, at(0), bytes(MAX_BYTES)))).isTrue();
  }

  /**
   * KVS takes 50 MB for a fragment; more is refused before it is sent, until the next key frame.
   */
  @Test
  void fragment_tooLarge() {
    FrameAdmission large = new FrameAdmission(List.of(Camera.VIDEO, Camera.AUDIO), 64 << 20);
    ByteBuffer most = bytes(FrameAdmission.LARGEST_FRAGMENT_BYTES - 1000);
    Frame first = Frame.key(1, at(0), most);
    large.taken(first, large.admit(first));

    FrameRefusedException refusal =
        catchThrowableOfType(
            FrameRefusedException.class, () -> large.admit(Frame.delta(1, at(40), bytes(1000))));
    assertThat(refusal.reason()).isEqualTo(Reason.FRAGMENT_TOO_LARGE);
    assertThat(refusal).hasMessageContaining("key frames more often");
    assertThat(large.admit(Frame.delta(1, at(40), bytes(800)))).isFalse();
    assertThat(large.admit(Frame.key(1, at(1000), most))).isTrue();
    refusal =
        catchThrowableOfType(
            FrameRefusedException.class,
            () ->
                large.admit(Frame.key(1, at(1000), bytes(FrameAdmission.LARGEST_FRAGMENT_BYTES))));
    assertThat(refusal.reason()).isEqualTo(Reason.TOO_LARGE);
  }

  /**
   * Sound between the two times of a key frame: refused with what to do, taken where it is done.
   */
  @Test
  void soundBesideReorderedVideo_isTaken_ifDecodingTimesAreMoved() {
    take(key(80).decodedAt(at(0)));
    FrameRefusedException refusal =
        catchThrowableOfType(FrameRefusedException.class, () -> take(audio(40)));
    assertThat(refusal).hasMessageContaining("Frame.decodedAt(time)");

    take(delta(200).decodedAt(at(120)));
    take(delta(120).decodedAt(at(160)));
    take(audio(270));
    assertThat(take(key(280))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(ints = {3, 0, -1, 127, 128, Integer.MAX_VALUE, Integer.MIN_VALUE})
  void frame_ofAnUndeclaredTrack(int track) {
    assertThat(refused(Frame.key(track, at(0), bytes(1)))).isEqualTo(Reason.UNDECLARED_TRACK);
  }

  @Test
  void frame_beforeTheFirstKeyFrame() {
    assertThat(refused(delta(0))).isEqualTo(Reason.BEFORE_KEY_FRAME);
    assertThat(refused(audio(0))).isEqualTo(Reason.BEFORE_KEY_FRAME);
    assertThat(refused(Frame.key(2, at(0), bytes(1)))).isEqualTo(Reason.BEFORE_KEY_FRAME);
    assertThat(take(key(0))).isTrue();
    assertThat(take(audio(0))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"1969-12-31T23:59:59.999999999Z", "2200-01-01T00:00:00.000000001Z"})
  void timestamp_outOfRange(Instant time) {
    assertThat(refused(Frame.key(1, time, bytes(1)))).isEqualTo(Reason.TIMESTAMP_OUT_OF_RANGE);
    assertThat(refused(key(0).decodedAt(time))).isEqualTo(Reason.TIMESTAMP_OUT_OF_RANGE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1000000000-01-01T00:00:00Z", "+1000000000-12-31T23:59:59.999999999Z"})
  void timestamp_thatNoLongOfMillisecondsHolds(Instant time) {
    assertThat(refused(Frame.key(1, time, bytes(1)))).isEqualTo(Reason.TIMESTAMP_OUT_OF_RANGE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1970-01-01T00:00:00Z", "2200-01-01T00:00:00Z"})
  void timestamp_atTheEdge(Instant time) {
    assertThat(take(Frame.key(1, time, bytes(1)))).isTrue();
  }

  @Test
  void decodingTime_thatDoesNotIncrease() {
    take(key(0));
    take(delta(40));

    assertThat(refused(delta(40))).isEqualTo(Reason.TIMESTAMP_NOT_INCREASING);
    assertThat(refused(delta(20))).isEqualTo(Reason.TIMESTAMP_NOT_INCREASING);
    assertThat(refused(delta(80).decodedAt(at(40)))).isEqualTo(Reason.TIMESTAMP_NOT_INCREASING);
    assertThat(take(delta(41))).isFalse();
  }

  @Test
  void decodingTime_earlierThanThatOfAnotherTrack() {
    take(key(0));
    take(delta(40));

    assertThat(refused(audio(39))).isEqualTo(Reason.TIMESTAMP_NOT_INCREASING);
    assertThat(take(audio(40))).isFalse();
    assertThat(refused(audio(40))).isEqualTo(Reason.TIMESTAMP_NOT_INCREASING);
  }

  @Test
  void fragment_ofTwentySeconds_andLonger() {
    take(key(0));

    assertThat(take(delta(20_000))).isFalse();
    assertThat(refused(audio(20_001))).isEqualTo(Reason.FRAGMENT_TOO_LONG);
    assertThat(take(key(40_000))).isTrue();
  }

  @Test
  void reorderedFrames_areTaken() {
    take(key(0));

    assertThat(take(delta(120).decodedAt(at(40)))).isFalse();
    assertThat(take(delta(80).decodedAt(at(80)))).isFalse();
  }

  @Test
  void frame_earlierThanItsFragment() {
    take(key(1000).decodedAt(at(900)));

    assertThat(refused(delta(999).decodedAt(at(950)))).isEqualTo(Reason.TIMESTAMP_NOT_INCREASING);
    assertThat(refused(audio(999))).isEqualTo(Reason.TIMESTAMP_NOT_INCREASING);
  }

  @Test
  void fragment_thatBeginsInTheMillisecondOfAnEarlierFrame() {
    take(key(0));
    take(audio(1000));

    assertThat(refused(Frame.key(1, at(1000).plusNanos(999_999), bytes(1))))
        .isEqualTo(Reason.TIMESTAMP_NOT_INCREASING);
    assertThat(take(key(1001))).isTrue();
  }

  @Test
  void refusedFrame_isForgotten() {
    take(key(0));
    assertThat(refused(Frame.delta(1, at(5000), bytes(0)))).isEqualTo(Reason.EMPTY);
    boolean begins = admission.admit(key(4000));

    assertThat(begins).isTrue();
    assertThat(take(delta(40))).isFalse();
  }

  @Test
  void keyFrameOfTheSecondTrack_beginsNoFragment() {
    take(key(0));

    assertThat(take(Frame.key(2, at(40), bytes(1)))).isFalse();
    assertThat(take(key(80))).isTrue();
  }

  @Test
  void audioAlone_isCutEveryTwoSeconds() {
    Track only = Track.aac(1, new byte[] {18, 16});
    FrameAdmission audio = new FrameAdmission(List.of(only), MAX_BYTES);
    long cuts = 0;
    for (long millis = 0; millis < 10_000; millis += 20) {
      Frame frame = Frame.delta(1, at(millis), bytes(10));
      boolean begins = audio.admit(frame);
      audio.taken(frame, begins);
      assertThat(begins).as("at %d", millis).isEqualTo(millis % 2000 == 0);
      cuts += begins ? 1 : 0;
    }
    assertThat(cuts).isEqualTo(5);
  }

  @Test
  void audioAlone_isNotCutByItsKeyFrames() {
    FrameAdmission audio =
        new FrameAdmission(List.of(Track.aac(1, new byte[] {18, 16})), MAX_BYTES);
    Frame first = Frame.key(1, at(0), bytes(10));
    audio.taken(first, audio.admit(first));

    assertThat(audio.admit(Frame.key(1, at(20), bytes(10)))).isFalse();
  }

  @Test
  void twoAudioTracks_areCutByTheFirst() {
    FrameAdmission audio =
        new FrameAdmission(
            List.of(Track.aac(2, new byte[] {18, 16}), Track.aac(1, new byte[] {18, 16})),
            MAX_BYTES);

    assertThat(
            catchThrowableOfType(
                    FrameRefusedException.class, () -> audio.admit(Frame.delta(1, at(0), bytes(1))))
                .reason())
        .isEqualTo(Reason.BEFORE_KEY_FRAME);
    assertThat(audio.admit(Frame.delta(2, at(0), bytes(1)))).isTrue();
  }
}
