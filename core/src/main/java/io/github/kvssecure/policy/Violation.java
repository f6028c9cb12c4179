package io.github.kvssecure.policy;

import java.io.Serializable;
import java.util.Objects;

/**
 * A control that is not met, in five parts. Immutable.
 *
 * <p>Security: {@code found} is written by the rule and never holds a secret.
 *
 * @param control which control
 * @param subject what it was found at, for example {@code stream front-door}
 * @param found what is
 * @param required what must be
 * @param remedy what to write instead, in the syntax of the builders
 */
public record Violation(
    Control control, String subject, String found, String required, String remedy)
    implements Serializable {

  /** Requires all five, and makes each text one line: part of it may come from outside. */
  public Violation {
    Objects.requireNonNull(control, "control");
    subject = Line.of(Objects.requireNonNull(subject, "subject"));
    found = Line.of(Objects.requireNonNull(found, "found"));
    required = Line.of(Objects.requireNonNull(required, "required"));
    remedy = Line.of(Objects.requireNonNull(remedy, "remedy"));
  }

  @Override
  public String toString() {
    return control.id()
        + " "
        + control.statement()
        + "\n    subject:  "
        + subject
        + "\n    found:    "
        + found
        + "\n    required: "
        + required
        + "\n    remedy:   "
        + remedy;
  }
}
