package io.github.kvssecure.local.mkv;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs a program of the machine to its end, within a minute. */
final class Program {
  private Program() {}

  /** What the program printed, both streams together; fails unless it ended with code 0. */
  static List<String> run(Path directory, String... command)
      throws IOException, InterruptedException {
    Path output = Files.createTempFile(directory, "output", ".txt");
    Process process =
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    process.getOutputStream().close();
    boolean ended = process.waitFor(1, TimeUnit.MINUTES);
    process.destroyForcibly();
    String printed = Files.readString(output, StandardCharsets.UTF_8);
    assertThat(ended).as("%s ends within a minute", command[0]).isTrue();
    assertThat(process.exitValue()).as("%s: %s", String.join(" ", command), printed).isZero();
    return printed.lines().toList();
  }
}
