package io.github.kvssecure.jni.internal.bind;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs a main class in a JVM of its own: one that may die, or has other settings. */
public final class ForkedJvm {

  /** How it ended, and what it wrote. */
  public record Outcome(int exitCode, String output) {}

  private static final int DEADLINE_SECONDS = 240;

  private ForkedJvm() {}

  /** Runs it where this JVM runs. */
  public static Outcome run(Class<?> main, List<String> options, String... arguments)
      throws IOException, InterruptedException {
    return run(command(main, options, arguments), Path.of("").toAbsolutePath());
  }

  /** What to run, for a test that has to put something before it. */
  public static List<String> command(Class<?> main, List<String> options, String... arguments) {
    return command(System.getProperty("java.class.path"), main, options, arguments);
  }

  /** With another class path than that of this JVM. */
  public static List<String> command(
      String classPath, Class<?> main, List<String> options, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.addAll(List.of("-cp", classPath, main.getName()));
    command.addAll(List.of(arguments));
    return command;
  }

  /** Runs a command in a working directory. */
  public static Outcome run(List<String> command, Path directory)
      throws IOException, InterruptedException {
    Path output = Files.createTempFile("forked", ".txt");
    try {
      Process process =
          new ProcessBuilder(command)
              .directory(directory.toFile())
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start();
      if (!process.waitFor(DEADLINE_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new AssertionError("still running: " + Files.readString(output));
      }
      return new Outcome(
          process.exitValue(), Files.readString(output, StandardCharsets.ISO_8859_1));
    } finally {
      Files.deleteIfExists(output);
    }
  }
}
