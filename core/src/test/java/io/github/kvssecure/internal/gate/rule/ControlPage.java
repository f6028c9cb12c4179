package io.github.kvssecure.internal.gate.rule;

import io.github.kvssecure.policy.Control;
import io.github.kvssecure.policy.Violation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Writes docs/controls.md from the catalogue, the rules and their documentation. */
public final class ControlPage {

  /** Where the page is, below the root of the repository. */
  static final Path FILE = Path.of("docs", "controls.md");

  private final StringBuilder page = new StringBuilder();
  private final Map<Control, ControlDocumentation> documentation;
  private final Map<Control, Violation> examples;

  private ControlPage(
      Map<Control, ControlDocumentation> documentation, Map<Control, Violation> examples) {
    this.documentation = documentation;
    this.examples = examples;
  }

  /**
   * Writes the page.
   *
   * @param args the root of the repository
   * @throws IOException if it cannot be written
   */
  public static void main(String[] args) throws IOException {
    Files.writeString(Path.of(args[0]).resolve(FILE), text());
  }

  /** The page as it should be; fails if an enforced control lacks documentation or an example. */
  static String text() throws IOException {
    ControlPage page = new ControlPage(ControlDocumentation.load(), ControlExamples.all());
    page.requireWhole();
    page.write();
    return page.page.toString();
  }

  private void requireWhole() {
    for (Set<Control> known : List.of(documentation.keySet(), examples.keySet())) {
      Set<Control> missing = EnumSet.copyOf(Rules.enforced());
      missing.removeAll(known);
      if (!missing.isEmpty() || !Rules.enforced().containsAll(known)) {
        throw new IllegalStateException(
            "control-documentation.txt and ControlExamples must be about the enforced controls;"
                + " missing: "
                + missing);
      }
    }
  }

  private void write() {
    line("# Controls");
    line("");
    line(
        "Generated from the catalogue, the rules and their documentation:"
            + " `mvn -q -Pcontrols -pl core -am process-test-classes`. The build fails when this page is"
            + " stale. Messages are what the rules really say of one mistake under `strict()`.");
    line("");
    line(
        "Enforced: "
            + Rules.enforced().size()
            + " of "
            + Control.values().length
            + ". A control that is not enforced, or whose facts are not to be had, is *not evaluated*,"
            + " never a pass.");
    line("");
    line("## Enforced");
    for (Control control : Control.values()) {
      if (Rules.enforced().contains(control)) {
        enforced(control);
      }
    }
    line("");
    line("## Not evaluated");
    line("");
    line("| control | statement | why |");
    line("|---|---|---|");
    Arrays.stream(Control.values())
        .filter(control -> !Rules.enforced().contains(control))
        .forEach(
            control ->
                line(
                    "| "
                        + control.id()
                        + " | "
                        + control.statement()
                        + " | "
                        + control.whyNotEvaluated()
                        + " |"));
  }

  private void enforced(Control control) {
    ControlDocumentation text = Objects.requireNonNull(documentation.get(control));
    Violation example = Objects.requireNonNull(examples.get(control));
    line("");
    line("### " + control.id() + " " + control.statement());
    line("");
    line("- The guide: " + text.guide());
    line("- Checked: " + text.checked());
    line("- Evidence: " + text.evidence());
    line("- Permission: " + text.permission());
    line("- Severity under `strict()`: " + control.defaultSeverity());
    line("");
    line("```");
    line(example.toString());
    line("```");
  }

  private void line(String text) {
    page.append(text).append('\n');
  }
}
