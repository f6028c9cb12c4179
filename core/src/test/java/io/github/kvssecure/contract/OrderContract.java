package io.github.kvssecure.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.kvssecure.local.mkv.MkvFrame;
import io.github.kvssecure.media.Frame;
import io.github.kvssecure.spi.MediaProducerException;
import io.github.kvssecure.spi.MediaStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** In which order frames of two tracks are taken. Times are milliseconds after a key frame at 0. */
abstract class OrderContract extends StreamContract {

  private MediaStream stream;

  @BeforeEach
  void openTwoTracks() {
    stream = open(ContractMedia.spec(ContractMedia.video(), ContractMedia.audio()));
  }

  private static Instant at(int millis) {
    return ContractMedia.START.plusMillis(millis);
  }

  private static ByteBuffer data() {
    return ByteBuffer.wrap(ContractMedia.payload(1, 100));
  }

  private static Frame key(int millis) {
    return Frame.key(ContractMedia.VIDEO, at(millis), data());
  }

  private static Frame video(int millis) {
    return Frame.delta(ContractMedia.VIDEO, at(millis), data());
  }

  private static Frame audio(int millis) {
    return Frame.delta(ContractMedia.AUDIO, at(millis), data());
  }

  private void taken(Frame frame) {
    assertThatCode(() -> stream.put(frame)).doesNotThrowAnyException();
  }

  private void refused(Frame frame) {
    assertThatThrownBy(() -> stream.put(frame)).isInstanceOf(MediaProducerException.class);
  }

  private ReadingService read() throws Exception {
    ReadingService service = service(stream);
    stream.drain();
    service.readAll();
    return service;
  }

  @Test
  void framesInDecodingOrderOverAllTracks_areTaken() throws Exception {
    taken(key(0));
    taken(audio(3));
    taken(video(40));
    taken(audio(43));
    assertThat(read().frames()).hasSize(4);
  }

  @Test
  void equalTimes_areTaken() throws Exception {
    taken(key(0));
    taken(audio(0));
    taken(video(40));
    taken(video(40));
    assertThat(read().frames()).hasSize(4);
  }

  @Test
  void frameDecodedBeforeTheOneBeforeIt_isRefused_andDamagesNothing() throws Exception {
    taken(key(0));
    refused(audio(-1));
    taken(audio(1005));
    refused(key(1000));
    refused(video(1000));
    taken(video(1040));
    ReadingService service = read();

    assertThat(service.frames()).hasSize(3);
    assertThat(service.frames().get(2).timestamp())
        .isEqualTo(Duration.between(Instant.EPOCH, at(1040)));
  }

  @Test
  void reorderedVideo_isTakenByDecodingTime() throws Exception {
    taken(key(80).decodedAt(at(0)));
    taken(audio(81));
    taken(video(200).decodedAt(at(120)));
    taken(video(160).decodedAt(at(160)));
    assertThat(read().frames())
        .extracting(MkvFrame::timestamp)
        .containsExactly(
            Duration.between(Instant.EPOCH, at(80)),
            Duration.between(Instant.EPOCH, at(81)),
            Duration.between(Instant.EPOCH, at(200)),
            Duration.between(Instant.EPOCH, at(160)));
  }

  /**
   * Video with B pictures beside sound: decoding times are moved by what key frames are decoded
   * early, 80 ms, so that pictures are decoded after they are shown and sound finds its place.
   */
  @Test
  void reorderedVideoBesideSound_isTaken_ifItsDecodingTimesAreMoved() throws Exception {
    taken(key(80));
    taken(audio(90));
    taken(video(200).decodedAt(at(120)));
    taken(audio(130));
    taken(video(120).decodedAt(at(160)));
    taken(video(160).decodedAt(at(200)));
    taken(audio(230));
    taken(key(240));
    taken(audio(250));
    ReadingService service = read();

    assertThat(service.fragments()).hasSize(2);
    assertThat(service.frames())
        .extracting(frame -> frame.timestamp().minus(Duration.between(Instant.EPOCH, at(0))))
        .extracting(Duration::toMillis)
        .containsExactly(80L, 90L, 200L, 130L, 120L, 160L, 230L, 240L, 250L);
  }

  @Test
  void leadingFrameShownBeforeItsKeyFrame_isRefused() {
    taken(key(80).decodedAt(at(0)));
    refused(video(40).decodedAt(at(40)));
  }

  @Test
  void frameThatMatroskaCannotPlaceInItsFragment_isRefused() {
    taken(key(0));
    taken(video(32_767));
    refused(video(32_768));
  }

  @Test
  void framesBeforeTheFirstKeyFrameOfVideo_areRefused() throws Exception {
    refused(video(0));
    refused(audio(1));
    taken(key(40));
    taken(audio(41));
    assertThat(read().frames()).hasSize(2);
  }

  @Test
  void timesAreCutToTheMillisecond() throws Exception {
    Instant time = at(0).plusNanos(999_999);
    taken(Frame.key(ContractMedia.VIDEO, time, data()));
    assertThat(read().frames())
        .extracting(MkvFrame::timestamp)
        .containsExactly(Duration.between(Instant.EPOCH, at(0)));
  }
}
