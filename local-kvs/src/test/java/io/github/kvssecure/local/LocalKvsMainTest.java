package io.github.kvssecure.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the main program leaves behind. */
final class LocalKvsMainTest {

  @Test
  void secretsAreInAnOwnerOnlyFileAndNotPrinted(@TempDir Path dir) throws Exception {
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    try (LocalKvs kvs = LocalKvs.start();
        PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8)) {
      LocalKvsMain.announce(kvs, dir, out);
      assertThat(printed.toString(StandardCharsets.UTF_8)).contains(kvs.endpoint().toString());
    }
    Path credentials = dir.resolve("credentials");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(credentials)))
        .isEqualTo("rw-------");
    String secrets = Files.readString(credentials);
    assertThat(secrets).contains("[camera]", "[administrator]", "[viewer]");
    secrets
        .lines()
        .filter(line -> line.startsWith("aws_"))
        .map(line -> line.split(" = ", 2)[1])
        .forEach(
            secret -> assertThat(printed.toString(StandardCharsets.UTF_8)).doesNotContain(secret));
  }
}
