package io.github.kvssecure.jni.internal.bind;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.github.kvssecure.local.mkv.MkvFrame;
import io.github.kvssecure.media.Codec;
import io.github.kvssecure.media.CodecPrivateData;
import io.github.kvssecure.media.Frame;
import io.github.kvssecure.media.Track;
import io.github.kvssecure.media.TrackType;
import io.github.kvssecure.spi.MediaProducerException;
import io.github.kvssecure.spi.MediaStream;
import io.github.kvssecure.stream.IngestConfigurationException;
import io.github.kvssecure.stream.StreamSpec;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Input that native code does not survive, or loses silently. Every case runs in this JVM: if one
 * got through, there would be no result at all.
 */
class HostileInputTest {

  private static final byte[] BYTES = Media.payload(0, 2000);

  private final RecordingListener listener = new RecordingListener();

  /** Buffers of every kind, each with the same 2000 bytes between position and limit. */
  static Stream<Arguments> buffers() {
    return Stream.of(
        arguments("heap", ByteBuffer.wrap(BYTES.clone())),
        arguments("heap, read-only", ByteBuffer.wrap(BYTES.clone()).asReadOnlyBuffer()),
        arguments("heap, position above 0", inside(ByteBuffer.allocate(3000))),
        arguments("heap, slice", inside(ByteBuffer.allocate(3000)).slice()),
        arguments("heap, read-only, position above 0", readOnlyInside(ByteBuffer.allocate(3000))),
        arguments("direct", inside(ByteBuffer.allocateDirect(2000 + 248)).slice()),
        arguments("direct, position above 0", inside(ByteBuffer.allocateDirect(3000))),
        arguments("direct, read-only", readOnlyInside(ByteBuffer.allocateDirect(3000))));
  }

  private static ByteBuffer inside(ByteBuffer buffer) {
    buffer.position(248);
    buffer.put(BYTES);
    buffer.position(248).limit(2248);
    return buffer;
  }

  private static ByteBuffer readOnlyInside(ByteBuffer buffer) {
    return inside(buffer).asReadOnlyBuffer();
  }

  @ShownGone({"5-read-only-buffer", "5-direct-position", "5-heap-position"})
  @ParameterizedTest(name = "{0}")
  @MethodSource("buffers")
  void everyKindOfBuffer_givesItsOwnBytes_andIsLeftAsItWas(String kind, ByteBuffer data)
      throws Exception {
    int position = data.position();
    int limit = data.limit();
    try (MediaStream stream = Media.openVideo(listener)) {
      stream.put(Frame.key(Media.VIDEO, Media.START, data));
      FakeService service = new FakeService(stream, listener, listener.awaitUpload());
      service.readAvailable();

      assertThat(service.frames()).singleElement().extracting(MkvFrame::data).isEqualTo(BYTES);
      assertThat(data.position()).isEqualTo(position);
      assertThat(data.limit()).isEqualTo(limit);
    }
  }

  /**
   * Frames that are refused before native code sees them, with the status they are refused with.
   */
  static Stream<Arguments> refusedFrames() {
    ByteBuffer data = ByteBuffer.wrap(BYTES);
    Frame good = Frame.key(Media.VIDEO, Media.START, data);
    return Stream.of(
        arguments(
            "empty",
            Frame.key(Media.VIDEO, Media.START, ByteBuffer.allocate(0)),
            NativeStatus.INVALID_FRAME_DATA),
        arguments(
            "empty, direct",
            Frame.key(Media.VIDEO, Media.START, ByteBuffer.allocateDirect(0)),
            NativeStatus.INVALID_FRAME_DATA),
        arguments(
            "undeclared track", Frame.key(9, Media.START, data), NativeStatus.UNDECLARED_TRACK),
        arguments(
            "negative track", Frame.key(-1, Media.START, data), NativeStatus.UNDECLARED_TRACK),
        arguments(
            "before 1970",
            Frame.key(Media.VIDEO, Instant.EPOCH.minusMillis(1), data),
            NativeStatus.INVALID_FRAME_TIMECODE),
        arguments(
            "decoded before 1970",
            good.decodedAt(Instant.EPOCH.minusSeconds(5)),
            NativeStatus.INVALID_FRAME_TIMECODE),
        arguments(
            "at the end of time",
            Frame.key(Media.VIDEO, Instant.MAX, data),
            NativeStatus.INVALID_FRAME_TIMECODE));
  }

  @ShownGone("5-bad-frames")
  @ParameterizedTest(name = "{0}")
  @MethodSource("refusedFrames")
  void refusedFrame_leavesTheStreamAsItWas(String what, Frame frame, int status) throws Exception {
    try (MediaStream stream = Media.openVideo(listener)) {
      stream.put(Media.videoFrame(0));
      assertThatThrownBy(() -> stream.put(frame))
          .asInstanceOf(type(MediaProducerException.class))
          .satisfies(e -> assertThat(e.status()).isEqualTo(status));
      Media.putVideo(stream, 1, 50);
      FakeService service = new FakeService(stream, listener, listener.awaitUpload());
      service.readAvailable();

      assertThat(service.videoNumbers()).hasSize(50);
    }
  }

