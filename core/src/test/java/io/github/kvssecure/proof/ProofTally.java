package io.github.kvssecure.proof;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** How many passing tests prove each control, by kind. Thread-safe. */
final class ProofTally {

  private static final Pattern LINE =
      Pattern.compile(
          "\"(?<id>[A-Z]+-[0-9]+)\": \\{\"violated\": (?<violated>[0-9]+), \"satisfied\": (?<satisfied>[0-9]+)}");

  record Proofs(int violated, int satisfied) {
    static final Proofs NONE = new Proofs(0, 0);

    Proofs plus(Proofs other) {
      return new Proofs(violated + other.violated, satisfied + other.satisfied);
    }

    boolean areBoth() {
      return violated > 0 && satisfied > 0;
    }
  }

  private final Map<String, Proofs> byControl = new TreeMap<>();

  synchronized void add(String id, Proofs proofs) {
    byControl.merge(id, proofs, Proofs::plus);
  }

  synchronized Proofs of(String id) {
    return byControl.getOrDefault(id, Proofs.NONE);
  }

  synchronized Map<String, Proofs> byControl() {
    return new TreeMap<>(byControl);
  }

  void read(Path file) throws IOException {
    Matcher matcher = LINE.matcher(Files.readString(file));
    while (matcher.find()) {
      add(
          matcher.group("id"),
          new Proofs(
              Integer.parseInt(matcher.group("violated")),
              Integer.parseInt(matcher.group("satisfied"))));
    }
  }

  void write(Path file) throws IOException {
    Files.createDirectories(file.toAbsolutePath().getParent());
    Files.writeString(file, toString());
  }

  @Override
  public synchronized String toString() {
    return byControl.entrySet().stream()
        .map(
            entry ->
                "  \""
                    + entry.getKey()
                    + "\": {\"violated\": "
                    + entry.getValue().violated()
                    + ", \"satisfied\": "
                    + entry.getValue().satisfied()
                    + "}")
        .collect(Collectors.joining(",\n", "{\n", "\n}\n"));
  }
}
