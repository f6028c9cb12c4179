package io.github.kvssecure.samples;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kvssecure.Packaging;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The demonstration with either packager: the same media, frame for frame. */
class JavaPackagingTest {

  @ParameterizedTest
  @CsvSource({"JAVA, java (asked for)", "NATIVE, native 1.12.0"})
  void theDemo_sendsTheSameMedia_whateverPackagesIt(Packaging packaging, String packager)
      throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (StandIn standIn = new StandIn(packaging)) {
      new Demo(standIn, new PrintStream(out, true, StandardCharsets.UTF_8)).run();
    }
    List<String> lines = out.toString(StandardCharsets.UTF_8).lines().toList();

    assertThat(lines.get(lines.size() - 2))
        .isEqualTo("media: accepted=1220 persisted=1220 dropped=0 pending=0 identical=true");
    assertThat(lines).anyMatch(line -> line.startsWith("packaged by: " + packager));
    for (int control = 1; control <= 8; control++) {
      String id = "  MKV-0" + control + " satisfied: ";
      assertThat(lines).anyMatch(line -> line.startsWith(id));
    }
  }
}
