package io.github.kvssecure.policy;

/** What a rule says of the facts it was shown. "Not evaluated" is never a pass. */
public sealed interface Decision {

  /**
   * Which control was evaluated.
   *
   * @return the control
   */
  Control control();

  /**
   * The control is met.
   *
   * @param control which control
   * @param evidence what shows it, without secrets
   */
  record Satisfied(Control control, String evidence) implements Decision {
    /** Makes the evidence one line: part of it may come from outside. */
    public Satisfied {
      evidence = Line.of(evidence);
    }
  }

  /**
   * The control is not met.
   *
   * @param violation what was found, what is required, what to do
   */
  record Violated(Violation violation) implements Decision {
    @Override
    public Control control() {
      return violation.control();
    }
  }

  /**
   * It cannot be told whether the control is met.
   *
   * @param control which control
   * @param reason what is missing
   */
  record NotEvaluated(Control control, String reason) implements Decision {
    /** Makes the reason one line: part of it may come from outside. */
    public NotEvaluated {
      reason = Line.of(reason);
    }
  }
}
