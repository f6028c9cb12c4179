package io.github.kvssecure.internal.gate.rule;

import io.github.kvssecure.internal.gate.rule.ProcessFacts.LogTrial;
import io.github.kvssecure.policy.Control;
import io.github.kvssecure.policy.Decision;
import io.github.kvssecure.policy.SecurityPolicy;

/** BP-03: made-up secrets that were put where secrets go came out nowhere. */
final class LogsHoldNoSecret implements Rule<LogTrial> {

  @Override
  public Control control() {
    return Control.BP_03;
  }

  @Override
  public Decision evaluate(LogTrial facts, SecurityPolicy policy) {
    if (facts.looked().isEmpty()) {
      return notEvaluated("nothing was looked at");
    }
    return facts.leaks().isEmpty()
        ? satisfied("made-up secrets came out in none of " + facts.looked())
        : violatedAt("log self-test")
            .found("a made-up secret in the text of " + facts.leaks())
            .required("no text that holds a secret")
            .remedy(
                "do not run this build: its classes were changed, or it has a defect; report it");
  }
}
