package io.github.kvssecure.policy;

import java.util.List;
import java.util.stream.Collectors;

/**
 * The security policy refused. The one exception that means "security": never retried, carries
 * every violation that was found.
 */
public final class PolicyViolationException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final Violation[] violations;

  /**
   * A refusal.
   *
   * @param violations one or more
   * @throws IllegalArgumentException if {@code violations} is empty
   */
  public PolicyViolationException(List<Violation> violations) {
    super(message(violations));
    this.violations = violations.toArray(Violation[]::new);
  }

  private static String message(List<Violation> violations) {
    if (violations.isEmpty()) {
      throw new IllegalArgumentException("a refusal needs a violation");
    }
    return "refused by the security policy:\n"
        + violations.stream().map(v -> "  " + v).collect(Collectors.joining("\n"));
  }

  /**
   * What was found.
   *
   * @return one or more violations
   */
  public List<Violation> violations() {
    return List.of(violations);
  }
}
