package io.github.kvssecure.internal.gate.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kvssecure.fake.Camera;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ControlPageTest {

  private static final Path ROOT = Path.of(System.getProperty("basedir", ".")).resolve("..");

  @Test
  void thePageIsWhatTheRulesSay() throws IOException {
    assertThat(Files.readString(ROOT.resolve(ControlPage.FILE)))
        .as("docs/controls.md is stale; mvn -q -Pcontrols -pl core -am process-test-classes")
        .isEqualTo(ControlPage.text());
  }

  @Test
  void thePageHoldsNoSecret() throws IOException {
    assertThat(ControlPage.text()).doesNotContain(Camera.SECRET).doesNotContain(Camera.TOKEN);
  }
}
