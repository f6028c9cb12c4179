package io.github.kvssecure.internal.gate.rule;

import io.github.kvssecure.policy.Control;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** What people say of a control; what the code says of it is not repeated here. */
record ControlDocumentation(String guide, String checked, String evidence, String permission) {

  private static final Set<String> FIELDS = Set.of("guide", "checked", "evidence", "permission");

  /** Reads the documentation of all controls, and refuses anything but whole blocks. */
  static Map<Control, ControlDocumentation> load() throws IOException {
    Map<Control, Map<String, String>> blocks = new EnumMap<>(Control.class);
    Map<String, String> block = new HashMap<>();
    for (String line : lines()) {
      if (line.startsWith("[")) {
        block = new HashMap<>();
        Control control = Control.ofId(line.substring(1, line.length() - 1)).orElseThrow();
        require(blocks.put(control, block) == null, line);
      } else if (!line.isBlank() && !line.startsWith("#")) {
        int colon = line.indexOf(": ");
        require(colon > 0 && FIELDS.contains(line.substring(0, colon)), line);
        require(block.put(line.substring(0, colon), line.substring(colon + 2)) == null, line);
      }
    }
    Map<Control, ControlDocumentation> all = new EnumMap<>(Control.class);
    blocks.forEach((control, fields) -> all.put(control, of(control, fields)));
    return all;
  }

  private static List<String> lines() throws IOException {
    try (InputStream in =
            Objects.requireNonNull(
                ControlDocumentation.class.getResourceAsStream("control-documentation.txt"));
        BufferedReader reader =
            new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      return reader.lines().toList();
    }
  }

  private static ControlDocumentation of(Control control, Map<String, String> fields) {
    require(fields.keySet().equals(FIELDS), control + " lacks one of " + FIELDS);
    return new ControlDocumentation(
        Objects.requireNonNull(fields.get("guide")),
        Objects.requireNonNull(fields.get("checked")),
        Objects.requireNonNull(fields.get("evidence")),
        Objects.requireNonNull(fields.get("permission")));
  }

  private static void require(boolean good, String culprit) {
    if (!good) {
      throw new IllegalStateException("control-documentation.txt: " + culprit);
    }
  }
}
