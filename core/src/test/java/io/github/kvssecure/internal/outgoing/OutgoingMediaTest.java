package io.github.kvssecure.internal.outgoing;

import static io.github.kvssecure.internal.outgoing.OutgoingTrial.audio;
import static io.github.kvssecure.internal.outgoing.OutgoingTrial.fragment;
import static io.github.kvssecure.internal.outgoing.OutgoingTrial.frame;
import static io.github.kvssecure.internal.outgoing.OutgoingTrial.header;
import static io.github.kvssecure.internal.outgoing.OutgoingTrial.video;
import static io.github.kvssecure.internal.outgoing.OutgoingTrial.written;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.kvssecure.contract.ContractListener;
import io.github.kvssecure.contract.ContractMedia;
import io.github.kvssecure.contract.ReadingService;
import io.github.kvssecure.internal.packaging.JavaMediaProducer;
import io.github.kvssecure.internal.packaging.PackagingSettings;
import io.github.kvssecure.local.mkv.MkvFragment;
import io.github.kvssecure.local.mkv.MkvHeader;
import io.github.kvssecure.local.mkv.MkvTrack;
import io.github.kvssecure.media.FragmentMetadata;
import io.github.kvssecure.policy.Control;
import io.github.kvssecure.policy.Decision;
import io.github.kvssecure.policy.SecurityPolicy;
import io.github.kvssecure.policy.Severity;
import io.github.kvssecure.proof.ProvesSatisfied;
import io.github.kvssecure.proof.ProvesViolated;
import io.github.kvssecure.spi.MediaStream;
import io.github.kvssecure.stream.StreamSpec;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The controls of media, judged by the bytes that are about to leave. */
class OutgoingMediaTest {

  private static final MkvFragment FIRST = fragment(frame(1, 0, true), frame(1, 40, false));
  private static final StreamSpec TWO_TRACKS =
      ContractMedia.spec(ContractMedia.video(), ContractMedia.audio());
  private static final MkvFragment SECOND = fragment(frame(1, 2000, true));

  private static String violated(Control control, byte[] bytes) {
    return OutgoingTrial.of(bytes).violation(control).found();
  }

  private static String evidence(Control control, byte[] bytes) {
    Decision decision = OutgoingTrial.of(bytes).decision(control);
    assertThat(decision).isInstanceOf(Decision.Satisfied.class);
    return ((Decision.Satisfied) decision).evidence();
  }

  /** The packager in Java, over an upload that breaks and one that goes on. */
  @Test
  @ProvesSatisfied({"MKV-01", "MKV-02", "MKV-03", "MKV-04", "MKV-05", "MKV-06", "MKV-07", "MKV-08"})
  void whatThePackagerInJavaWrites_satisfiesEveryControl() throws Exception {
    OutgoingTrial trial =
        OutgoingTrial.around(
            new JavaMediaProducer(
                new PackagingSettings(16 << 20, Duration.ofMinutes(40)),
                new SecureRandom(),
                System::nanoTime));
    ContractListener listener = new ContractListener();
    try (MediaStream stream =
        ContractMedia.open(
            trial.producer(),
            ContractMedia.spec(ContractMedia.video(), ContractMedia.audio()),
            listener)) {
      for (int i = 0; i < 100; i++) {
        stream.put(ContractMedia.videoFrame(i));
        stream.put(ContractMedia.audioFrame(i));
      }
      ReadingService first = ReadingService.next(stream, listener);
      first.readAvailable();
      stream.uploadBroken(first.upload());
      ReadingService second = ReadingService.next(stream, listener);
      stream.drain();
      second.readAll();
      assertThat(second.frames()).hasSize(200);
    }
    for (Control control :
        List.of(
            Control.MKV_01,
            Control.MKV_02,
            Control.MKV_03,
            Control.MKV_04,
            Control.MKV_05,
            Control.MKV_06,
            Control.MKV_07,
            Control.MKV_08)) {
      assertThat(trial.decision(control)).isInstanceOf(Decision.Satisfied.class);
    }
    assertThat(trial.decision(Control.MKV_09)).isInstanceOf(Decision.NotEvaluated.class);
  }

