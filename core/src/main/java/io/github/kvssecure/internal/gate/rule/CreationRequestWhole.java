package io.github.kvssecure.internal.gate.rule;

import io.github.kvssecure.internal.gate.rule.CreationFacts.CreationRequest;
import io.github.kvssecure.policy.Control;
import io.github.kvssecure.policy.Decision;
import io.github.kvssecure.policy.SecurityPolicy;
import io.github.kvssecure.policy.Violation;

/**
 * CP-01: every part of a creation request passed before it is sent. Name, media type, tags and key
 * cannot be malformed: their types see to it.
 */
final class CreationRequestWhole implements Rule<CreationRequest> {

  @Override
  public Control control() {
    return Control.CP_01;
  }

  @Override
  public Decision evaluate(CreationRequest facts, SecurityPolicy policy) {
    if (facts.refused().isEmpty()) {
      return satisfied("passed by " + facts.judged());
    }
    return violatedAt("creation of stream " + facts.spec().name())
        .found(
            "parts that are refused by "
                + facts.refused().stream().map(Violation::control).distinct().toList())
        .required("a request that is passed by " + facts.judged())
        .remedy("nothing was sent; mend the parts as the other refusals say");
  }
}
