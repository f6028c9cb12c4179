package io.github.kvssecure.samples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class PrintPoliciesTest {

  private static String printed(String... args) {
    PrintStream before = System.out;
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
    try {
      PrintPolicies.main(args);
    } finally {
      System.setOut(before);
    }
    return printed.toString(StandardCharsets.UTF_8);
  }

  @Test
  void main_printsThePoliciesOfTheStreamThatIsNamed() {
    String key = "arn:aws-cn:kms:cn-north-1:999999999999:key/11111111-2222-3333-4444-666666666666";

    assertThat(printed("lobby", "cn-north-1", "999999999999", key))
        .contains("arn:aws-cn:kinesisvideo:cn-north-1:999999999999:stream/lobby/*", key)
        .doesNotContain("123456789012:stream/lobby", "eu-central-1:999999999999");
  }

  @Test
  void main_printsSixDocumentsAndFindings() {
    String text = printed();
    assertThat(text.lines().filter(line -> line.startsWith("--- "))).hasSize(7);
    assertThat(text)
        .contains(
            "stream/front-door/*", "stream/${credentials-iot:ThingName}/*", "rolealias/cameras")
        .contains("OBSOLETE_ACTION in statement 1", "STREAM_PREFIX in statement 1")
        .contains("ANY_STREAM in statement 2", "NEEDLESS_ACTION in statement 2", "GetClip");
  }
}
