package io.github.kvssecure.jni.internal.bind;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.kinesisvideo.parser.ebml.InputStreamParserByteSource;
import com.amazonaws.kinesisvideo.parser.mkv.MkvDataElement;
import com.amazonaws.kinesisvideo.parser.mkv.MkvElement;
import com.amazonaws.kinesisvideo.parser.mkv.StreamingMkvReader;
import io.github.kvssecure.contract.ContractListener;
import io.github.kvssecure.contract.ContractMedia;
import io.github.kvssecure.contract.ReadingService;
import io.github.kvssecure.internal.packaging.JavaMediaProducerProvider;
import io.github.kvssecure.media.Frame;
import io.github.kvssecure.media.Track;
import io.github.kvssecure.spi.MediaProducer;
import io.github.kvssecure.spi.MediaStream;
import io.github.kvssecure.stream.StreamSpec;
import java.io.ByteArrayInputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The native producer and the one in Java give the same bytes for the same frames, from the tracks
 * on to the end; what differs before them is listed here. Three other readers see the same in both.
 */
class AgreementTest {

  private static final byte[] TRACKS = HexFormat.of().parseHex("1654AE6B");
  private static final byte[] CLUSTER = HexFormat.of().parseHex("1F43B675");

  /** What differs before the first fragment; see docs/decisions/0022. */
  private static final List<String> DIFFERENCES =
      List.of("Segment UID", "Title", "Multiplexing application", "Writing application");

  @TempDir Path directory;

  /** Media of some tracks, whether both say the same of these tracks, and its frames. */
  private record Sample(String name, List<Track> tracks, boolean sameTracks) {
    @Override
    public String toString() {
      return name;
    }

    List<Frame> frames() {
      List<Frame> frames = new ArrayList<>();
      for (int i = 0; i < 150; i++) {
        for (Track track : tracks) {
          ByteBuffer data = ByteBuffer.wrap(ContractMedia.payload(i, 40_000 / (20 * i + 7)));
          Instant time = ContractMedia.time(i).plusMillis(track.number() - 1);
          boolean begins = track.number() == 1 && i % 25 == 0;
          frames.add(
              begins
                  ? Frame.key(track.number(), time, data)
                  : Frame.delta(track.number(), time, data));
        }
      }
      return frames;
    }

    byte[] packagedBy(MediaProducer producer) throws Exception {
      StreamSpec spec =
          ContractMedia.spec(tracks.get(0), tracks.stream().skip(1).toArray(Track[]::new));
      ContractListener listener = new ContractListener();
      try (MediaStream stream = ContractMedia.open(producer, spec, listener)) {
        frames().forEach(stream::put);
        ReadingService service = ReadingService.next(stream, listener);
        stream.drain();
        service.readAll();
        return service.body();
      }
    }
  }

  static Stream<Sample> media() {
    Track h264 = ContractMedia.video();
    Track h265 = Track.h265(1, ContractMedia.HVCC);
    Track aac = ContractMedia.audio();
    return Stream.of(
        new Sample("H.264", List.of(h264), true),
        new Sample("H.264 and AAC", List.of(h264, aac), true),
        new Sample("H.265", List.of(h265), true),
        new Sample("AAC alone", List.of(Track.aac(1, ContractMedia.AAC)), true),
        new Sample("any codec", List.of(ContractMedia.passThrough(1)), true),
        // The native producer says how G.711 is sampled in the WAVEFORMATEX alone.
        new Sample("three tracks", List.of(h264, aac, Track.g711MuLaw(3)), false));
  }

  private static byte[] from(byte[] bytes, byte[] id) {
    for (int i = 0; i < bytes.length - id.length; i++) {
      if (Arrays.equals(bytes, i, i + id.length, id, 0, id.length)) {
        return Arrays.copyOfRange(bytes, i, bytes.length);
      }
    }
    throw new AssertionError("no such element");
  }

  private static final class Pair {
    private final byte[] ofNative;
    private final byte[] ofJava;

    Pair(byte[] ofNative, byte[] ofJava) {
      this.ofNative = ofNative;
      this.ofJava = ofJava;
    }

    byte[] ofNative() {
      return ofNative;
    }

    byte[] ofJava() {
      return ofJava;
    }

    static Pair of(Sample media) throws Exception {
      return new Pair(
          media.packagedBy(Media.producer()),
          media.packagedBy(new JavaMediaProducerProvider().mediaProducer()));
    }
  }

