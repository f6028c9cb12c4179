package io.github.kvssecure.samples.benchmark;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A JVM on a processor of its own, which is given commands line by line. */
final class Child implements AutoCloseable {

  private final Process process;
  private final PrintStream commands;
  private final BufferedReader output;

  private Child(Process process) {
    this.process = process;
    this.commands = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
    this.output =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
  }

  /**
   * Starts one with this process's class path.
   *
   * @param cpu the only processor it may run on, as {@code taskset} counts
   * @param options of the JVM
   */
  static Child start(int cpu, List<String> options, Class<?> main, String... args)
      throws IOException {
    List<String> command = new ArrayList<>(List.of("taskset", "-c", String.valueOf(cpu), "java"));
    command.addAll(options);
    command.addAll(List.of("-Xmx512m", "-cp"));
    command.add(main == Worker.class && args[0].equals("ours") ? ownClassPath() : classPath());
    command.add(main.getName());
    command.addAll(List.of(args));
    return new Child(
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start());
  }

  private static String classPath() {
    return System.getProperty("java.class.path");
  }

  /** Without AWS SDK 1.x, which the vendor's client brings and this library refuses (BP-06). */
  private static String ownClassPath() {
    return Stream.of(classPath().split(Pattern.quote(File.pathSeparator), -1))
        .filter(entry -> !new File(entry).getName().startsWith("aws-java-sdk-"))
        .collect(Collectors.joining(File.pathSeparator));
  }

  /** Gives a command and waits for the answer. */
  Figures ask(String command) throws IOException {
    commands.println(command);
    return answer();
  }

  /** Waits for an answer; native code writes to standard output too, which is passed over. */
  Figures answer() throws IOException {
    for (String line = output.readLine(); line != null; line = output.readLine()) {
      if (Figures.areIn(line)) {
        return Figures.read(line);
      }
    }
    throw new IOException("a process of the benchmark ended; its error is above");
  }

  @Override
  public void close() {
    commands.close();
    process.destroy();
    // What ends takes processor time from what is measured next.
    var unused = process.onExit().join();
  }
}
