package io.github.kvssecure.internal.gate.rule;

import io.github.kvssecure.policy.Control;
import io.github.kvssecure.policy.Decision;
import io.github.kvssecure.policy.SecurityPolicy;
import io.github.kvssecure.policy.Severity;
import io.github.kvssecure.policy.Violation;

/**
 * The code that evaluates one control. Pure: no I/O, no clock, no state.
 *
 * @param <F> the facts it looks at
 */
public interface Rule<F> {

  /**
   * Which control it evaluates.
   *
   * @return the control
   */
  Control control();

  /**
   * Looks at the facts.
   *
   * @param facts what is known
   * @param policy the bounds to judge by
   * @return a decision on {@link #control}
   */
  Decision evaluate(F facts, SecurityPolicy policy);

  /**
   * What a violation found by this rule means.
   *
   * @param policy says so for the control
   * @return the severity; a rule about a worse degree of the same control may ask for more
   */
  default Severity severity(SecurityPolicy policy) {
    return policy.severityOf(control());
  }

  /**
   * The control is met.
   *
   * @param evidence what shows it
   * @return the decision
   */
  default Decision satisfied(String evidence) {
    return new Decision.Satisfied(control(), evidence);
  }

  /**
   * It cannot be told.
   *
   * @param reason what is missing
   * @return the decision
   */
  default Decision notEvaluated(String reason) {
    return new Decision.NotEvaluated(control(), reason);
  }

  /**
   * Starts a violation at a subject.
   *
   * @param subject what it was found at
   * @return the next step: what was found
   */
  default Found violatedAt(String subject) {
    return found ->
        required ->
            remedy ->
                new Decision.Violated(new Violation(control(), subject, found, required, remedy));
  }

  /** Says what was found. */
  interface Found {
    /**
     * Says what is.
     *
     * @param found without secrets
     * @return the next step: what is required
     */
    Required found(String found);
  }

  /** Says what is required. */
  interface Required {
    /**
     * Says what must be.
     *
     * @param required in plain words
     * @return the next step: the remedy
     */
    Remedy required(String required);
  }

  /** Says what to do. */
  interface Remedy {
    /**
     * Says what to write instead.
     *
     * @param remedy in the syntax of the builders
     * @return the decision
     */
    Decision remedy(String remedy);
  }
}
