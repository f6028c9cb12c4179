package io.github.kvssecure.jni.internal.bind;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.kinesisvideo.parser.ebml.InputStreamParserByteSource;
import com.amazonaws.kinesisvideo.parser.ebml.MkvTypeInfos;
import com.amazonaws.kinesisvideo.parser.mkv.MkvElement;
import com.amazonaws.kinesisvideo.parser.mkv.StreamingMkvReader;
import com.amazonaws.kinesisvideo.parser.utilities.FragmentMetadataVisitor;
import io.github.kvssecure.local.mkv.MkvFrame;
import io.github.kvssecure.local.mkv.MkvLimits;
import io.github.kvssecure.local.mkv.MkvMedia;
import io.github.kvssecure.local.mkv.MkvTrack;
import io.github.kvssecure.media.Frame;
import io.github.kvssecure.media.Track;
import io.github.kvssecure.spi.MediaStream;
import io.github.kvssecure.stream.StreamSpec;
import java.io.ByteArrayInputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What leaves the native producer, read by three independent Matroska readers. */
class MatroskaOutputTest {

  private static final int FRAMES = 1500;

  @TempDir Path directory;

  /** 1500 video and 1500 audio frames: one minute. */
  private static byte[] twoTracks() throws Exception {
    RecordingListener listener = new RecordingListener();
    StreamSpec spec = Media.spec(Media.video()).track(Media.audio()).build();
    try (MediaStream stream = Media.open(spec, listener)) {
      stream.put(Media.videoFrame(0));
      FakeService service = new FakeService(stream, listener, listener.awaitUpload());
      stream.put(Media.audioFrame(0));
      for (int i = 1; i < FRAMES; i++) {
        stream.put(Media.videoFrame(i));
        stream.put(Media.audioFrame(i));
        service.readAvailable();
        service.persistEnded();
      }
      stream.drain();
      service.readAll();
      assertThat(listener.dropped).isEmpty();
      return service.body();
    }
  }

  @Test
  void everyFrame_isThereWithItsTimeAndItsBytes() throws Exception {
    MkvMedia media = MkvMedia.read(new ByteArrayInputStream(twoTracks()), MkvLimits.putMedia());

    assertThat(media.frames()).hasSize(2 * FRAMES);
    for (int i = 0; i < FRAMES; i++) {
      assertFrame(media.frames().get(2 * i), Media.videoFrame(i));
      assertFrame(media.frames().get(2 * i + 1), Media.audioFrame(i));
    }
    assertThat(media.header().tracks())
        .extracting(MkvTrack::codecId)
        .containsExactly("V_MPEG4/ISO/AVC", "A_AAC");
    assertThat(media.header().tracks().get(0).codecPrivate())
        .isEqualTo(Media.video().codecPrivateData().toByteArray());
  }

  private static void assertFrame(MkvFrame found, Frame put) {
    assertThat(found.trackNumber()).isEqualTo(put.track());
    assertThat(found.timestamp())
        .isEqualTo(Duration.ofMillis(put.presentationTime().toEpochMilli()));
    assertThat(found.buffer()).isEqualTo(put.data());
    assertThat(found.keyFrame()).isEqualTo(put.isKey());
  }

  @Test
  void theParserLibraryOfAws_readsEveryFrame() throws Exception {
    StreamingMkvReader reader =
        StreamingMkvReader.createDefault(
            new InputStreamParserByteSource(new ByteArrayInputStream(twoTracks())));
    FragmentMetadataVisitor visitor = FragmentMetadataVisitor.create();
    int blocks = 0;
    while (reader.mightHaveNext()) {
      Optional<MkvElement> next = reader.nextIfAvailable();
      if (next.isPresent()) {
        next.get().accept(visitor);
        if (next.get().getElementMetaData().getTypeInfo().equals(MkvTypeInfos.SIMPLEBLOCK)) {
          blocks++;
        }
      }
    }
    assertThat(blocks).isEqualTo(2 * FRAMES);
    assertThat(visitor.getMkvTrackMetadata(Media.VIDEO).getCodecId()).isEqualTo("V_MPEG4/ISO/AVC");
    assertThat(visitor.getMkvTrackMetadata(Media.AUDIO).getCodecId()).isEqualTo("A_AAC");
  }

  @Test
  @RequiresTool("ffprobe")
  void ffprobe_countsEveryPacket() throws Exception {
    Path file = Files.write(directory.resolve("two-tracks.mkv"), twoTracks());
    String counted =
        run(
            "ffprobe",
            "-v",
            "fatal",
            "-count_packets",
            "-show_entries",
            "stream=codec_name,nb_read_packets",
            "-of",
            "csv=p=0",
            file.toString());
    assertThat(counted.lines()).containsExactly("h264," + FRAMES, "aac," + FRAMES);
  }

  /** Real H.264: what ffmpeg encoded, taken out of an MP4 by ffmpeg as AVCC, decodes unharmed. */
  @Test
  @RequiresTool("ffmpeg")
  void realVideo_decodesWithoutAnError() throws Exception {
    Path source = directory.resolve("source.mkv");
    run(
        "ffmpeg",
        "-v",
        "error",
        "-f",
        "lavfi",
        "-i",
        "testsrc=size=320x240:rate=25:duration=8",
        "-c:v",
        "libx264",
        "-g",
        "25",
        "-bf",
        "0",
        "-pix_fmt",
        "yuv420p",
        source.toString());
    MkvMedia clip = MkvMedia.read(source);
    Track track = Track.h264(1, clip.header().tracks().get(0).codecPrivate());
    RecordingListener listener = new RecordingListener();
    byte[] body;
    try (MediaStream stream = Media.open(Media.spec(track).build(), listener)) {
      for (MkvFrame frame : clip.frames()) {
        ByteBuffer data = frame.buffer();
        var time = Media.START.plus(frame.timestamp());
        stream.put(frame.keyFrame() ? Frame.key(1, time, data) : Frame.delta(1, time, data));
      }
      FakeService service = new FakeService(stream, listener, listener.awaitUpload());
      stream.drain();
      service.readAll();
      body = service.body();
    }
    Path file = Files.write(directory.resolve("result.mkv"), body);

    assertThat(run("ffmpeg", "-v", "error", "-i", file.toString(), "-f", "null", "-")).isEmpty();
    assertThat(
            run(
                    "ffprobe",
                    "-v",
                    "error",
                    "-count_frames",
                    "-show_entries",
                    "stream=nb_read_frames",
                    "-of",
                    "csv=p=0",
                    file.toString())
                .strip())
        .isEqualTo("200");
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
