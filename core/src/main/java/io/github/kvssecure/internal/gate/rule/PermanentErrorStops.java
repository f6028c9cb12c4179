package io.github.kvssecure.internal.gate.rule;

import io.github.kvssecure.internal.gate.rule.ResilienceFacts.Failed;
import io.github.kvssecure.policy.Control;
import io.github.kvssecure.policy.Decision;
import io.github.kvssecure.policy.SecurityPolicy;

/** RES-06: what passes is tried again, with growing pauses; what does not pass stops the stream. */
final class PermanentErrorStops implements Rule<Failed> {

  @Override
  public Control control() {
    return Control.RES_06;
  }

  @Override
  public Decision evaluate(Failed facts, SecurityPolicy policy) {
    return facts.again()
        ? satisfied("tried again after a pause: " + facts.cause())
        : violatedAt("upload of stream " + facts.stream())
            .found("a failure that does not pass: " + facts.cause())
            .required("an upload that the service takes, or a failure that passes")
            .remedy("mend what the failure names, then open the stream again");
  }
}
