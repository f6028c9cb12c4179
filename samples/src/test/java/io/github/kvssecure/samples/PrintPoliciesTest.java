package io.github.kvssecure.samples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class PrintPoliciesTest {

  @Test
  void main_printsSixDocumentsAndFindings() {
    PrintStream before = System.out;
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
    try {
      PrintPolicies.main(new String[0]);
    } finally {
      System.setOut(before);
    }
    String text = printed.toString(StandardCharsets.UTF_8);
    assertThat(text.lines().filter(line -> line.startsWith("--- "))).hasSize(7);
    assertThat(text)
        .contains(
            "stream/front-door/*", "stream/${credentials-iot:ThingName}/*", "rolealias/cameras")
        .contains("OBSOLETE_ACTION in statement 1", "STREAM_PREFIX in statement 1")
        .contains("ANY_STREAM in statement 2", "NEEDLESS_ACTION in statement 2", "GetClip");
  }
}
