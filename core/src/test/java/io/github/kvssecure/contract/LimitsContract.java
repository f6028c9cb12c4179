package io.github.kvssecure.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.github.kvssecure.local.mkv.MkvFrame;
import io.github.kvssecure.local.mkv.MkvTrack;
import io.github.kvssecure.media.Frame;
import io.github.kvssecure.media.Track;
import io.github.kvssecure.spi.MediaProducerException;
import io.github.kvssecure.spi.MediaStream;
import io.github.kvssecure.stream.IngestConfigurationException;
import io.github.kvssecure.stream.StreamSpec;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Buffers of every kind, frames that are none, and a store that is full. */
abstract class LimitsContract extends StreamContract {

  private static final byte[] BYTES = ContractMedia.payload(0, 2000);
  private static final int LARGE = 8 << 20;

  /** Buffers of every kind, each with the same 2000 bytes between position and limit. */
  static Stream<Arguments> buffers() {
    return Stream.of(
        arguments("heap", ByteBuffer.wrap(BYTES.clone())),
        arguments("heap, read-only", ByteBuffer.wrap(BYTES.clone()).asReadOnlyBuffer()),
        arguments("heap, position above 0", inside(ByteBuffer.allocate(3000))),
        arguments("heap, slice", inside(ByteBuffer.allocate(3000)).slice()),
        arguments(
            "heap, read-only, position above 0",
            inside(ByteBuffer.allocate(3000)).asReadOnlyBuffer()),
        arguments("direct", inside(ByteBuffer.allocateDirect(2248)).slice()),
        arguments("direct, position above 0", inside(ByteBuffer.allocateDirect(3000))),
        arguments("direct, read-only", inside(ByteBuffer.allocateDirect(3000)).asReadOnlyBuffer()));
  }