  @Test
  void frameThatSaysItLastsForEver_dropsNothing() throws Exception {
    try (MediaStream stream = Media.openVideo(listener)) {
      Media.putVideo(stream, 0, 25);
      stream.put(Media.videoFrame(25).lasting(Duration.ofSeconds(Long.MAX_VALUE)));
      Media.putVideo(stream, 26, 50);
      FakeService service = new FakeService(stream, listener, listener.awaitUpload());
      service.readAvailable();

      assertThat(service.videoNumbers()).hasSize(50);
      assertThat(listener.dropped).isEmpty();
    }
  }

  @ShownGone("5-huge-frame")
  @Test
  void frameLargerThanTheStoreCanEverTake_isRefused_andTheStreamGoesOn() throws Exception {
    int most = Media.producer().maxFrameBytes();
    ByteBuffer tooLarge = ByteBuffer.allocateDirect(most + 1);
    try (MediaStream stream = Media.openVideo(listener)) {
      assertThatThrownBy(() -> stream.put(Frame.key(Media.VIDEO, Media.START, tooLarge)))
          .isInstanceOf(MediaProducerException.class)
          .hasMessageContaining(NativeSettings.STORAGE_PROPERTY);
      Media.putVideo(stream, 0, 50);
      FakeService service = new FakeService(stream, listener, listener.awaitUpload());
      service.readAvailable();
      assertThat(service.videoNumbers()).hasSize(50);
    }
  }

  @Test
  void largestFrame_goesThrough_andTheStreamGoesOn() throws Exception {
    int most = Media.producer().maxFrameBytes();
    try (MediaStream stream = Media.openVideo(listener)) {
      stream.put(Frame.key(Media.VIDEO, Media.START, ByteBuffer.allocateDirect(most)));
      FakeService service = new FakeService(stream, listener, listener.awaitUpload());
      service.readAvailable();
      assertThat(service.body().length).isGreaterThan(most);
      Media.putVideo(stream, 25, 50);
      service.readAvailable();
      assertThat(service.scanner().ended()).isEqualTo(Media.START.toEpochMilli());
    }
  }

  @Test
  void trackNumbersWithGaps_areRefused() {
    StreamSpec spec =
        Media.spec(Track.h264(3, Media.video().codecPrivateData().toByteArray())).build();
    assertThatThrownBy(() -> Media.open(spec, listener))
        .isInstanceOf(IngestConfigurationException.class)
        .hasMessageContaining("[3]");
  }

  /** Codec private data and codec ids of any kind: an open may fail, the JVM may not. */
  @ShownGone("5-bad-private-data")
  @Test
  void randomCodecPrivateData_neverEndsTheJvm() {
    Random random = new Random(42);
    List<Codec> codecs =
        List.of(
            Codec.H264,
            Codec.H265,
            Codec.AAC,
            new Codec(TrackType.VIDEO, "V_VP9", "video/x-vnd.on2.vp9"),
            new Codec(TrackType.AUDIO, "A_MS/ACM", "audio/alaw"),
            new Codec(TrackType.VIDEO, "V_MS/VFW/FOURCC", "video/h264"));
    int opened = 0;
    for (int i = 0; i < 300; i++) {
      byte[] bytes = new byte[1 + random.nextInt(i % 10 == 0 ? 70_000 : 60)];
      random.nextBytes(bytes);
      if (i % 3 == 0) {
        bytes[0] = 1;
      }
      Codec codec = codecs.get(i % codecs.size());
      StreamSpec spec = Media.spec(new Track(1, codec, CodecPrivateData.of(bytes))).build();
      try (MediaStream stream = Media.open(spec, new RecordingListener())) {
        stream.put(Frame.key(1, Media.START, ByteBuffer.wrap(bytes)));
        opened++;
      } catch (MediaProducerException refused) {
        assertThat(refused.status()).isNotZero();
      }
    }
    assertThat(opened).isPositive();
  }

  /** Frames of random bytes at random times, put with all that the API allows. */
  @Test
  void randomFrames_neverEndTheJvm() throws Exception {
    Random random = new Random(7);
    StreamSpec spec = Media.spec(Media.video()).track(Media.audio()).build();
    try (MediaStream stream = Media.open(spec, listener)) {
      stream.put(Media.videoFrame(0));
      FakeService service = new FakeService(stream, listener, listener.awaitUpload());
      for (int i = 0; i < 5000; i++) {
        byte[] bytes = new byte[random.nextInt(200)];
        random.nextBytes(bytes);
        Instant time = Media.START.plusMillis(random.nextInt(60_000));
        ByteBuffer data = ByteBuffer.wrap(bytes);
        int track = random.nextInt(4);
        Frame frame =
            random.nextBoolean() ? Frame.key(track, time, data) : Frame.delta(track, time, data);
        try {
          stream.put(
              random.nextBoolean()
                  ? frame.decodedAt(Media.START.plusMillis(random.nextInt(60_000)))
                  : frame);
        } catch (MediaProducerException refused) {
          assertThat(refused.status()).isNotZero();
        }
        if (i % 100 == 0) {
          service.readAvailable();
        }
      }
    }
  }
}