  @ParameterizedTest
  @MethodSource("media")
  void fromTheTracksOn_everyByteIsTheSame(Sample media) throws Exception {
    Pair pair = Pair.of(media);
    byte[] first = media.sameTracks() ? TRACKS : CLUSTER;

    assertThat(from(pair.ofJava(), first)).isEqualTo(from(pair.ofNative(), first));
  }

  @ParameterizedTest
  @MethodSource("media")
  void theParserLibraryOfAws_readsTheSameElements(Sample media) throws Exception {
    Pair pair = Pair.of(media);
    List<String> ofJava = elements(pair.ofJava());

    assertThat(ofJava).isNotEmpty();
    if (media.sameTracks()) {
      assertThat(ofJava).isEqualTo(elements(pair.ofNative()));
    } else {
      List<String> ofNative = elements(pair.ofNative());
      assertThat(ofJava).containsAll(ofNative);
      assertThat(ofJava.size() - ofNative.size()).isEqualTo(2);
    }
  }

  /** Names, numbers and sizes of all elements but those of the info. */
  private static List<String> elements(byte[] body) throws Exception {
    StreamingMkvReader reader =
        StreamingMkvReader.createDefault(
            new InputStreamParserByteSource(new ByteArrayInputStream(body)));
    List<String> elements = new ArrayList<>();
    while (reader.mightHaveNext()) {
      Optional<MkvElement> next = reader.nextIfAvailable();
      if (next.isPresent() && next.get() instanceof MkvDataElement element) {
        String path = element.getElementMetaData().getTypeInfo().getName();
        boolean ofInfo =
            element.getElementPath().stream()
                .anyMatch(parent -> parent.getTypeInfo().getName().equals("Info"));
        if (!ofInfo) {
          elements.add(path + " " + element.getDataSize() + " " + element.getDataBuffer());
        }
      }
    }
    return elements;
  }

  @ParameterizedTest
  @MethodSource("media")
  @RequiresTool("ffprobe")
  void ffprobe_seesTheSameStreamsAndPackets(Sample media) throws Exception {
    Pair pair = Pair.of(media);

    List<String> ofJava = probed(pair.ofJava());

    List<String> ofNative = probed(pair.ofNative());
    if (!media.sameTracks()) {
      // The native producer's track does not say how G.711 is sampled, so ffprobe does not know.
      ofJava = ofJava.stream().map(AgreementTest::withoutSampling).toList();
      ofNative = ofNative.stream().map(AgreementTest::withoutSampling).toList();
    }

    assertThat(ofJava).isEqualTo(ofNative).hasSizeGreaterThan(150);
  }

  private static String withoutSampling(String line) {
    return line.replaceAll("\\|(duration|duration_time|duration_ts|sample_rate)=[^|]*", "");
  }

  /** Without positions: what differs before the tracks moves all that follows. */
  private List<String> probed(byte[] body) throws Exception {
    return run(
            "ffprobe",
            "-v",
            "fatal",
            "-show_streams",
            "-show_packets",
            "-of",
            "compact",
            Files.write(directory.resolve("body.mkv"), body).toString())
        .replaceAll("\\|pos=\\d+", "")
        .lines()
        .toList();
  }

  @ParameterizedTest
  @MethodSource("media")
  @RequiresTool("mkvinfo")
  void mkvinfo_seesNoDifferenceButThoseListed(Sample media) throws Exception {
    Pair pair = Pair.of(media);
    List<String> ofJava = new ArrayList<>(info(pair.ofJava()));
    List<String> ofNative = new ArrayList<>(info(pair.ofNative()));
    List<String> common = new ArrayList<>(ofJava);
    common.retainAll(ofNative);
    ofJava.removeAll(common);
    ofNative.removeAll(common);

    assertThat(common).hasSizeGreaterThan(300);
    assertThat(ofNative)
        .allSatisfy(line -> assertThat(DIFFERENCES).anyMatch(line::contains))
        .hasSize(4);
    assertThat(ofJava)
        .filteredOn(line -> DIFFERENCES.stream().noneMatch(line::contains))
        .hasSize(media.sameTracks() ? 0 : 2);
  }

  /** Without positions, as above. */
  private List<String> info(byte[] body) throws Exception {
    return run("mkvinfo", "-v", "-v", Files.write(directory.resolve("body.mkv"), body).toString())
        .lines()
        .map(line -> line.replaceFirst(" at \\d+$", ""))
        .toList();
  }

  private static String run(String... command) throws Exception {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(output).isZero();
    return output;
  }
}