  private static ByteBuffer inside(ByteBuffer buffer) {
    buffer.position(248);
    buffer.put(BYTES);
    buffer.position(248).limit(2248);
    return buffer;
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("buffers")
  void everyKindOfBuffer_givesItsOwnBytes_andIsLeftAsItWas(String kind, ByteBuffer data)
      throws Exception {
    int position = data.position();
    int limit = data.limit();
    MediaStream stream = openVideo();
    stream.put(Frame.key(ContractMedia.VIDEO, ContractMedia.START, data));
    ReadingService service = service(stream);
    service.readAvailable();

    assertThat(service.frames()).singleElement().extracting(MkvFrame::data).isEqualTo(BYTES);
    assertThat(data.position()).isEqualTo(position);
    assertThat(data.limit()).isEqualTo(limit);
  }

  @Test
  void bytesAreCopied_beforePutReturns() throws Exception {
    byte[] reused = ContractMedia.payload(7, 2000);
    MediaStream stream = openVideo();
    stream.put(Frame.key(ContractMedia.VIDEO, ContractMedia.START, ByteBuffer.wrap(reused)));
    java.util.Arrays.fill(reused, (byte) -1);
    ReadingService service = service(stream);
    service.readAvailable();

    assertThat(service.frames())
        .singleElement()
        .extracting(MkvFrame::data)
        .isEqualTo(ContractMedia.payload(7, 2000));
  }

  static Stream<Arguments> refusedFrames() {
    ByteBuffer data = ByteBuffer.wrap(BYTES);
    Instant start = ContractMedia.START;
    int video = ContractMedia.VIDEO;
    return Stream.of(
        arguments("empty", Frame.key(video, start, ByteBuffer.allocate(0))),
        arguments("empty, direct", Frame.key(video, start, ByteBuffer.allocateDirect(0))),
        arguments("undeclared track", Frame.key(9, start, data)),
        arguments("negative track", Frame.key(-1, start, data)),
        arguments("track beyond all", Frame.key(Integer.MAX_VALUE, start, data)),
        arguments("before 1970", Frame.key(video, Instant.EPOCH.minusMillis(1), data)),
        arguments(
            "decoded before 1970",
            Frame.key(video, start, data).decodedAt(Instant.EPOCH.minusSeconds(5))),
        arguments("at the end of time", Frame.key(video, Instant.MAX, data)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("refusedFrames")
  void refusedFrame_leavesTheStreamAsItWas(String what, Frame frame) throws Exception {
    MediaStream stream = openVideo();
    stream.put(ContractMedia.videoFrame(0));
    assertThatThrownBy(() -> stream.put(frame)).isInstanceOf(MediaProducerException.class);
    ContractMedia.putVideo(stream, 1, 50);
    ReadingService service = service(stream);
    service.readAvailable();

    assertThat(service.videoNumbers()).isEqualTo(frames(0, 50));
  }

  @Test
  void frameThatSaysItLastsForEver_dropsNothing() throws Exception {
    MediaStream stream = openVideo();
    ContractMedia.putVideo(stream, 0, 25);
    stream.put(ContractMedia.videoFrame(25).lasting(Duration.ofSeconds(Long.MAX_VALUE)));
    ContractMedia.putVideo(stream, 26, 50);
    ReadingService service = service(stream);
    service.readAvailable();

    assertThat(service.videoNumbers()).isEqualTo(frames(0, 50));
    assertThat(listener.dropped).isEmpty();
  }

  @Test
  void largestFrame_goesThrough_aLargerOneIsRefused_andTheStreamGoesOn() throws Exception {
    int most = Math.min(subject().producer().maxFrameBytes(), 49_000_000);
    MediaStream stream = openVideo();
    ByteBuffer tooLarge = ByteBuffer.allocateDirect(subject().producer().maxFrameBytes() + 1);
    assertThatThrownBy(
            () -> stream.put(Frame.key(ContractMedia.VIDEO, ContractMedia.START, tooLarge)))
        .isInstanceOf(MediaProducerException.class)
        .hasMessageContaining("-Dio.github.kvssecure.");
    stream.put(
        Frame.key(
            ContractMedia.VIDEO,
            ContractMedia.START,
            ByteBuffer.wrap(ContractMedia.payload(0, most))));
    ContractMedia.putVideo(stream, 25, 50);
    ReadingService service = service(stream);
    service.readAvailable();

    assertThat(service.frames()).hasSize(26);
    assertThat(service.frames().get(0).size()).isEqualTo(most);
  }

  @Test
  void fullStore_refusesTheFrame_tellsPressure_andTakesItOnceThereIsRoom() throws Exception {
    MediaStream stream = openVideo();
    int put = 0;
    MediaProducerException refusal = null;
    while (refusal == null) {
      try {
        stream.put(large(put));
        put++;
      } catch (MediaProducerException e) {
        refusal = e;
      }
    }
    assertThat(put).isBetween(3, 1000);
    assertThat(listener.pressure).isNotEmpty();
    ReadingService service = service(stream);
    service.readAvailable();
    service.persistEnded();
    stream.put(large(put));
    stream.drain();
    service.readAll();

    assertThat(service.videoNumbers()).isEqualTo(frames(0, put + 1));
    assertThat(listener.dropped).isEmpty();
  }

  private static Frame large(int index) {
    return Frame.key(
        ContractMedia.VIDEO,
        ContractMedia.START.plusSeconds(index),
        ByteBuffer.wrap(ContractMedia.payload(index, LARGE)));
  }

  @Test
  void trackNumbersWithGaps_areKept_orRefused() throws Exception {
    StreamSpec spec = ContractMedia.spec(Track.h264(3, ContractMedia.AVCC));
    if (subject().has(Deviation.NUMBERS_TRACKS_WITHOUT_GAPS)) {
      assertThatThrownBy(() -> open(spec))
          .isInstanceOf(IngestConfigurationException.class)
          .hasMessageContaining("[3]");
      return;
    }
    MediaStream stream = open(spec);
    stream.put(Frame.key(3, ContractMedia.START, ByteBuffer.wrap(BYTES)));
    ReadingService service = service(stream);
    service.readAvailable();

    assertThat(service.header().tracks()).extracting(MkvTrack::number).containsExactly(3);
    assertThat(service.frames()).extracting(MkvFrame::trackNumber).containsExactly(3);
  }

  /** Frames of random bytes at random times: each is taken or refused, and the stream lives on. */
  @Test
  void randomFrames_neverBreakTheStream() throws Exception {
    Random random = new Random(7);
    MediaStream stream = open(ContractMedia.spec(ContractMedia.video(), ContractMedia.audio()));
    stream.put(ContractMedia.videoFrame(0));
    ReadingService service = service(stream);
    int taken = 1;
    for (int i = 0; i < 5000; i++) {
      byte[] bytes = new byte[random.nextInt(200)];
      random.nextBytes(bytes);
      Instant time = ContractMedia.START.plusMillis(random.nextInt(60_000));
      ByteBuffer data = ByteBuffer.wrap(bytes);
      int track = random.nextInt(4);
      Frame frame =
          random.nextBoolean() ? Frame.key(track, time, data) : Frame.delta(track, time, data);
      try {
        stream.put(
            random.nextBoolean()
                ? frame.decodedAt(ContractMedia.START.plusMillis(random.nextInt(60_000)))
                : frame);
        taken++;
      } catch (MediaProducerException refused) {
        assertThat(refused).hasMessageContaining(" ");
      }
      if (i % 100 == 0) {
        service.readAvailable();
      }
    }
    service.readAvailable();
    assertThat(service.frames()).hasSize(taken);
  }
}
