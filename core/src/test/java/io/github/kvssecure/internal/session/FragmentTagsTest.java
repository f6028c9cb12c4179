package io.github.kvssecure.internal.session;

import static io.github.kvssecure.fake.Camera.delta;
import static io.github.kvssecure.fake.Camera.key;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.kvssecure.media.FragmentMetadata;
import io.github.kvssecure.media.FrameRefusedException;
import io.github.kvssecure.media.FrameRefusedException.Reason;
import io.github.kvssecure.spi.MediaProducerException;
import io.github.kvssecure.stream.Accounting;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What the application says of fragments, as the packager is told. */
class FragmentTagsTest {

  private static final FragmentMetadata PLACE = FragmentMetadata.of("place", "gate");
  private static final FragmentMetadata MOTION = FragmentMetadata.of("motion", "yes");

  private final SessionTrial trial = SessionTrial.open();

  @Test
  void metadata_isAddedUp_andEndsWithTheFragment() throws Exception {
    trial.put(key(0));
    trial.session.putMetadata(MOTION);
    trial.session.putMetadata(FragmentMetadata.of("door", "open"));
    trial.put(delta(40), key(1000));
    trial.session.putMetadata(FragmentMetadata.of("door", "shut"));

    assertThat(trial.stream().metadata())
        .containsExactly(MOTION, MOTION.with("door", "open"), FragmentMetadata.of("door", "shut"));
  }

  @Test
  void metadataOfEveryFragment_isSaidAgain_untilItEnds() throws Exception {
    trial.put(key(0));
    trial.session.putMetadataOnEveryFragment(PLACE);
    trial.put(key(1000));
    trial.session.putMetadata(MOTION);
    trial.put(key(2000));
    trial.session.putMetadataOnEveryFragment(FragmentMetadata.none());
    trial.put(key(3000));

    assertThat(trial.stream().metadata())
        .containsExactly(PLACE, PLACE, PLACE.and(MOTION), PLACE, FragmentMetadata.none());
  }

  @Test
  void elevenTags_areRefused_andChangeNothing() throws Exception {
    trial.put(key(0));
    FragmentMetadata ten = PLACE;
    for (int i = 1; i < FragmentMetadata.MAX_TAGS; i++) {
      ten = ten.with("tag" + i, "");
    }
    trial.session.putMetadata(ten);

    assertThatIllegalArgumentException().isThrownBy(() -> trial.session.putMetadata(MOTION));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> trial.session.putMetadataOnEveryFragment(MOTION));
    trial.put(key(1000));
    assertThat(trial.stream().metadata()).containsExactly(ten);
  }

  @Test
  void metadataWithoutAFragment_orOfAClosedStream_isRefused() throws Exception {
    assertThat(refused()).isEqualTo(Reason.BEFORE_KEY_FRAME);
    trial.put(key(0));
    trial.session.close(Duration.ZERO);

    assertThat(refused()).isEqualTo(Reason.STREAM_CLOSED);
    assertThat(trial.stream().metadata()).isEmpty();
  }

  private Reason refused() {
    return catchThrowableOfType(
            FrameRefusedException.class, () -> trial.session.putMetadata(MOTION))
        .reason();
  }

  /** A frame that was taken does not look refused because its fragment cannot be described. */
  @Test
  void packagerWithoutRoom_isAskedAgainWithTheNextFrame() throws Exception {
    trial.put(key(0));
    trial.session.putMetadataOnEveryFragment(PLACE);
    trial.stream()
        .refuseMetadata(
            MediaProducerException.outOfRoom(MediaProducerException.NO_STATUS, "no room"));
    trial.put(key(1000));
    trial.stream().refuseMetadata(null);
    trial.put(delta(1040), delta(1080));

    assertThat(trial.frames()).isEqualTo(new Accounting(4, 0, 0));
    assertThat(trial.stream().metadata()).containsExactly(PLACE, PLACE);
  }
}
