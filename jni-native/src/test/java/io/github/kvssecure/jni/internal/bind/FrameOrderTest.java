package io.github.kvssecure.jni.internal.bind;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kvssecure.media.Frame;
import io.github.kvssecure.spi.MediaProducerException;
import io.github.kvssecure.spi.MediaStream;
import io.github.kvssecure.stream.StreamSpec;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * The order in which native code takes the frames of two tracks. The session keeps to it; this says
 * what it has to keep to. Times are milliseconds after a key frame at 0.
 */
class FrameOrderTest {

  private static final int ACCEPTED = 0;
  private static final int DECODED_BEFORE_THE_LAST_FRAME = 0x30000005;
  private static final int BEFORE_ITS_FRAGMENT = 0x32000002;
  private static final int TOO_FAR_FROM_ITS_FRAGMENT = 0x3200000c;

  private final RecordingListener listener = new RecordingListener();
  private final StreamSpec spec = Media.spec(Media.video()).track(Media.audio()).build();
  private final MediaStream stream = Media.open(spec, listener);

  @AfterEach
  void closeStream() {
    stream.close();
  }

  private static Instant at(int millis) {
    return Media.START.plusMillis(millis);
  }

  private static ByteBuffer data() {
    return ByteBuffer.wrap(Media.payload(1, 100));
  }

  private int put(Frame frame) {
    try {
      stream.put(frame);
      return ACCEPTED;
    } catch (MediaProducerException e) {
      return e.status();
    }
  }

  private int key(int millis) {
    return put(Frame.key(Media.VIDEO, at(millis), data()));
  }

  private int video(int millis) {
    return put(Frame.delta(Media.VIDEO, at(millis), data()));
  }

  private int audio(int millis) {
    return put(Frame.delta(Media.AUDIO, at(millis), data()));
  }

  private int framesInTheBody() throws Exception {
    FakeService service = new FakeService(stream, listener, listener.awaitUpload());
    stream.drain();
    service.readAll();
    return service.frames().size();
  }

  @Test
  void framesInDecodingOrderOverAllTracks_areTaken() throws Exception {
    assertThat(key(0)).isEqualTo(ACCEPTED);
    assertThat(audio(3)).isEqualTo(ACCEPTED);
    assertThat(video(40)).isEqualTo(ACCEPTED);
    assertThat(audio(43)).isEqualTo(ACCEPTED);
    assertThat(framesInTheBody()).isEqualTo(4);
  }

  @Test
  void equalTimesOnTwoTracks_areTaken() throws Exception {
    assertThat(key(0)).isEqualTo(ACCEPTED);
    assertThat(audio(0)).isEqualTo(ACCEPTED);
    assertThat(video(40)).isEqualTo(ACCEPTED);
    assertThat(audio(40)).isEqualTo(ACCEPTED);
    assertThat(framesInTheBody()).isEqualTo(4);
  }

  @Test
  void equalTimesOnOneTrack_areTaken() throws Exception {
    assertThat(key(0)).isEqualTo(ACCEPTED);
    assertThat(audio(1)).isEqualTo(ACCEPTED);
    assertThat(video(40)).isEqualTo(ACCEPTED);
    assertThat(video(40)).isEqualTo(ACCEPTED);
    assertThat(framesInTheBody()).isEqualTo(4);
  }

  @Test
  void audioBeforeTheKeyFrameOfItsFragment_isRefused() {
    assertThat(key(0)).isEqualTo(ACCEPTED);
    assertThat(audio(-1)).isEqualTo(DECODED_BEFORE_THE_LAST_FRAME);
    assertThat(audio(990)).isEqualTo(ACCEPTED);
    assertThat(key(1000)).isEqualTo(ACCEPTED);
    assertThat(audio(999)).isEqualTo(DECODED_BEFORE_THE_LAST_FRAME);
    assertThat(audio(1000)).isEqualTo(ACCEPTED);
  }

