package io.github.kvssecure.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Runs the AWS command line against a stand-in; secrets travel in the child's environment only. */
final class AwsCli {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  /** Where Debian's package puts it. */
  private static final Path DEBIAN = Path.of("/usr/bin/aws");

  private final Path program;
  private final LocalKvs kvs;
  private final Path home;

  /** How a run ended: its code and what it printed. */
  record Outcome(int code, String output, String errors) {
    JsonNode json() throws IOException {
      return JSON.readTree(output);
    }
  }

  /**
   * Prepares runs.
   *
   * @param home an empty directory: no configuration of this machine takes part
   */
  AwsCli(Path program, LocalKvs kvs, Path home) {
    this.program = program;
    this.kvs = kvs;
    this.home = home;
  }

  /** Finds the first {@code aws} that starts: Debian's, then those on the search path. */
  static Optional<Path> find() {
    String searchPath = Optional.ofNullable(System.getenv("PATH")).orElse("");
    Stream<Path> onPath =
        Arrays.stream(searchPath.split(File.pathSeparator, -1)).map(dir -> Path.of(dir, "aws"));
    return Stream.concat(Stream.of(DEBIAN), onPath)
        .filter(Files::isExecutable)
        .filter(AwsCli::starts)
        .findFirst();
  }

  /** Runs one command as the owner of session keys. */
  Outcome run(SessionKeys keys, String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(program.toString()));
    command.addAll(List.of("--endpoint-url", kvs.endpoint().toString(), "--output", "json"));
    command.addAll(List.of(arguments));
    Path output = home.resolve("output");
    Path errors = home.resolve("errors");
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectOutput(output.toFile()).redirectError(errors.toFile());
    Map<String, String> environment = cleared(builder, home);
    environment.put("AWS_PAGER", "");
    environment.put("AWS_EC2_METADATA_DISABLED", "true");
    environment.put("AWS_MAX_ATTEMPTS", "1");
    environment.put("AWS_REGION", kvs.region());
    environment.put("AWS_DEFAULT_REGION", kvs.region());
    environment.put("AWS_CA_BUNDLE", kvs.caCertificatePem(home).toString());
    environment.put("AWS_ACCESS_KEY_ID", keys.accessKeyId());
    environment.put("AWS_SECRET_ACCESS_KEY", keys.secretAccessKey());
    environment.put("AWS_SESSION_TOKEN", keys.sessionToken());
    int code = await(builder.start());
    return new Outcome(
        code,
        Files.readString(output, StandardCharsets.UTF_8),
        Files.readString(errors, StandardCharsets.UTF_8));
  }

  private static boolean starts(Path program) {
    ProcessBuilder builder =
        new ProcessBuilder(program.toString(), "--version")
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD);
    cleared(builder, Path.of(System.getProperty("java.io.tmpdir", "/tmp")));
    try {
      return await(builder.start()) == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Nothing of this machine may take part but the search path: no AWS settings, no proxies. */
  private static Map<String, String> cleared(ProcessBuilder builder, Path home) {
    Map<String, String> environment = builder.environment();
    environment.keySet().retainAll(Set.of("PATH"));
    environment.put("HOME", home.toString());
    environment.put("LC_ALL", "C.UTF-8");
    return environment;
  }

  private static int await(Process process) throws IOException, InterruptedException {
    process.getOutputStream().close();
    try {
      if (!process.waitFor(2, TimeUnit.MINUTES)) {
        throw new IOException("aws did not end within two minutes");
      }
      return process.exitValue();
    } finally {
      process.destroyForcibly();
    }
  }
}