  /** What is put while a fragment is filled counts for that fragment. */
  @Test
  @ProvesSatisfied({"MKV-06", "MKV-09"})
  void metadataOfTheApplication_isThatOfItsFragment() throws Exception {
    OutgoingTrial trial =
        OutgoingTrial.around(
            new JavaMediaProducer(
                new PackagingSettings(16 << 20, Duration.ofMinutes(40)),
                new SecureRandom(),
                System::nanoTime));
    ContractListener listener = new ContractListener();
    try (MediaStream stream =
        ContractMedia.open(trial.producer(), ContractMedia.spec(ContractMedia.video()), listener)) {
      ContractMedia.putVideo(stream, 0, 10);
      stream.putMetadata(FragmentMetadata.of("INTEGRITY", "ab".repeat(32)).withNotification());
      ReadingService service = ReadingService.next(stream, listener);
      stream.drain();
      service.readAll();
    }
    assertThat(trial.decision(Control.MKV_09)).isInstanceOf(Decision.Satisfied.class);
    assertThat(((Decision.Satisfied) trial.decision(Control.MKV_06)).evidence())
        .isEqualTo("2 tags");
  }

  @Test
  @ProvesViolated("MKV-01")
  void anotherDocumentType_doesNotLeave() throws Exception {
    byte[] bytes = written(header(video()), Map.of(), FIRST);
    replace(bytes, "matroska", "notmkv..");

    assertThat(OutgoingTrial.refused(bytes).control()).isEqualTo(Control.MKV_01);
  }

  @Test
  @ProvesViolated("MKV-01")
  void fragmentBeforeTheTracks_doesNotLeave() {
    byte[] bytes = HexFormat.of().parseHex("1A45DFA38B4282886D6174726F736B6118538067FF1F43B675FF");

    assertThat(OutgoingTrial.refused(bytes).control()).isEqualTo(Control.MKV_01);
  }

