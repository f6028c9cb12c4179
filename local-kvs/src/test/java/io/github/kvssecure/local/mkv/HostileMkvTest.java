package io.github.kvssecure.local.mkv;

import static io.github.kvssecure.local.mkv.RawMkv.EBML;
import static io.github.kvssecure.local.mkv.RawMkv.INFO;
import static io.github.kvssecure.local.mkv.RawMkv.SEGMENT;
import static io.github.kvssecure.local.mkv.RawMkv.VIDEO_HEADER;
import static io.github.kvssecure.local.mkv.RawMkv.block;
import static io.github.kvssecure.local.mkv.RawMkv.cluster;
import static io.github.kvssecure.local.mkv.RawMkv.element;
import static io.github.kvssecure.local.mkv.RawMkv.hex;
import static io.github.kvssecure.local.mkv.RawMkv.join;
import static io.github.kvssecure.local.mkv.RawMkv.keyBlock;
import static io.github.kvssecure.local.mkv.RawMkv.number;
import static io.github.kvssecure.local.mkv.RawMkv.sized;
import static io.github.kvssecure.local.mkv.RawMkv.tags;
import static io.github.kvssecure.local.mkv.RawMkv.text;
import static io.github.kvssecure.local.mkv.RawMkv.track;
import static io.github.kvssecure.local.mkv.RawMkv.unknownSize;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import java.util.Arrays;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Streams that an upload must not be, each with the error and the fragment that is named. */
class HostileMkvTest {
  private static final FragmentError INVALID = FragmentError.INVALID_MKV_DATA;
  private static final OptionalLong NONE = OptionalLong.empty();
  private static final byte[] VIDEO = track(1, 1, "V_MPEG4/ISO/AVC");
  private static final byte[] ONE = {1};

  @ParameterizedTest
  @MethodSource({"encodings", "documents", "headers", "clusters", "limits", "metadata"})
  void hostileStream_isRefusedByName(byte[] stream, FragmentError error, OptionalLong timecode) {
    MkvException whole = refusal(stream, stream.length);
    MkvException byBytes = refusal(stream, 1);

    assertThat(whole.error()).isEqualTo(error);
    assertThat(whole.timecodeMillis()).isEqualTo(timecode);
    assertThat(byBytes.error()).isEqualTo(error);
    assertThat(byBytes.getMessage()).isEqualTo(whole.getMessage());
  }

  private static MkvException refusal(byte[] stream, int slice) {
    return catchThrowableOfType(
        MkvException.class,
        () -> RecordingListener.read(stream, MkvLimits.putMedia(), Math.max(1, slice)));
  }

  private static Arguments invalid(String name, byte[]... parts) {
    return argumentSet(name, join(parts), INVALID, NONE);
  }

  private static Arguments inFragment(
      String name, FragmentError error, long timecode, byte[]... parts) {
    return argumentSet(name, join(parts), error, OptionalLong.of(timecode));
  }

  private static byte[] header(byte[]... tracks) {
    return join(EBML, SEGMENT, INFO, element(0x1654AE6B, tracks));
  }

  static Stream<Arguments> encodings() {
    return Stream.of(
        invalid("id of more than 4 bytes", VIDEO_HEADER, hex("08 00 00 00 00 81 00")),
        invalid("id of zero bits", VIDEO_HEADER, hex("80 81 00")),
        invalid("reserved id", VIDEO_HEADER, hex("FF 81 00")),
        invalid("size of more than 8 bytes", VIDEO_HEADER, hex("1F43B675 00 01")),
        invalid("size beyond the parent", EBML, SEGMENT, element(0x1549A966, sized(0x4D80, 100))),
        invalid("head beyond the parent", EBML, SEGMENT, element(0x1549A966, hex("4D")), INFO),
        invalid("unknown size on a leaf", EBML, SEGMENT, element(0x1549A966, hex("4D80FF"))),
        invalid("unknown size on Tags", VIDEO_HEADER, unknownSize(0x1254C367)),
        invalid("largest size on a leaf", EBML, SEGMENT, sized(0xEC, (1L << 56) - 2)),
        invalid("truncated in an id", VIDEO_HEADER, hex("1F43")),
        invalid("truncated in a size", VIDEO_HEADER, hex("1F43B675")),
        invalid("truncated in a header leaf", EBML, SEGMENT, hex("1549A966 88 4D80 85 61")),
        invalid(
            "number of 9 bytes",
            EBML,
            SEGMENT,
            element(0x1549A966, element(0x2AD7B1, new byte[9]))),
        invalid(
            "float of 3 bytes",
            header(join(element(0xAE, element(0xE1, element(0xB5, new byte[3])))))),
        invalid(
            "text that is not UTF-8",
            EBML,
            SEGMENT,
            element(0x1549A966, element(0x4D80, hex("C328")))),
        inFragment(
            "truncated in a block", INVALID, 9, VIDEO_HEADER, cluster(9, sized(0xA3, 100), ONE)));
  }

