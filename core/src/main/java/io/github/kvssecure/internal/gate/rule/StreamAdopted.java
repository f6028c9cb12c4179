package io.github.kvssecure.internal.gate.rule;

import io.github.kvssecure.internal.gate.rule.CreationFacts.StreamToAdopt;
import io.github.kvssecure.policy.Control;
import io.github.kvssecure.policy.Decision;
import io.github.kvssecure.policy.SecurityPolicy;
import io.github.kvssecure.policy.Violation;

/**
 * CP-03: a stream that was to be made, and is there already, is used only if the policy refuses
 * nothing of it. CreateStream answers ResourceInUse without comparing key or retention.
 */
final class StreamAdopted implements Rule<StreamToAdopt> {

  @Override
  public Control control() {
    return Control.CP_03;
  }

  @Override
  public Decision evaluate(StreamToAdopt facts, SecurityPolicy policy) {
    if (facts.refused().isEmpty()) {
      return satisfied("the stream that is there meets the policy");
    }
    return violatedAt("stream " + facts.stream())
        .found(
            "a stream that is there already and is refused by "
                + facts.refused().stream().map(Violation::control).distinct().toList())
        .required("a stream that meets the policy as if it had just been made")
        .remedy("use another StreamName, or have an administrator replace the stream");
  }
}
