package io.github.kvssecure.samples;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kvssecure.SecureProducer;
import io.github.kvssecure.SecureStream;
import io.github.kvssecure.local.streams.SeenUpload;
import io.github.kvssecure.local.streams.StreamSettings;
import io.github.kvssecure.media.Frame;
import io.github.kvssecure.stream.KmsKeyId;
import io.github.kvssecure.stream.StreamName;
import io.github.kvssecure.stream.StreamSpec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Has tools that are not ours look at the bytes that arrived at the stand-in. */
@NeedsFfmpeg
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ArrivedMediaTest {

  private Path arrived = Path.of("");

  @BeforeAll
  void send(@TempDir Path folder) throws Exception {
    Clip clip = Clip.load();
    try (StandIn standIn = new StandIn()) {
      KmsKeyId key = KmsKeyId.of(standIn.kvs().keys().create().arn());
      standIn
          .kvs()
          .streams()
          .create(
              "front-door", StreamSettings.none().withRetentionHours(24).withKmsKeyId(key.value()));
      StreamSpec spec =
          StreamSpec.builder(StreamName.of("front-door"), clip.tracks().get(0))
              .track(clip.tracks().get(1))
              .encryptedBy(key)
              .build();
      try (SecureProducer producer = standIn.producer(standIn.camera()).build();
          SecureStream stream = producer.openStream(spec)) {
        for (Frame frame : clip.frames(Instant.now())) {
          stream.put(frame);
        }
        assertThat(stream.close(Duration.ofSeconds(30)).isComplete()).isTrue();
      }
      List<SeenUpload> uploads = standIn.kvs().streams().uploads("front-door");
      assertThat(uploads).hasSize(1);
      arrived = folder.resolve("arrived.mkv");
      Files.write(arrived, uploads.get(0).rawBytes());
    }
  }

  @Test
  void ffprobeCountsEveryFrameOfBothTracks() throws Exception {
    assertThat(
            run(
                "ffprobe",
                "-v",
                "error",
                "-count_frames",
                "-show_entries",
                "stream=codec_name,nb_read_frames",
                "-of",
                "csv=p=0",
                arrived.toString()))
        .containsExactly("h264,750", "aac,470");
  }

  @Test
  void ffmpegDecodesItWithoutAnError() throws Exception {
    assertThat(run("ffmpeg", "-v", "error", "-i", arrived.toString(), "-f", "null", "-")).isEmpty();
  }

  @Test
  void mkvinfoSeesFifteenClustersAndNoOtherSegment() throws Exception {
    List<String> info = run("mkvinfo", "-v", arrived.toString());
    assertThat(info).filteredOn(line -> line.startsWith("|+ Cluster")).hasSize(15);
    assertThat(info).filteredOn(line -> line.startsWith("+ Segment")).hasSize(1);
  }

  private static List<String> run(String... command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(output).isZero();
    return output.lines().filter(line -> !line.isBlank()).toList();
  }
}