  static Stream<Arguments> documents() {
    return Stream.of(
        invalid("nothing at all"),
        invalid("text", text("GET / HTTP/1.1\r\n\r\n")),
        invalid("segment without EBML header", SEGMENT, INFO),
        invalid("unknown element at the top", EBML, element(0x42424242, ONE)),
        invalid("document type mp4", element(0x1A45DFA3, element(0x4282, text("mp4")))),
        invalid("no document type", element(0x1A45DFA3, element(0x42F7, number(1))), SEGMENT),
        invalid("EBML of version 2", element(0x1A45DFA3, element(0x42F7, number(2))), SEGMENT),
        invalid("second EBML header", VIDEO_HEADER, cluster(0, keyBlock(0)), EBML),
        invalid("second Segment", VIDEO_HEADER, cluster(0, keyBlock(0)), SEGMENT),
        invalid("header without tracks", EBML, SEGMENT, INFO),
        invalid("header without info", EBML, SEGMENT, element(0x1654AE6B, VIDEO)),
        invalid("Cluster before Tracks", EBML, SEGMENT, INFO, cluster(0, keyBlock(0))),
        invalid(
            "Tracks after a Cluster",
            VIDEO_HEADER,
            cluster(0, keyBlock(0)),
            element(0x1654AE6B, VIDEO)),
        invalid("second Info", EBML, SEGMENT, INFO, INFO),
        invalid("SeekHead", EBML, SEGMENT, element(0x114D9B74, ONE)),
        invalid("Cues", VIDEO_HEADER, cluster(0, keyBlock(0)), element(0x1C53BB6B, ONE)),
        invalid("Chapters", VIDEO_HEADER, element(0x1043A770, ONE)),
        invalid("Attachments", VIDEO_HEADER, element(0x1941A469, ONE)),
        invalid("unknown element in the segment", VIDEO_HEADER, element(0x12345678, ONE)),
        invalid("TrackEntry outside Tracks", VIDEO_HEADER, VIDEO),
        inFragment(
            "unknown element in a Cluster",
            INVALID,
            5,
            VIDEO_HEADER,
            cluster(5, element(0x12345678, ONE))));
  }

  static Stream<Arguments> headers() {
    byte[] doubled = join(VIDEO, VIDEO);
    byte[] compressed = element(0xAE, element(0xD7, ONE), element(0x6D80, ONE));
    byte[] nested = element(0x67C8, element(0x67C8, element(0x67C8, element(0x45A3, ONE))));
    return Stream.of(
        invalid("zero tracks", header()),
        argumentSet(
            "four tracks",
            header(VIDEO, track(2, 2, "A_AAC"), track(3, 2, "A_AAC"), track(4, 2, "A_AAC")),
            FragmentError.MORE_THAN_ALLOWED_TRACKS_FOUND,
            NONE),
        invalid("two tracks of one number", header(doubled)),
        invalid("track number 0", header(track(0, 1, "V_VP9"))),
        invalid("track without codec id", header(track(1, 1, ""))),
        invalid("compressed track", header(compressed)),
        invalid(
            "timecode scale 0", EBML, SEGMENT, element(0x1549A966, element(0x2AD7B1, number(0)))),
        invalid(
            "timecode scale 99 ns",
            EBML,
            SEGMENT,
            element(0x1549A966, element(0x2AD7B1, number(99)))),
        invalid(
            "segment uid of 3 bytes",
            EBML,
            SEGMENT,
            element(0x1549A966, element(0x73A4, new byte[3]))),
        invalid(
            "codec private data over 1 MiB",
            EBML,
            SEGMENT,
            sized(0x1654AE6B, 1_100_000),
            sized(0xAE, 1_090_000),
            sized(0x63A2, (1 << 20) + 1)),
        invalid("header over 2 MiB", EBML, SEGMENT, INFO, sized(0xEC, 2 << 20)),
        invalid("nested too deep", VIDEO_HEADER, element(0x1254C367, element(0x7373, nested))));
  }

