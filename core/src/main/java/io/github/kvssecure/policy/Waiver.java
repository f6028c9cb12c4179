package io.github.kvssecure.policy;

import java.time.LocalDate;
import java.util.Objects;

/**
 * A control that is deliberately not enforced for a while. Immutable. Logged at every start, and
 * part of every report.
 *
 * @param control which control
 * @param reason why; at least ten characters, so that a reader can judge it
 * @param until the last day it holds, UTC
 */
public record Waiver(Control control, String reason, LocalDate until) {

  /**
   * Requires a reason worth the name.
   *
   * @throws IllegalArgumentException if {@code reason} has fewer than ten characters
   */
  public Waiver {
    Objects.requireNonNull(control, "control");
    Objects.requireNonNull(until, "until");
    if (reason.strip().length() < 10) {
      throw new IllegalArgumentException(
          "a waiver needs a written reason of at least 10 characters");
    }
  }
}
