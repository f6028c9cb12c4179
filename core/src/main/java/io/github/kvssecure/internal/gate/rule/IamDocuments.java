package io.github.kvssecure.internal.gate.rule;

import java.util.Collection;
import java.util.Map;
import java.util.Set;

/** How violations name the IAM documents that they were found in. */
final class IamDocuments {

  private IamDocuments() {}

  /** All documents that something was found in. */
  static String subject(Set<String> names) {
    return (names.size() == 1 ? "IAM document " : "IAM documents ") + String.join(", ", names);
  }

  /** What was found, with the document where there are several. */
  static String each(Map<String, ? extends Collection<String>> found) {
    return found.size() == 1
        ? found.values().iterator().next().toString()
        : String.join(
            ", ", found.entrySet().stream().map(e -> e.getKey() + ": " + e.getValue()).toList());
  }
}