  @Test
  void audioBehindTheLastVideoFrame_isRefused() {
    assertThat(key(0)).isEqualTo(ACCEPTED);
    assertThat(video(40)).isEqualTo(ACCEPTED);
    assertThat(audio(39)).isEqualTo(DECODED_BEFORE_THE_LAST_FRAME);
    assertThat(audio(40)).isEqualTo(ACCEPTED);
  }

  @ShownGone("5-bad-frames")
  @Test
  void keyFrameBehindTheLastAudioFrame_isRefused_andDamagesNothing() throws Exception {
    assertThat(key(0)).isEqualTo(ACCEPTED);
    assertThat(audio(1005)).isEqualTo(ACCEPTED);
    assertThat(key(1000)).isEqualTo(DECODED_BEFORE_THE_LAST_FRAME);
    assertThat(key(1010)).isEqualTo(ACCEPTED);
    assertThat(audio(1011)).isEqualTo(ACCEPTED);
    assertThat(framesInTheBody()).isEqualTo(4);
  }

  /** Native code alone would count its time from the refused key frame, silently. */
  @Test
  void frameAfterARefusedKeyFrame_keepsItsTime() throws Exception {
    assertThat(key(0)).isEqualTo(ACCEPTED);
    assertThat(audio(1005)).isEqualTo(ACCEPTED);
    assertThat(key(1000)).isEqualTo(DECODED_BEFORE_THE_LAST_FRAME);
    assertThat(video(1040)).isEqualTo(ACCEPTED);
    FakeService service = new FakeService(stream, listener, listener.awaitUpload());
    service.readAvailable();
    assertThat(service.frames())
        .last()
        .satisfies(
            frame ->
                assertThat(frame.timestamp())
                    .isEqualTo(Duration.ofMillis(at(1040).toEpochMilli())));
  }

  @Test
  void reorderedVideo_isTakenByDecodingTime() throws Exception {
    assertThat(put(Frame.key(Media.VIDEO, at(80), data()).decodedAt(at(0)))).isEqualTo(ACCEPTED);
    assertThat(audio(81)).isEqualTo(ACCEPTED);
    assertThat(put(Frame.delta(Media.VIDEO, at(200), data()).decodedAt(at(120))))
        .isEqualTo(ACCEPTED);
    assertThat(put(Frame.delta(Media.VIDEO, at(160), data()).decodedAt(at(160))))
        .isEqualTo(ACCEPTED);
    assertThat(framesInTheBody()).isEqualTo(4);
  }

  @Test
  void leadingFrameShownBeforeItsKeyFrame_isRefused() {
    assertThat(put(Frame.key(Media.VIDEO, at(80), data()).decodedAt(at(0)))).isEqualTo(ACCEPTED);
    assertThat(put(Frame.delta(Media.VIDEO, at(40), data()).decodedAt(at(40))))
        .isEqualTo(BEFORE_ITS_FRAGMENT);
  }

  @Test
  void frameMoreThanThirtyTwoSecondsIntoItsFragment_isRefused() {
    assertThat(key(0)).isEqualTo(ACCEPTED);
    assertThat(video(32_767)).isEqualTo(ACCEPTED);
    assertThat(video(32_768)).isEqualTo(TOO_FAR_FROM_ITS_FRAGMENT);
  }

  /** Native code alone would swallow them without a word. */
  @ShownGone("5-first-not-key")
  @Test
  void framesBeforeTheFirstKeyFrame_areRefused() throws Exception {
    assertThat(video(0)).isEqualTo(MediaProducerException.NO_STATUS);
    assertThat(audio(1)).isEqualTo(MediaProducerException.NO_STATUS);
    assertThat(key(40)).isEqualTo(ACCEPTED);
    assertThat(audio(41)).isEqualTo(ACCEPTED);
    assertThat(framesInTheBody()).isEqualTo(2);
  }
}