  static Stream<Arguments> clusters() {
    byte[] twoTracks = header(VIDEO, track(2, 2, "A_AAC"));
    byte[] audio = block(2, 0, 0x80, ONE);
    return Stream.of(
        inFragment(
            "undeclared track",
            FragmentError.TRACK_NUMBER_MISMATCH,
            7,
            VIDEO_HEADER,
            cluster(7, audio)),
        inFragment(
            "track without frame",
            FragmentError.FRAMES_MISSING_FOR_TRACK,
            7,
            twoTracks,
            cluster(7, keyBlock(0)),
            cluster(90, keyBlock(0), audio)),
        inFragment(
            "track without frame in the last fragment",
            FragmentError.FRAMES_MISSING_FOR_TRACK,
            90,
            twoTracks,
            cluster(7, keyBlock(0), audio),
            cluster(90, audio)),
        inFragment(
            "no frame at all", FragmentError.FRAMES_MISSING_FOR_TRACK, 7, VIDEO_HEADER, cluster(7)),
        inFragment(
            "block without a frame",
            INVALID,
            7,
            VIDEO_HEADER,
            cluster(7, block(1, 0, 0x80, new byte[0]))),
        inFragment(
            "block without flags",
            INVALID,
            7,
            VIDEO_HEADER,
            cluster(7, element(0xA3, hex("810000")))),
        inFragment("empty block", INVALID, 7, VIDEO_HEADER, cluster(7, element(0xA3))),
        inFragment("lacing", INVALID, 7, VIDEO_HEADER, cluster(7, block(1, 0, 0x86, ONE))),
        inFragment("BlockGroup without Block", INVALID, 7, VIDEO_HEADER, cluster(7, element(0xA0))),
        inFragment("second Timecode", INVALID, 7, VIDEO_HEADER, cluster(7, element(0xE7, ONE))),
        inFragment("frame before time zero", INVALID, 7, VIDEO_HEADER, cluster(7, keyBlock(-8))),
        invalid("block before Timecode", VIDEO_HEADER, unknownSize(0x1F43B675), keyBlock(0)),
        invalid("Cluster without Timecode", VIDEO_HEADER, unknownSize(0x1F43B675)),
        invalid("Timecode beyond nanoseconds", VIDEO_HEADER, cluster(Long.MAX_VALUE)),
        invalid("negative Timecode", VIDEO_HEADER, cluster(-1)),
        inFragment(
            "going-back timecode",
            FragmentError.FRAGMENT_TIMECODE_LESSER_THAN_PREVIOUS,
            1999,
            VIDEO_HEADER,
            cluster(2000, keyBlock(0)),
            cluster(1999, keyBlock(0))),
        inFragment(
            "repeated timecode",
            FragmentError.FRAGMENT_TIMECODE_LESSER_THAN_PREVIOUS,
            2000,
            VIDEO_HEADER,
            cluster(2000, keyBlock(0)),
            cluster(2000, keyBlock(0))),
        inFragment(
            "frame not after the fragment before",
            FragmentError.FRAGMENT_TIMECODE_LESSER_THAN_PREVIOUS,
            2020,
            VIDEO_HEADER,
            cluster(2000, keyBlock(0), keyBlock(40)),
            cluster(2020, keyBlock(20))));
  }

  static Stream<Arguments> limits() {
    byte[] most = sized(0xA3, 50_000_000);
    return Stream.of(
        inFragment(
            "fragment of 20.001 s",
            FragmentError.MAX_FRAGMENT_DURATION_REACHED,
            7,
            VIDEO_HEADER,
            cluster(7, keyBlock(0), keyBlock(20_001))),
        inFragment(
            "fragment over 50 MB, size unknown",
            FragmentError.MAX_FRAGMENT_SIZE_REACHED,
            7,
            VIDEO_HEADER,
            cluster(7, most)),
        argumentSet(
            "fragment over 50 MB, size known",
            join(VIDEO_HEADER, sized(0x1F43B675, 50_000_000)),
            FragmentError.MAX_FRAGMENT_SIZE_REACHED,
            NONE),
        inFragment(
            "fragment over 50 MB by Void",
            FragmentError.MAX_FRAGMENT_SIZE_REACHED,
            7,
            VIDEO_HEADER,
            cluster(7, sized(0xEC, 50_000_000))));
  }

  static Stream<Arguments> metadata() {
    String[] eleven = new String[22];
    Arrays.setAll(eleven, i -> "tag" + i);
    FragmentError bad = FragmentError.INVALID_FRAGMENT_METADATA;
    FragmentError many = FragmentError.FRAGMENT_METADATA_LIMIT_REACHED;
    byte[] notUtf8 =
        element(0x1254C367, element(0x7373, element(0x67C8, element(0x45A3, hex("FF")))));
    return Stream.of(
        argumentSet("eleven tags", join(VIDEO_HEADER, tags(eleven)), many, NONE),
        argumentSet(
            "eleven tags in two elements",
            join(VIDEO_HEADER, tags("a", "b"), tags(Arrays.copyOf(eleven, 20))),
            many,
            NONE),
        argumentSet(
            "reserved name",
            join(VIDEO_HEADER, tags("AWS_KINESISVIDEO_FRAGMENT_NUMBER", "1")),
            bad,
            NONE),
        argumentSet("reserved prefix", join(VIDEO_HEADER, tags("AWSome", "1")), bad, NONE),
        argumentSet("name of 129 bytes", join(VIDEO_HEADER, tags("n".repeat(129), "1")), bad, NONE),
        argumentSet(
            "value of 258 bytes", join(VIDEO_HEADER, tags("n", "\u00fc".repeat(129))), bad, NONE),
        argumentSet("tag without a name", join(VIDEO_HEADER, tags("", "1")), bad, NONE),
        argumentSet("name that is not UTF-8", join(VIDEO_HEADER, notUtf8), bad, NONE));
  }
}