  private static void replace(byte[] bytes, String from, String to) {
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    int at = text.indexOf(from);
    assertThat(at).isNotNegative();
    System.arraycopy(to.getBytes(StandardCharsets.ISO_8859_1), 0, bytes, at, to.length());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        // An id of more than four bytes, a size of more than eight.
        "08",
        "1A45DFA300",
        // EBML header and Info of unknown size.
        "1A45DFA3FF",
        "18538067FF1549A966FF",
        // A title that ends after the Info that it lies in.
        "18538067FF1549A966857BA9904142",
        // A cluster larger than a fragment may be.
        "18538067FF1F43B67508FFFFFFFF",
        // Seven levels.
        "18538067FF1254C367BF7373BE7373BD7373BC7373BB7373BA"
      })
  @ProvesViolated("MKV-03")
  void elementsWithoutBounds_doNotLeave(String hex) {
    assertThat(OutgoingTrial.refused(HexFormat.of().parseHex(hex)).control())
        .isEqualTo(Control.MKV_03);
  }

  /** Nothing but the block itself says where it ends: 2 to the power of 55 bytes. */
  @Test
  @ProvesViolated("MKV-03")
  void blockWithoutBounds_inAClusterOfUnknownSize_doesNotLeave() throws Exception {
    byte[] bytes =
        followedBy(written(header(video()), Map.of(), FIRST), "1F43B675FFE78164A30180000000000000");

    assertThat(OutgoingTrial.refused(bytes).control()).isEqualTo(Control.MKV_03);
  }

  @Test
  @ProvesViolated("MKV-04")
  void fragmentThatOverlapsTheOneBefore_endsTheUpload() throws Exception {
    byte[] bytes =
        written(
            header(video()),
            Map.of(),
            fragment(frame(1, 0, true), frame(1, 2000, false)),
            fragment(frame(1, 2000, true)),
            fragment(frame(1, 4000, true)));

    assertThat(OutgoingTrial.refused(bytes).found()).contains("0 ms before the end");
  }

  @Test
  @ProvesViolated("MKV-04")
  void fragmentThatIsTooShortTooLongOrWithoutKeyFrame_isNamed() throws Exception {
    MkvHeader head = header(video());

    assertThat(
            violated(Control.MKV_04, written(head, Map.of(), FIRST, fragment(frame(1, 500, true)))))
        .contains("PT0.5S");
    assertThat(
            violated(
                Control.MKV_04, written(head, Map.of(), FIRST, fragment(frame(1, 20_001, true)))))
        .contains("PT20.001S");
    assertThat(
            violated(Control.MKV_04, written(head, Map.of(), fragment(frame(1, 0, false)), SECOND)))
        .contains("without a key frame");
  }

  @Test
  @ProvesViolated("MKV-05")
  void trackWithoutAFrame_isNamed() throws Exception {
    byte[] bytes = written(header(video(), audio()), Map.of(), FIRST, SECOND);

    assertThat(
            OutgoingTrial.of(bytes, SecurityPolicy.strict(), TWO_TRACKS)
                .violation(Control.MKV_05)
                .found())
        .contains("[2]");
  }

  @Test
  @ProvesSatisfied("MKV-05")
  void frameOfEachTrack_isSeen() throws Exception {
    byte[] bytes =
        written(
            header(video(), audio()),
            Map.of(),
            fragment(frame(1, 0, true), frame(2, 3, false)),
            fragment(frame(1, 2000, true), frame(2, 2003, false)));

    assertThat(
            OutgoingTrial.of(bytes, SecurityPolicy.strict(), TWO_TRACKS).decision(Control.MKV_05))
        .isInstanceOf(Decision.Satisfied.class);
  }

  @ParameterizedTest
  @CsvSource({
    "AWS_KINESISVIDEO_FRAGMENT_NUMBER, 1",
    "aws_anything, 1",
    "AWSOME, 1",
  })
  @ProvesViolated("MKV-06")
  void reservedName_doesNotLeave(String name, String value) throws Exception {
    byte[] bytes = written(header(video()), Map.of(name, value), FIRST, SECOND);

    assertThat(OutgoingTrial.refused(bytes).control()).isEqualTo(Control.MKV_06);
  }

  @Test
  @ProvesViolated("MKV-06")
  void tooManyOrTooLongTags_doNotLeave() throws Exception {
    Map<String, String> eleven =
        IntStream.range(0, 11).boxed().collect(Collectors.toMap(i -> "tag" + i, i -> "x"));

    for (Map<String, String> tags :
        List.of(
            eleven,
            // 65 characters, 130 bytes: lengths are counted in UTF-8.
            Map.of("\u00e9".repeat(65), "x"),
            Map.of("place", "x".repeat(257)))) {
      byte[] bytes = written(header(video()), tags, FIRST, SECOND);
      assertThat(OutgoingTrial.refused(bytes).control()).isEqualTo(Control.MKV_06);
    }
  }

  @Test
  @ProvesSatisfied("MKV-06")
  void tagsOfTheProducer_leave() throws Exception {
    Map<String, String> tags =
        Map.of("place", "gate", "AWS_KINESISVIDEO_NOTIFICATION", "", "x".repeat(128), "y");

    assertThat(evidence(Control.MKV_06, written(header(video()), tags, FIRST, SECOND)))
        .isEqualTo("3 tags");
  }

  @Test
  @ProvesViolated("MKV-07")
  void headThatSaysMoreThanItsPackager_isNamed() throws Exception {
    byte[] bytes = written(header(video()), Map.of(), FIRST);

    // The stand-in's writer names itself, which is no packager of this library: told at once.
    assertThat(violated(Control.MKV_07, bytes)).contains("1 texts");
  }

  /** Title and attachment after the first fragment, which nobody looked at once. */
  @ParameterizedTest
  @CsvSource({"1549A9668B7BA988466F72204A616E65, For Jane", "1941A46984534E2D39, SN-9"})
  @ProvesViolated("MKV-07")
  void whatAPackagerSaysAfterTheFirstFragment_isNamed_andStaysBehind(String late, String text)
      throws Exception {
    String us = "Secure KVS Producer";
    MkvHeader head =
        new MkvHeader("matroska", 1_000_000, List.of(video()), OutgoingTrial.uid(1), "", us, us);
    byte[] bytes = followedBy(written(head, Map.of(), FIRST), late);
    SecurityPolicy refusing = SecurityPolicy.strict().raise(Control.MKV_07, Severity.BLOCK);

    assertThat(violated(Control.MKV_07, bytes)).isNotEmpty();
    OutgoingTrial.Refused refused = OutgoingTrial.refusedByteByByte(bytes, refusing);
    assertThat(refused.violation().control()).isEqualTo(Control.MKV_07);
    assertThat(refused.left()).doesNotContain(text);
  }

  /** A second EBML header (webm), a second segment, tracks again: after the first fragment. */
  @ParameterizedTest
  @CsvSource({
    "1A45DFA3874282847765626D, EBML header",
    "18538067FF, segment",
    "1654AE6B83AE81EC, tracks"
  })
  @ProvesViolated("MKV-01")
  void headThatBeginsAgain_doesNotLeave(String late, String what) throws Exception {
    byte[] bytes = followedBy(written(header(video()), Map.of(), FIRST), late);

    OutgoingTrial.Refused refused = OutgoingTrial.refusedByteByByte(bytes, SecurityPolicy.strict());
    assertThat(refused.violation().control()).isEqualTo(Control.MKV_01);
    assertThat(refused.violation().found()).contains(what);
  }

  @Test
  @ProvesViolated("MKV-01")
  void segmentBeforeTheHeader_doesNotLeave() throws Exception {
    byte[] bytes = written(header(video()), Map.of(), FIRST);
    byte[] turned =
        followedBy(HexFormat.of().parseHex("18538067FF"), HexFormat.of().formatHex(bytes));

    assertThat(OutgoingTrial.refused(turned).found())
        .contains("a segment before", "a second segment");
  }

  @Test
  @ProvesViolated("MKV-02")
  void otherTracksThanDeclared_doNotLeave() throws Exception {
    MkvTrack third = MkvTrack.video(3, "V_MPEG4/ISO/AVC").codecPrivate(ContractMedia.AVCC).build();
    MkvTrack vp8 = MkvTrack.video(1, "V_VP8").codecPrivate(ContractMedia.AVCC).build();
    MkvTrack twin = MkvTrack.audio(2, "A_AAC").codecPrivate(ContractMedia.AAC).uid(1).build();

    for (MkvHeader head : List.of(header(third), header(vp8), header(video(), audio()))) {
      assertThat(OutgoingTrial.refused(written(head, Map.of(), FIRST)).control())
          .isEqualTo(Control.MKV_02);
    }
    byte[] bytes = written(header(video(), twin), Map.of(), FIRST);
    assertThatThrownBy(() -> OutgoingTrial.of(bytes, SecurityPolicy.strict(), TWO_TRACKS))
        .hasMessageContaining("1 unique ids");
  }

  private static byte[] followedBy(byte[] bytes, String hex) {
    byte[] late = HexFormat.of().parseHex(hex);
    byte[] all = Arrays.copyOf(bytes, bytes.length + late.length);
    System.arraycopy(late, 0, all, bytes.length, late.length);
    return all;
  }

  @Test
  @ProvesViolated("MKV-08")
  void idThatIsNotRandom_isNamed() throws Exception {
    byte[] serial = "SN-0123456789ABC".getBytes(StandardCharsets.US_ASCII);

    for (byte[] id : List.of(serial, new byte[16])) {
      byte[] bytes = written(header(video()).withSegmentUid(id), Map.of(), FIRST);
      assertThat(violated(Control.MKV_08, bytes)).startsWith("a segment id of");
    }
    assertThat(violated(Control.MKV_08, written(MkvHeader.of(List.of(video())), Map.of(), FIRST)))
        .contains("0 bytes");
  }

  @Test
  @ProvesViolated("MKV-09")
  void fragmentWithoutIntegrityTag_isNamed_whereThePolicyAsks() throws Exception {
    byte[] bytes = written(header(video()), Map.of(), FIRST, SECOND);
    SecurityPolicy asking = SecurityPolicy.strict().raise(Control.MKV_09, Severity.WARN);

    assertThat(OutgoingTrial.of(bytes, asking).decision(Control.MKV_09))
        .isInstanceOf(Decision.Violated.class);
    assertThat(OutgoingTrial.of(bytes).decision(Control.MKV_09))
        .isInstanceOf(Decision.NotEvaluated.class);
  }

  @Test
  @ProvesSatisfied("MKV-09")
  void fragmentWithIntegrityTag_isSeen() throws Exception {
    byte[] bytes = written(header(video()), Map.of("INTEGRITY", "ab".repeat(32)), FIRST, SECOND);

    assertThat(evidence(Control.MKV_09, bytes)).contains("INTEGRITY");
  }

  /** Bytes leave one at a time here: what must not leave has not, whatever the buffer. */
  @ParameterizedTest
  @CsvSource({"AWS_KINESISVIDEO_FRAGMENT_NUMBER, 1", "AWSOME, 1", "a, 257", "b, 70000"})
  @ProvesViolated("MKV-06")
  void wrongTag_staysBehind_evenIfBytesLeaveOneByOne(String name, int valueBytes) throws Exception {
    String value = "v".repeat(valueBytes);
    byte[] bytes = written(header(video()), Map.of(name, value), FIRST, SECOND);

    OutgoingTrial.Refused refused = OutgoingTrial.refusedByteByByte(bytes, SecurityPolicy.strict());

    assertThat(refused.violation().control()).isEqualTo(Control.MKV_06);
    assertThat(refused.left()).doesNotContain(valueBytes > 1 ? value : name);
  }

  @Test
  @ProvesViolated("MKV-06")
  void eleventhTag_staysBehind_evenAfterTheLastFragment() throws Exception {
    byte[] media = written(header(video()), Map.of(), FIRST);
    byte[] bytes = Arrays.copyOf(media, media.length + 11 * 23);
    for (int i = 0; i < 11; i++) {
      byte[] tag =
          HexFormat.of()
              .parseHex(
                  "1254C36792"
                      + "73738F"
                      + "67C88C"
                      + "45A383"
                      + "74"
                      + "%04x".formatted(i + 0x6161)
                      + "448783"
                      + "767676");
      System.arraycopy(tag, 0, bytes, media.length + 23 * i, tag.length);
    }

    OutgoingTrial.Refused refused = OutgoingTrial.refusedByteByByte(bytes, SecurityPolicy.strict());

    assertThat(refused.violation().found()).startsWith("11 tags");
    assertThat(refused.left()).doesNotContain("tak").contains("taj");
  }

  /** The name of a tag would be forgotten, and its value, if another began inside it. */
  @Test
  @ProvesViolated("MKV-06")
  void tagWithinATag_hidesNothing() throws Exception {
    byte[] media = written(header(video()), Map.of(), FIRST);
    byte[] tag =
        HexFormat.of()
            .parseHex("1254C36799737396" + "67C89345A383415753" + "67C88A45A38161448783767676");
    byte[] bytes = Arrays.copyOf(media, media.length + tag.length);
    System.arraycopy(tag, 0, bytes, media.length, tag.length);

    assertThat(
            OutgoingTrial.refusedByteByByte(bytes, SecurityPolicy.strict()).violation().control())
        .isEqualTo(Control.MKV_06);
  }

  @Test
  @ProvesViolated("MKV-04")
  void frameBeforeTheEndOfTheFragmentBefore_staysBehind_evenIfBytesLeaveOneByOne()
      throws Exception {
    byte[] bytes =
        written(
            header(video()),
            Map.of(),
            fragment(frame(1, 0, true), frame(1, 2000, false)),
            fragment(frame(1, 2001, true, "kept"), frame(1, 1999, false, "early")),
            fragment(frame(1, 4000, true)));

    OutgoingTrial.Refused refused = OutgoingTrial.refusedByteByByte(bytes, SecurityPolicy.strict());

    assertThat(refused.violation().found()).contains("1 ms before the end");
    assertThat(refused.left()).contains("kept").doesNotContain("early");
  }
}
