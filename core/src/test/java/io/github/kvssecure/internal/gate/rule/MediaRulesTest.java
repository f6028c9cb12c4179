package io.github.kvssecure.internal.gate.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kvssecure.contract.ContractMedia;
import io.github.kvssecure.fake.Camera;
import io.github.kvssecure.internal.gate.rule.MediaFacts.MetadataPut;
import io.github.kvssecure.internal.gate.rule.MediaFacts.SegmentId;
import io.github.kvssecure.internal.gate.rule.MediaFacts.SegmentSeen;
import io.github.kvssecure.internal.gate.rule.MediaFacts.TextSeen;
import io.github.kvssecure.internal.gate.rule.MediaFacts.TrackSeen;
import io.github.kvssecure.internal.gate.rule.MediaFacts.TracksDeclared;
import io.github.kvssecure.media.Codec;
import io.github.kvssecure.media.CodecPrivateData;
import io.github.kvssecure.media.FragmentMetadata;
import io.github.kvssecure.media.Track;
import io.github.kvssecure.policy.Control;
import io.github.kvssecure.policy.SecurityPolicy;
import io.github.kvssecure.policy.Severity;
import io.github.kvssecure.proof.ProvesSatisfied;
import io.github.kvssecure.proof.ProvesViolated;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Rules about tracks as declared, and what bytes alone cannot show. */
class MediaRulesTest {

  private static TracksDeclared declared(Track... tracks) {
    return new TracksDeclared(Camera.STREAM, List.of(tracks));
  }

  private static Track video(byte[] avcC) {
    return new Track(1, Codec.H264, CodecPrivateData.of(avcC));
  }

  private static byte[] changed(byte[] bytes, int at, int value) {
    byte[] copy = bytes.clone();
    copy[at] = (byte) value;
    return copy;
  }

  static Stream<TracksDeclared> undescribed() {
    byte[] avcC = ContractMedia.AVCC;
    return Stream.of(
        declared(video(changed(avcC, 0, 0))),
        declared(video(ContractMedia.AVC_SPS)),
        declared(video(changed(avcC, 4, 0xfe))),
        declared(video(changed(avcC, 5, 0xe0))),
        declared(video(changed(avcC, 7, 0xff))),
        declared(video(Arrays.copyOf(avcC, avcC.length - 8))),
        declared(Track.h265(1, avcC)),
        declared(Track.h265(1, Arrays.copyOf(ContractMedia.HVCC, 60))),
        declared(Track.aac(1, new byte[] {0x11})),
        declared(Track.aac(1, new byte[] {0x17, (byte) 0x90})),
        declared(new Track(1, Codec.G711_ALAW, CodecPrivateData.absent())),
        declared(Track.aac(1, ContractMedia.AAC), Track.aac(1, ContractMedia.AAC)),
        declared(Track.g711ALaw(1), Track.g711ALaw(2), Track.g711ALaw(3), Track.g711ALaw(4)));
  }

  @ParameterizedTest
  @MethodSource("undescribed")
  @ProvesViolated("MKV-02")
  void tracksThatNobodyCouldPlay_areRefused(TracksDeclared tracks) {
    assertThat(GateTrial.of(Control.MKV_02).refused(MediaRules.TRACKS, tracks).remedy())
        .isNotBlank();
  }

  static Stream<TracksDeclared> described() {
    return Stream.of(
        declared(ContractMedia.video(), ContractMedia.audio()),
        declared(Track.h265(1, ContractMedia.HVCC), Track.g711MuLaw(2)),
        declared(Track.h264(1), Track.aac(2), Track.g711ALaw(3)));
  }

  @ParameterizedTest
  @MethodSource("described")
  @ProvesSatisfied("MKV-02")
  void tracksThatCanBePlayed_areLetThrough(TracksDeclared tracks) {
    assertThat(GateTrial.of(Control.MKV_02).satisfiedAlone(MediaRules.TRACKS, tracks))
        .startsWith("1 ");
  }

  /** KVS takes any codec; what nobody here can read is let through, and named. */
  @Test
  @ProvesViolated("MKV-02")
  void codecThatNobodyCanRead_isNamed() {
    TracksDeclared tracks = declared(ContractMedia.passThrough(1), Track.aac(2));

    assertThat(GateTrial.of(Control.MKV_02).tolerated(MediaRules.TRACKS, tracks).found())
        .contains("V_VP9");
  }

  @Test
  @ProvesViolated("MKV-08")
  void segmentIdOfAnotherStream_isNamed() {
    List<Byte> id = IntStream.range(0, 16).mapToObj(i -> (byte) (i * 37)).toList();
    SecurityPolicy policy = SecurityPolicy.strict().raise(Control.MKV_08, Severity.BLOCK);
    SegmentSeen other =
        new SegmentSeen(
            Camera.STREAM,
            "matroska",
            List.of(new TrackSeen(1, 1, "V_MPEG4/ISO/AVC")),
            new SegmentId(id, true),
            List.of());

    assertThat(
            GateTrial.of(Control.MKV_08).under(policy).refused(MediaRules.SEGMENT, other).found())
        .contains("another stream");
  }

  @Test
  @ProvesViolated("MKV-07")
  void elementsThatNoUploadNeeds_areNamed() {
    SecurityPolicy policy = SecurityPolicy.strict().raise(Control.MKV_07, Severity.BLOCK);
    TextSeen text =
        new TextSeen(
            Camera.STREAM,
            List.of("Kinesis Video SDK 1.1.0 kvs-secure-producer/0.1"),
            List.of("Attachments"));

    assertThat(GateTrial.of(Control.MKV_07).under(policy).refused(MediaRules.TEXT, text).found())
        .contains("Attachments");
  }

  /** What a person or a secret could be, in a name or a value; the text itself is not repeated. */
  @Test
  @ProvesViolated("BP-07")
  void metadataThatTellsTooMuch_isNamed() {
    for (FragmentMetadata metadata :
        List.of(
            FragmentMetadata.of("seen", "jane@example.com"),
            FragmentMetadata.of("jane@example.com", "seen"))) {
      assertThat(
              GateTrial.of(Control.BP_07)
                  .tolerated(MediaRules.METADATA, new MetadataPut(Camera.STREAM, metadata))
                  .toString())
          .contains("an e-mail address")
          .doesNotContain("jane");
    }
  }

  @Test
  @ProvesSatisfied("BP-07")
  void metadataThatTellsWhatHappened_isLetThrough() {
    MetadataPut put = new MetadataPut(Camera.STREAM, FragmentMetadata.of("event", "door-opened"));

    assertThat(GateTrial.of(Control.BP_07).satisfiedAlone(MediaRules.METADATA, put))
        .contains("1 tags");
  }
}
