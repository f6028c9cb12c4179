package io.github.kvssecure.internal.session;

import static io.github.kvssecure.fake.Camera.audio;
import static io.github.kvssecure.fake.Camera.bytes;
import static io.github.kvssecure.fake.Camera.delta;
import static io.github.kvssecure.fake.Camera.key;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.kvssecure.fake.Camera;
import io.github.kvssecure.fake.FakeUpload;
import io.github.kvssecure.media.Acknowledgement;
import io.github.kvssecure.media.Frame;
import io.github.kvssecure.media.FrameRefusedException;
import io.github.kvssecure.media.FrameRefusedException.Reason;
import io.github.kvssecure.media.Track;
import io.github.kvssecure.spi.MediaProducerException;
import io.github.kvssecure.stream.Accounting;
import io.github.kvssecure.stream.Retention;
import io.github.kvssecure.stream.StreamSpec;
import io.github.kvssecure.stream.StreamState;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class StreamSessionPutTest {

  private static Reason refused(SessionTrial trial, Frame frame) {
    return catchThrowableOfType(FrameRefusedException.class, () -> trial.session.put(frame))
        .reason();
  }

  @Test
  void goodFrames_arePackagedAndOneUploadIsOpened() throws Exception {
    SessionTrial trial = SessionTrial.open();
    assertThat(trial.session.state()).isEqualTo(StreamState.OPENING);

    trial.put(key(0), delta(40), key(1000));
    FakeUpload upload = trial.upload().accept();

    assertThat(trial.stream().frames()).hasSize(3);
    assertThat(trial.transport.uploads()).hasSize(1);
    assertThat(upload.request().stream()).isEqualTo(Camera.ARN);
    assertThat(upload.request().target().dataEndpoint()).isEqualTo(Camera.ENDPOINT);
    assertThat(upload.request().producerStart()).isEqualTo(Camera.NOW);
    assertThat(trial.session.state()).isEqualTo(StreamState.STREAMING);
    assertThat(trial.frames()).isEqualTo(new Accounting(3, 0, 0));
    assertThat(trial.session.accounting().fragments()).isEqualTo(new Accounting(2, 0, 0));
  }

  @Test
  void persistedFragment_isBookedAndPassedOn() throws Exception {
    SessionTrial trial = SessionTrial.open();
    trial.put(key(0), delta(40), key(1000));

    trial.upload().accept().persist(0);

    assertThat(trial.frames()).isEqualTo(new Accounting(3, 2, 0));
    assertThat(trial.stream().acknowledgements()).hasSize(1);
  }

  @Test
  void fragmentThatIsStoredTooEarly_isNeitherBookedNorForgottenByThePackager() throws Exception {
    SessionTrial trial = SessionTrial.open();
    trial.put(key(0));
    FakeUpload upload = trial.upload().accept();

    upload.persist(0);
    assertThat(trial.stream().acknowledgements()).isEmpty();
    trial.put(key(1000));
    upload.persist(0);

    assertThat(trial.frames()).isEqualTo(new Accounting(2, 1, 0));
    assertThat(trial.stream().acknowledgements()).hasSize(1);
  }

  @Test
  void whereNothingIsStored_receivedCounts() throws Exception {
    SessionTrial trial =
        SessionTrial.open(
            Camera.spec().build(), Camera.description().retention(Retention.NONE).build());
    trial.put(key(0), delta(40), key(1000));

    trial.upload().accept().acknowledge(Acknowledgement.Type.RECEIVED, 0);

    assertThat(trial.frames()).isEqualTo(new Accounting(3, 2, 0));
  }

  @Test
  void refusedFrame_changesNothing() throws Exception {
    SessionTrial trial = SessionTrial.open();
    trial.put(key(0), delta(40));

    assertThat(refused(trial, Frame.delta(1, Camera.at(80), bytes(0)))).isEqualTo(Reason.EMPTY);
    assertThat(refused(trial, audio(80))).isEqualTo(Reason.UNDECLARED_TRACK);
    assertThat(refused(trial, delta(40))).isEqualTo(Reason.TIMESTAMP_NOT_INCREASING);
    assertThat(refused(trial, Frame.key(1, Camera.at(40).plusNanos(1), bytes(1))))
        .isEqualTo(Reason.TIMESTAMP_NOT_INCREASING);
    assertThat(refused(trial, Frame.delta(1, Camera.at(80), bytes((2 << 20) + 1))))
        .isEqualTo(Reason.TOO_LARGE);

    assertThat(trial.frames()).isEqualTo(new Accounting(2, 0, 0));
    assertThat(trial.stream().frames()).hasSize(2);
    trial.put(delta(41));
    assertThat(trial.frames()).isEqualTo(new Accounting(3, 0, 0));
  }

  @Test
  void firstFrameThatIsNoKeyFrame_isRefused() {
    SessionTrial trial = SessionTrial.open();

    assertThat(refused(trial, delta(0))).isEqualTo(Reason.BEFORE_KEY_FRAME);
    assertThat(trial.stream().frames()).isEmpty();
  }

  @Test
  void frameThatThePackagerRefuses_wasNeverAccepted() throws Exception {
    SessionTrial trial = SessionTrial.open();
    trial.put(key(0), delta(40));
    trial.stream().refuse(new MediaProducerException(0x52000012, "put refused"));

    assertThatExceptionOfType(MediaProducerException.class).isThrownBy(() -> trial.put(delta(80)));
    assertThatExceptionOfType(MediaProducerException.class).isThrownBy(() -> trial.put(key(1000)));
    assertThat(trial.frames()).isEqualTo(new Accounting(2, 0, 0));
    assertThat(trial.session.accounting().fragments()).isEqualTo(new Accounting(1, 0, 0));

    trial.stream().refuse(null);
    trial.put(delta(80), key(1000));
    assertThat(trial.frames()).isEqualTo(new Accounting(4, 0, 0));
    assertThat(trial.session.accounting().fragments()).isEqualTo(new Accounting(2, 0, 0));
  }

  /** The packager copies the frame, and the heap may have no room for that. */
  @Test
  void frameForWhichTheHeapHasNoRoom_wasNeverAccepted() throws Exception {
    SessionTrial trial = SessionTrial.open();
    trial.put(key(0), delta(40));
    trial.stream()
        .whilePutting(
            () -> {
              throw new OutOfMemoryError("thrown by the test");
            });

    assertThatExceptionOfType(OutOfMemoryError.class).isThrownBy(() -> trial.put(delta(80)));
    assertThatExceptionOfType(OutOfMemoryError.class).isThrownBy(() -> trial.put(key(1000)));
    assertThat(trial.frames()).isEqualTo(new Accounting(2, 0, 0));
    assertThat(trial.services.budgets().memory().used()).isEqualTo(200);

    trial.stream().whilePutting(() -> {});
    trial.put(delta(80), key(1000));
    assertThat(trial.frames()).isEqualTo(new Accounting(4, 0, 0));
    assertThat(trial.session.accounting().fragments()).isEqualTo(new Accounting(2, 0, 0));
  }

  @Test
  void onlyFramesThatBeginAFragment_areKeyFramesForThePackager() throws Exception {
    StreamSpec spec =
        StreamSpec.builder(Camera.STREAM, Camera.VIDEO)
            .track(Camera.AUDIO)
            .encryptedBy(Camera.KEY)
            .build();
    SessionTrial trial = SessionTrial.open(spec, Camera.description().build());
    Frame sound =
        Frame.key(2, Camera.at(10), bytes(7))
            .decodedAt(Camera.at(5))
            .lasting(Duration.ofMillis(23));

    trial.put(key(0), sound, delta(40), key(1000));

    assertThat(trial.stream().frames())
        .extracting(Frame::isKey)
        .containsExactly(true, false, false, true);
    Frame marked = trial.stream().frames().get(1);
    assertThat(marked.track()).isEqualTo(2);
    assertThat(marked.presentationTime()).isEqualTo(Camera.at(10));
    assertThat(marked.decodingTime()).isEqualTo(Camera.at(5));
    assertThat(marked.duration()).hasMillis(23);
    assertThat(marked.data()).isSameAs(sound.data());
  }

  @Test
  void audioAlone_isCutEveryTwoSeconds() throws Exception {
    StreamSpec spec =
        StreamSpec.builder(Camera.STREAM, Track.aac(1, new byte[] {18, 16}))
            .encryptedBy(Camera.KEY)
            .build();
    SessionTrial trial = SessionTrial.open(spec, Camera.description().build());
    for (long millis = 0; millis <= 4000; millis += 500) {
      trial.put(Frame.delta(1, Camera.at(millis), bytes(10)));
    }

    assertThat(trial.stream().frames().stream().filter(Frame::isKey))
        .extracting(Frame::presentationTime)
        .containsExactly(Camera.at(0), Camera.at(2000), Camera.at(4000));
    trial.upload().accept().persist(2000);
    assertThat(trial.frames()).isEqualTo(new Accounting(9, 4, 0));
  }

  @Test
  void put_tellsTheUploadThatThereIsData() throws Exception {
    SessionTrial trial = SessionTrial.open();
    trial.put(key(0));
    FakeUpload upload = trial.upload().accept();
    int before = upload.pumped();

    trial.put(delta(40));
    assertThat(upload.pumped()).isEqualTo(before + 1);
    trial.executor.runDue();
    assertThat(upload.pumped()).isEqualTo(before + 1);
  }

  @Test
  void dataThatComesByItself_isPumpedLater() throws Exception {
    SessionTrial trial = SessionTrial.open();
    trial.put(key(0));
    FakeUpload upload = trial.upload().accept();
    int before = upload.pumped();

    trial.stream().listener().dataAvailable(new io.github.kvssecure.spi.UploadId(1));
    assertThat(upload.pumped()).isEqualTo(before);
    trial.executor.runDue();
    assertThat(upload.pumped()).isEqualTo(before + 1);
  }
}
