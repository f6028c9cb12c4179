package io.github.kvssecure.identity.policy;

import io.github.kvssecure.identity.policy.PolicyFinding.Trap;
import io.github.kvssecure.identity.policy.PolicyLinter.Purpose;
import java.util.List;

/** What the linter finds in the documents of tests. */
final class LintTrial {

  private LintTrial() {}

  static List<Trap> traps(String json) {
    return PolicyLinter.of(Purpose.PRODUCER).findings(PolicyDocument.parse(json)).stream()
        .map(PolicyFinding::trap)
        .toList();
  }

  static String statement(String effect, String action, String resource) {
    return "{\"Effect\":\"%s\",\"Action\":\"%s\",\"Resource\":\"%s\"}"
        .formatted(effect, action, resource);
  }

  static String document(String... statements) {
    return "{\"Version\":\"2012-10-17\",\"Statement\":[" + String.join(",", statements) + "]}";
  }
}
