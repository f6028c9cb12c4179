package io.github.kvssecure.jni.internal.bind;

import io.github.kvssecure.jni.NativeMediaProducerProvider;
import io.github.kvssecure.media.Frame;
import io.github.kvssecure.media.Track;
import io.github.kvssecure.spi.MediaProducer;
import io.github.kvssecure.spi.MediaStream;
import io.github.kvssecure.spi.MediaStreamListener;
import io.github.kvssecure.stream.Retention;
import io.github.kvssecure.stream.StreamDescription;
import io.github.kvssecure.stream.StreamName;
import io.github.kvssecure.stream.StreamSpec;
import io.github.kvssecure.stream.StreamStatus;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicInteger;

/** Streams, tracks and frames for tests; the frames are synthetic. */
final class Media {

  static final Instant START = Instant.parse("2026-01-02T03:04:05Z");
  static final int VIDEO = 1;
  static final int AUDIO = 2;
  static final int FRAMES_PER_FRAGMENT = 25;

  // An avcC record (ISO/IEC 14496-15) of a 640x480 baseline stream: one SPS, one PPS.
  private static final byte[] AVCC =
      HexFormat.of().parseHex("0142001effe1000b6742001e95a8280f6402200001000468ce3c80");
  // An AudioSpecificConfig (ISO/IEC 14496-3): AAC-LC, 48 kHz, 2 channels.
  private static final byte[] AAC = HexFormat.of().parseHex("1190");

  private static final AtomicInteger NAMES = new AtomicInteger();

  private Media() {}

  static MediaProducer producer() {
    return new NativeMediaProducerProvider().mediaProducer();
  }

  static Track video() {
    return Track.h264(VIDEO, AVCC);
  }

  static Track audio() {
    return Track.aac(AUDIO, AAC);
  }

  /** A spec with a name of its own. */
  static StreamSpec.Builder spec(Track track) {
    return StreamSpec.builder(StreamName.of("camera-" + NAMES.incrementAndGet()), track);
  }

  static StreamDescription description(StreamSpec spec, int retentionHours) {
    return StreamDescription.builder(
            "arn:aws:kinesisvideo:eu-central-1:123456789012:stream/"
                + spec.name()
                + "/1700000000000",
            StreamStatus.ACTIVE)
        .retention(Retention.ofHours(retentionHours))
        .kmsKeyId("arn:aws:kms:eu-central-1:123456789012:key/0123abcd-0123-0123-0123-0123456789ab")
        .mediaType(spec.mediaType().value())
        .build();
  }

  static MediaStream open(StreamSpec spec, MediaStreamListener listener) {
    return producer().open(spec, description(spec, 24), listener, Duration.ofSeconds(10));
  }

  static MediaStream openVideo(MediaStreamListener listener) {
    return open(spec(video()).build(), listener);
  }

  /** The {@code index}th video frame at 25 frames a second; each fragment is one second. */
  static Frame videoFrame(int index) {
    Instant time = START.plusMillis(40L * index);
    ByteBuffer data = ByteBuffer.wrap(payload(index, 2000));
    return index % FRAMES_PER_FRAGMENT == 0
        ? Frame.key(VIDEO, time, data)
        : Frame.delta(VIDEO, time, data);
  }

  /** The {@code index}th audio frame, 40 ms apart, 3 ms after a video frame. */
  static Frame audioFrame(int index) {
    return Frame.delta(
        AUDIO, START.plusMillis(40L * index + 3), ByteBuffer.wrap(payload(index, 300)));
  }

  /** One access unit with a length of 4 bytes before it; the rest names the frame. */
  static byte[] payload(int index, int size) {
    byte[] data = new byte[size];
    Arrays.fill(data, (byte) index);
    ByteBuffer.wrap(data).putInt(size - 4).put((byte) 0x65).putInt(index);
    return data;
  }

  static void putVideo(MediaStream stream, int from, int to) {
    for (int i = from; i < to; i++) {
      stream.put(videoFrame(i));
    }
  }
}
