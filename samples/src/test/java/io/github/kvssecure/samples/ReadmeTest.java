package io.github.kvssecure.samples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReadmeTest {

  private static final Path MODULE = Path.of(System.getProperty("basedir", "."));
  private static final Path README = MODULE.resolve("../README.md");

  @Test
  void theExampleIsTheOneThatIsCompiledAndRun() throws IOException {
    List<String> code =
        Files.readAllLines(
            MODULE.resolve("src/main/java/io/github/kvssecure/samples/QuickStart.java"));
    String compiled =
        String.join("\n", between(code, "    // README: begin", "    // README: end"))
            .stripIndent();

    List<String> readme = Files.readAllLines(README);
    String shown =
        String.join(
            "\n",
            between(readme.subList(readme.indexOf("## Example"), readme.size()), "```java", "```"));

    assertThat(shown).isEqualTo(compiled);
  }

  @Test
  void theReadmeStaysWithin150Lines() throws IOException {
    assertThat(Files.readAllLines(README)).hasSizeLessThanOrEqualTo(150);
  }

  private static List<String> between(List<String> lines, String begin, String end) {
    int from = lines.indexOf(begin) + 1;
    assertThat(from).as("the line '%s'", begin).isPositive();
    List<String> rest = lines.subList(from, lines.size());
    assertThat(rest).contains(end);
    return rest.subList(0, rest.indexOf(end));
  }
}
