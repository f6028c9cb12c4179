package io.github.kvssecure.samples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The demonstration with either packager: the same media, frame for frame. */
class JavaPackagingTest {

  @ParameterizedTest
  @CsvSource({"java, java (asked for)", "native, native 1.12.0"})
  void theDemo_sendsTheSameMedia_whateverThePropertySays(String producer, String packager)
      throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    System.setProperty(StandIn.PRODUCER_PROPERTY, producer);
    try (StandIn standIn = new StandIn()) {
      new Demo(standIn, new PrintStream(out, true, StandardCharsets.UTF_8)).run();
    } finally {
      System.clearProperty(StandIn.PRODUCER_PROPERTY);
    }
    List<String> lines = out.toString(StandardCharsets.UTF_8).lines().toList();

    assertThat(lines.get(lines.size() - 2))
        .isEqualTo("media: accepted=1220 persisted=1220 dropped=0 pending=0 identical=true");
    assertThat(lines.get(lines.size() - 1))
        .isEqualTo("controls: satisfied=63 violated=0 not-evaluated=54 refused=4");
    assertThat(lines).anyMatch(line -> line.startsWith("packaged by: " + packager));
    for (int control = 1; control <= 8; control++) {
      String id = "  MKV-0" + control + " satisfied: ";
      assertThat(lines).anyMatch(line -> line.startsWith(id));
    }
  }

  @Test
  void anythingElse_isNoProducer() {
    System.setProperty(StandIn.PRODUCER_PROPERTY, "rust");
    try {
      assertThatIllegalArgumentException()
          .isThrownBy(StandIn::new)
          .withMessage("-Dproducer must be native or java, found 'rust'");
    } finally {
      System.clearProperty(StandIn.PRODUCER_PROPERTY);
    }
  }
}
