package io.github.kvssecure.contract;

import io.github.kvssecure.media.Codec;
import io.github.kvssecure.media.CodecPrivateData;
import io.github.kvssecure.media.Frame;
import io.github.kvssecure.media.Track;
import io.github.kvssecure.media.TrackType;
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

/**
 * Streams, tracks and frames for the contract. The parameter sets are those of x264 and x265, the
 * configuration records those that ffmpeg made of them; the frames are synthetic.
 */
public final class ContractMedia {

  public static final Instant START = Instant.parse("2026-01-02T03:04:05Z");
  public static final int VIDEO = 1;
  public static final int AUDIO = 2;
  public static final int FRAMES_PER_FRAGMENT = 25;

  /** H.264 High, 320 x 240. */
  public static final byte[] AVCC =
      hex(
          "0164000dffe100176764000dacb20283f60220000003002000000641e2854901000668ebc3cb22c0fdf8f800");

  public static final byte[] AVC_SPS = hex("6764000dacb20283f60220000003002000000641e28549");
  public static final byte[] AVC_PPS = hex("68ebc3cb22c0");

  /** H.265 Main, 318 x 238. */
  public static final byte[] HVCC =
      hex(
          "0101600000009000000000003cf000fcfdf8f800000f03"
              + "200001001840010c01ffff01600000030090000003000003003c959809"
              + "210001002b42010101600000030090000003000003003ca00a080f1d565959a4932bc05a020000030002000003003210"
              + "22000100074401c172b46240");

  public static final byte[] HEVC_VPS = hex("40010c01ffff01600000030090000003000003003c959809");
  public static final byte[] HEVC_SPS =
      hex("42010101600000030090000003000003003ca00a080f1d565959a4932bc05a020000030002000003003210");
  public static final byte[] HEVC_PPS = hex("4401c172b46240");

  /** AAC-LC, 48 kHz, 2 channels. */
  public static final byte[] AAC = hex("1190");

  private static final AtomicInteger NAMES = new AtomicInteger();

  private ContractMedia() {}

  private static byte[] hex(String digits) {
    return HexFormat.of().parseHex(digits);
  }

  public static Track video() {
    return Track.h264(VIDEO, AVCC);
  }

  public static Track audio() {
    return Track.aac(AUDIO, AAC);
  }

  /** Any codec that nobody looks into. */
  public static Track passThrough(int number) {
    return new Track(
        number,
        new Codec(TrackType.VIDEO, "V_VP9", "video/x-vnd.on2.vp9"),
        CodecPrivateData.of(new byte[] {1, 1, 0}));
  }

  /** A spec with a name of its own. */
  public static StreamSpec spec(Track first, Track... others) {
    StreamSpec.Builder spec =
        StreamSpec.builder(StreamName.of("contract-" + NAMES.incrementAndGet()), first);
    Arrays.stream(others).forEach(spec::track);
    return spec.build();
  }

  public static StreamDescription description(StreamSpec spec, int retentionHours) {
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

  public static MediaStream open(
      MediaProducer producer, StreamSpec spec, MediaStreamListener listener) {
    return producer.open(spec, description(spec, 24), listener, Duration.ofSeconds(10));
  }

  /** When the {@code index}th frame is shown: 25 frames a second. */
  public static Instant time(int index) {
    return START.plusMillis(40L * index);
  }

  /** The timecode of a fragment of {@link #videoFrame}: each is one second. */
  public static long fragment(int number) {
    return START.plusSeconds(number).toEpochMilli();
  }

  /** The {@code index}th video frame; every 25th is a key frame. */
  public static Frame videoFrame(int index) {
    ByteBuffer data = ByteBuffer.wrap(payload(index, 2000));
    return index % FRAMES_PER_FRAGMENT == 0
        ? Frame.key(VIDEO, time(index), data)
        : Frame.delta(VIDEO, time(index), data);
  }

  /** The {@code index}th audio frame, 3 ms after a video frame. */
  public static Frame audioFrame(int index) {
    return Frame.delta(AUDIO, time(index).plusMillis(3), ByteBuffer.wrap(payload(index, 300)));
  }

  /** One access unit with a length of 4 bytes before it; the rest names the frame. */
  public static byte[] payload(int index, int size) {
    byte[] data = new byte[size];
    Arrays.fill(data, (byte) index);
    ByteBuffer.wrap(data).putInt(size - 4).put((byte) 0x65).putInt(index);
    return data;
  }

  /** NAL units with start codes. */
  public static ByteBuffer annexB(byte[]... units) {
    ByteBuffer out = ByteBuffer.allocate(Arrays.stream(units).mapToInt(u -> u.length + 4).sum());
    for (byte[] unit : units) {
      out.putInt(1).put(unit);
    }
    return out.flip();
  }

  /** The same NAL units with lengths. */
  public static byte[] lengthPrefixed(byte[]... units) {
    ByteBuffer out = ByteBuffer.allocate(Arrays.stream(units).mapToInt(u -> u.length + 4).sum());
    for (byte[] unit : units) {
      out.putInt(unit.length).put(unit);
    }
    return out.array();
  }

  /** A raw AAC frame with an ADTS header before it: AAC-LC, 48 kHz, 2 channels. */
  public static byte[] adts(byte[] raw) {
    int length = raw.length + 7;
    return ByteBuffer.allocate(length)
        .put((byte) 0xff)
        .put((byte) 0xf1)
        .put((byte) 0x4c)
        .put((byte) (0x80 | length >> 11))
        .put((byte) (length >> 3))
        .put((byte) ((length & 7) << 5 | 0x1f))
        .put((byte) 0xfc)
        .put(raw)
        .array();
  }

  public static void putVideo(MediaStream stream, int from, int to) {
    for (int i = from; i < to; i++) {
      stream.put(videoFrame(i));
    }
  }
}
