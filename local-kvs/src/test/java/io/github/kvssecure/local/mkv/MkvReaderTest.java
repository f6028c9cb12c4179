package io.github.kvssecure.local.mkv;

import static io.github.kvssecure.local.mkv.RawMkv.EBML;
import static io.github.kvssecure.local.mkv.RawMkv.INFO;
import static io.github.kvssecure.local.mkv.RawMkv.VIDEO_HEADER;
import static io.github.kvssecure.local.mkv.RawMkv.block;
import static io.github.kvssecure.local.mkv.RawMkv.blockContent;
import static io.github.kvssecure.local.mkv.RawMkv.cluster;
import static io.github.kvssecure.local.mkv.RawMkv.element;
import static io.github.kvssecure.local.mkv.RawMkv.join;
import static io.github.kvssecure.local.mkv.RawMkv.keyBlock;
import static io.github.kvssecure.local.mkv.RawMkv.number;
import static io.github.kvssecure.local.mkv.RawMkv.tags;
import static io.github.kvssecure.local.mkv.RawMkv.text;
import static io.github.kvssecure.local.mkv.RawMkv.track;
import static io.github.kvssecure.local.mkv.RawMkv.unknownSize;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MkvReaderTest {
  private static final byte[] CLOSED =
      tags("camera", "door", "AWS_KINESISVIDEO_END_OF_FRAGMENT", "");

  private static RecordingListener upload(byte[]... parts) throws MkvException {
    return RecordingListener.read(join(parts), MkvLimits.putMedia());
  }

  @Test
  void tagsBeforeACluster_describeIt() throws Exception {
    RecordingListener read =
        upload(
            VIDEO_HEADER,
            tags("n", "1"),
            cluster(1000, keyBlock(0)),
            tags("n", "2", "m", ""),
            tags("k", "3"),
            cluster(2000, keyBlock(0)),
            cluster(3000, keyBlock(0)));

    assertThat(read.fragments)
        .extracting(MkvFragment::tags)
        .containsExactly(Map.of("n", "1"), Map.of("n", "2", "m", "", "k", "3"), Map.of());
    assertThat(read.segmentTags).isEmpty();
  }

  @Test
  void tagsThatNoClusterFollows_areTheSegments() throws Exception {
    RecordingListener read = upload(VIDEO_HEADER, cluster(1000, keyBlock(0)), tags("n", "1"));

    assertThat(read.fragments).extracting(MkvFragment::tags).containsExactly(Map.of());
    assertThat(read.segmentTags).containsExactly(Map.of("n", "1"));
  }

  @Test
  void tagsBesideEndOfFragment_describeTheFragmentBeforeThem() throws Exception {
    RecordingListener read =
        upload(VIDEO_HEADER, cluster(1000, keyBlock(0)), CLOSED, cluster(2000, keyBlock(0)));

    assertThat(read.fragments).extracting(MkvFragment::tags).containsExactly(Map.of(), Map.of());
    assertThat(read.closingTags).containsExactly(Map.of("camera", "door"));
    assertThat(read.segmentTags).isEmpty();
  }

  @Test
  void fragmentOfUnknownSize_endsWithTheHeadOfTheTagsBehindIt() throws Exception {
    RecordingListener listener = new RecordingListener();
    MkvReader reader = new MkvReader(listener, MkvLimits.putMedia());
    byte[] media = join(VIDEO_HEADER, cluster(1000, keyBlock(0)));
    reader.feed(media, 0, media.length);
    assertThat(listener.fragments).isEmpty();

    reader.feed(CLOSED, 0, 4);

    assertThat(listener.fragments).hasSize(1);
    assertThat(listener.fragments.get(0).sizeBytes())
        .isEqualTo(media.length - (long) VIDEO_HEADER.length);
  }

  @Test
  void elementThatBelongsNowhere_endsNoFragment() throws Exception {
    RecordingListener listener = new RecordingListener();
    MkvReader reader = new MkvReader(listener, MkvLimits.putMedia());
    byte[] stream = join(VIDEO_HEADER, cluster(1000, keyBlock(0)), track(2, 2, "A_AAC"));

    MkvException refusal = refusal(() -> reader.feed(stream, 0, stream.length));

    assertThat(refusal.error()).isEqualTo(FragmentError.INVALID_MKV_DATA);
    assertThat(refusal.timecodeMillis()).hasValue(1000);
    assertThat(listener.fragments).isEmpty();
  }

  @Test
  void fragmentOfKnownSize_endsWithItsLastByte() throws Exception {
    RecordingListener listener = new RecordingListener();
    MkvReader reader = new MkvReader(listener, MkvLimits.putMedia());
    byte[] cluster = element(0x1F43B675, element(0xE7, number(5)), keyBlock(0));
    byte[] media = join(VIDEO_HEADER, cluster);

    reader.feed(media, 0, media.length - 1);
    assertThat(listener.fragments).isEmpty();
    reader.feed(media, media.length - 1, 1);
    assertThat(listener.fragments)
        .singleElement()
        .satisfies(fragment -> assertThat(fragment.sizeBytes()).isEqualTo(cluster.length));
  }

  @Test
  void headerOfTheNativeProducer_isRead() throws Exception {
    byte[] video = element(0xE0, element(0xB0, number(640)), element(0xBA, number(480)));
    byte[] entry =
        element(
            0xAE,
            element(0xD7, number(1)),
            element(0x73C5, number(77)),
            element(0x83, number(1)),
            element(0x86, text("V_MPEGH/ISO/HEVC")),
            element(0x536E, text("kinesis_video")),
            element(0x63A2, new byte[] {1, 2}),
            video);
    byte[] info =
        element(
            0x1549A966,
            element(0x73A4, new byte[16]),
            element(0x2AD7B1, number(100)),
            element(0x7BA9, text("Kinesis Video SDK\0\0")),
            element(0x4D80, text("mux")),
            element(0x5741, text("app")));
    RecordingListener read =
        upload(EBML, unknownSize(0x18538067), info, element(0x1654AE6B, entry));

    assertThat(read.headers)
        .containsExactly(
            new MkvHeader(
                "matroska",
                100,
                List.of(
                    MkvTrack.video(1, "V_MPEGH/ISO/HEVC")
                        .uid(77)
                        .name("kinesis_video")
                        .codecPrivate(new byte[] {1, 2})
                        .pixels(640, 480)
                        .build()),
                new byte[16],
                "Kinesis Video SDK",
                "mux",
                "app"));
  }

  @Test
  void timestamps_areClusterPlusBlock_alsoBelowTheClusters() throws Exception {
    RecordingListener read =
        upload(VIDEO_HEADER, cluster(1000, keyBlock(40), block(1, -7, 0, new byte[] {9})));

    assertThat(read.frames)
        .containsExactly(
            new MkvFrame(1, Duration.ofMillis(1040), true, new byte[] {1, 2, 3}),
            new MkvFrame(1, Duration.ofMillis(993), false, new byte[] {9}));
    assertThat(read.fragments.get(0).duration()).hasMillis(47);
  }

  @Test
  void blockInAGroup_isAKeyFrameUnlessItRefersToAnother() throws Exception {
    byte[] content = blockContent(1, 0, 0, new byte[] {1});
    RecordingListener read =
        upload(
            VIDEO_HEADER,
            cluster(
                0,
                element(0xA0, element(0xA1, content), element(0x9B, number(40))),
                element(0xA0, element(0xA1, content), element(0xFB, new byte[] {-1}))));

    assertThat(read.frames).extracting(MkvFrame::keyFrame).containsExactly(true, false);
  }

  @Test
  void clip_skipsWhatIsNotMedia() throws Exception {
    byte[] junk = {1, 2, 3};
    byte[] stream =
        join(
            EBML,
            unknownSize(0x18538067),
            element(0x114D9B74, junk),
            element(0xEC, new byte[100]),
            INFO,
            element(0x1654AE6B, element(0xBF, new byte[4]), track(1, 1, "V_VP9")),
            element(0x1043A770, junk),
            element(0x1941A469, junk),
            cluster(0, element(0xA7, number(0)), keyBlock(0), element(0xEC, junk)),
            element(0x1C53BB6B, junk),
            element(0x12345678, junk));

    RecordingListener read = RecordingListener.read(stream, MkvLimits.clip(), 5);

    assertThat(read.fragments).hasSize(1);
    assertThat(read.frames).hasSize(1);
  }

  @Test
  void equalTimestamps_areAcceptedWhenTheOrderAllowsIt() throws Exception {
    byte[] stream =
        join(VIDEO_HEADER, cluster(0, keyBlock(0), keyBlock(40)), cluster(40, keyBlock(0)));
    MkvLimits relaxed = MkvLimits.putMedia().withOrder(MkvLimits.FragmentOrder.NOT_EARLIER);

    assertThat(RecordingListener.read(stream, relaxed).fragments).hasSize(2);
    assertThatThrownBy(() -> RecordingListener.read(stream, MkvLimits.putMedia()))
        .isInstanceOf(MkvException.class);
  }

  @Test
  void afterARefusal_everyCallRefusesAgain() throws Exception {
    MkvReader reader = new MkvReader(new RecordingListener(), MkvLimits.putMedia());
    byte[] stream = join(VIDEO_HEADER, cluster(1234, block(2, 0, 0x80, new byte[] {1})));

    MkvException first = refusal(() -> reader.feed(stream, 0, stream.length));
    MkvException again = refusal(() -> reader.feed(stream, 0, 0));
    MkvException atEnd = refusal(reader::end);

    assertThat(first.timecodeMillis()).hasValue(1234);
    assertThat(again.error()).isEqualTo(first.error());
    assertThat(atEnd.timecodeMillis()).hasValue(1234);
    assertThat(atEnd).hasCause(first);
  }

  @Test
  void endedReader_readsNoMore() throws Exception {
    MkvReader reader = new MkvReader(new RecordingListener(), MkvLimits.putMedia());
    reader.feed(VIDEO_HEADER, 0, VIDEO_HEADER.length);
    reader.end();

    assertThat(reader.bytesRead()).isEqualTo(VIDEO_HEADER.length);
    assertThatThrownBy(() -> reader.feed(VIDEO_HEADER, 0, 1))
        .isInstanceOf(IllegalStateException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "MAX_FRAGMENT_SIZE_REACHED, 4001",
    "FRAGMENT_TIMECODE_LESSER_THAN_PREVIOUS, 4004",
    "INVALID_MKV_DATA, 4006",
    "FRAMES_MISSING_FOR_TRACK, 4011",
    "INVALID_FRAGMENT_METADATA, 4012"
  })
  void errorIds_areThoseOfTheService(FragmentError error, int id) {
    assertThat(error.id()).isEqualTo(id);
  }

  private static MkvException refusal(ThrowingCallable call) {
    return catchThrowableOfType(MkvException.class, call);
  }
}
