package io.github.kvssecure.local.mkv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files of ffmpeg and mkvmerge are read as those tools read them, and the other way round. */
@RequiresTool(
    value = {"ffmpeg", "ffprobe", "mkvmerge", "mkvinfo"},
    install = "ffmpeg and mkvtoolnix")
class ForeignToolsTest {
  private static final String CLIP = "clip.mkv";

  @TempDir private Path directory = Path.of("");

  /** Three seconds of a moving picture and a tone; mpeg4 and mp2 are in every build of ffmpeg. */
  @BeforeEach
  void makeClip() throws Exception {
    Program.run(
        directory,
        ("ffmpeg -v error -f lavfi -i testsrc2=size=320x240:rate=25 -f lavfi -i sine -t 3"
                + " -c:v mpeg4 -g 25 -bf 0 -c:a mp2 -metadata title=door clip.mkv")
            .split(" ", -1));
  }

  @Test
  void clipOfFfmpeg_hasThePacketsThatFfprobeSees() throws Exception {
    assertSeenAsByFfprobe(CLIP);
  }

  @Test
  void liveStreamOfFfmpeg_hasThePacketsThatFfprobeSees() throws Exception {
    String[] command =
        "ffmpeg -v error -i clip.mkv -c copy -f matroska -live 1 live.mkv".split(" ", -1);
    Program.run(directory, command);
    assertSeenAsByFfprobe("live.mkv");
  }

  @Test
  void clipOfMkvmerge_hasThePacketsThatFfprobeSees() throws Exception {
    Program.run(directory, "mkvmerge", "-q", "--disable-lacing", "-o", "merged.mkv", CLIP);
    assertSeenAsByFfprobe("merged.mkv");
  }

  @Test
  void lacedClipOfMkvmerge_isRefused() throws Exception {
    Program.run(directory, "mkvmerge", "-q", "-o", "laced.mkv", CLIP);

    assertThatThrownBy(() -> MkvMedia.read(directory.resolve("laced.mkv")))
        .isInstanceOf(MkvException.class)
        .hasMessageContaining("--disable-lacing");
  }

  @Test
  void whatTheWriterWrote_passesFfprobeAndMkvinfo() throws Exception {
    RecordingListener clip =
        RecordingListener.read(
            Files.readAllBytes(directory.resolve(CLIP)), MkvLimits.clip(), 10_000);
    Path written = directory.resolve("written.mkv");
    try (OutputStream out = Files.newOutputStream(written)) {
      MkvWriter writer = new MkvWriter(out);
      writer.header(clip.headers.get(0));
      for (MkvFragment fragment : clip.fragments) {
        writer.fragment(fragment, Map.of("AWS_KINESISVIDEO_FRAGMENT_NUMBER", "9134"));
      }
    }

    assertThat(packets(CLIP)).isEqualTo(packets("written.mkv"));
    assertThat(MkvMedia.read(written).frames()).isEqualTo(clip.frames);
    assertThat(decodedFrames("written.mkv")).isEqualTo(decodedFrames(CLIP));
    List<String> seen = Program.run(directory, "mkvinfo", "-v", "-v", "written.mkv");
    assertThat(seen)
        .noneMatch(line -> line.contains("Error") || line.contains("Unknown element"))
        .anyMatch(line -> line.contains("AWS_KINESISVIDEO_FRAGMENT_NUMBER"));
    assertThat(seen.stream().filter(line -> line.contains("Simple block")).count())
        .isEqualTo(clip.frames.size());
  }

  private void assertSeenAsByFfprobe(String file) throws Exception {
    MkvMedia media = MkvMedia.read(directory.resolve(file));

    Map<Integer, List<String>> read = new TreeMap<>();
    media
        .byTrack()
        .forEach(
            (track, frames) ->
                read.put(track - 1, frames.stream().map(ForeignToolsTest::packet).toList()));
    assertThat(read).hasSize(2).isEqualTo(packets(file));
    assertThat(media.header().tracks())
        .extracting(MkvTrack::type)
        .containsExactly(MkvTrackType.VIDEO, MkvTrackType.AUDIO);
    assertThat(media.header().tracks().get(0).pixelWidth()).hasValue(320);
  }

  private static String packet(MkvFrame frame) {
    return frame.timestamp().toMillis() + "," + frame.size() + "," + frame.keyFrame();
  }

  /** Time in ms, size in bytes and key flag of every packet, by index of its stream. */
  private Map<Integer, List<String>> packets(String file) throws Exception {
    List<String> lines =
        Program.run(
            directory,
            "ffprobe",
            "-v",
            "error",
            "-show_entries",
            "packet=stream_index,pts,size,flags",
            "-of",
            "csv=p=0",
            file);
    return lines.stream()
        .map(line -> line.split(",", -1))
        .collect(
            Collectors.groupingBy(
                fields -> Integer.parseInt(fields[0]),
                TreeMap::new,
                Collectors.mapping(
                    fields -> fields[1] + "," + fields[2] + "," + fields[3].startsWith("K"),
                    Collectors.toList())));
  }

  private List<String> decodedFrames(String file) throws Exception {
    return Program.run(
        directory,
        "ffprobe",
        "-v",
        "error",
        "-count_frames",
        "-show_entries",
        "stream=codec_name,nb_read_frames",
        "-of",
        "csv=p=0",
        file);
  }
}
