package io.github.kvssecure.samples;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kvssecure.local.LocalIdentities;
import io.github.kvssecure.local.SessionKeys;
import io.github.kvssecure.local.streams.StreamSettings;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A process that streams is killed (SIGKILL) at random moments. The stand-in lives in this process,
 * as KVS lives elsewhere.
 */
class KillTest {

  private static final int KILLS = 20;
  private static final String NAME = "front-door";
  private static final long SEED = 20261124;

  @TempDir Path directory;

  @Test
  void whatWasReportedPersisted_isStored_andTheNextStartWorks() throws Exception {
    Random random = new Random(SEED);
    try (StandIn standIn = new StandIn()) {
      standIn
          .kvs()
          .streams()
          .create(
              NAME,
              StreamSettings.none()
                  .withRetentionHours(24)
                  .withKmsKeyId(standIn.kvs().keys().create().arn()));
      Path authority = standIn.kvs().caCertificatePem(directory);
      long startNanos = 0;
      for (int kill = 0; kill < KILLS; kill++) {
        // Every second one falls into a start: the native library is copied out, the stream opened,
        // the handshake made. The start after it must work.
        boolean starting = kill % 2 == 1;
        Path log = directory.resolve("persisted-" + kill + ".log");
        long begun = System.nanoTime();
        Process camera = start(standIn, authority, log);
        try {
          long moment = Math.max(1, (long) (startNanos * random.nextDouble()));
          if (!starting) {
            awaitFirstReport(camera, log, kill);
            startNanos = System.nanoTime() - begun;
            moment = TimeUnit.MILLISECONDS.toNanos(random.nextInt(1500));
          }
          boolean ended = camera.waitFor(moment, TimeUnit.NANOSECONDS);
          assertThat(ended).as("the camera of round %s ended by itself", kill).isFalse();
        } finally {
          camera.destroyForcibly().waitFor();
        }
        assertThat(stored(standIn)).as("round %s", kill).containsAll(reported(log));
      }
      Path log = directory.resolve("persisted-last.log");
      Process camera = start(standIn, authority, log);
      try {
        awaitFirstReport(camera, log, KILLS);
      } finally {
        camera.destroyForcibly().waitFor();
      }
    }
  }

  private Process start(StandIn standIn, Path authority, Path log) throws Exception {
    SessionKeys keys = standIn.kvs().identities().roleSession(LocalIdentities.CAMERA);
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(KilledCamera.class.getName());
    command.addAll(
        List.of(
            standIn.kvs().endpoint().toString(),
            authority.toString(),
            standIn.kvs().identities().roleArn(LocalIdentities.CAMERA),
            log.toString()));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("KILLED_CAMERA_KEYS", keys.accessKeyId());
    builder.environment().put("KILLED_CAMERA_SECRET", keys.secretAccessKey());
    builder.environment().put("KILLED_CAMERA_TOKEN", keys.sessionToken());
    builder.environment().put("KILLED_CAMERA_END", keys.expiration().toString());
    File output = directory.resolve("camera.out").toFile();
    return builder
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(output))
        .start();
  }

  /** The next start works: the process gets as far as having media stored. */
  private void awaitFirstReport(Process camera, Path log, int kill) throws Exception {
    long deadline = System.nanoTime() + Duration.ofMinutes(2).toNanos();
    while (reported(log).isEmpty()) {
      assertThat(camera.waitFor(50, TimeUnit.MILLISECONDS))
          .as(
              "round %s: the camera ended: %s",
              kill, Files.readString(directory.resolve("camera.out")))
          .isFalse();
      assertThat(System.nanoTime() - deadline).as("round %s: nothing stored", kill).isNegative();
    }
  }

  /** Whole lines only: the last one may have been cut by the kill. */
  private static Set<Long> reported(Path log) throws Exception {
    if (!Files.exists(log)) {
      return Set.of();
    }
    String text = Files.readString(log, StandardCharsets.US_ASCII);
    Set<Long> timecodes = new HashSet<>();
    text.substring(0, text.lastIndexOf('\n') + 1)
        .lines()
        .forEach(line -> timecodes.add(Long.parseLong(line)));
    return timecodes;
  }

  private static Set<Long> stored(StandIn standIn) {
    Set<Long> timecodes = new HashSet<>();
    standIn
        .kvs()
        .streams()
        .persisted(NAME)
        .forEach(fragment -> timecodes.add(fragment.media().timecodeMillis()));
    return timecodes;
  }
}
