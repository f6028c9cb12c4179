package io.github.kvssecure.internal.gate.rule;

import io.github.kvssecure.internal.gate.rule.Facts.AcknowledgementStream;
import io.github.kvssecure.policy.Control;
import io.github.kvssecure.policy.Decision;
import io.github.kvssecure.policy.SecurityPolicy;

/** WIRE-06: what comes back is a bounded, well-formed stream of acknowledgements. */
final class AcknowledgementsWellFormed implements Rule<AcknowledgementStream> {

  @Override
  public Control control() {
    return Control.WIRE_06;
  }

  @Override
  public Decision evaluate(AcknowledgementStream facts, SecurityPolicy policy) {
    return facts
        .problem()
        .map(
            problem ->
                violatedAt("acknowledgements of stream " + facts.stream())
                    .found(problem)
                    .required("one flat JSON object a line, at most 1024 bytes each")
                    .remedy(
                        "the upload was broken off and what was not acknowledged is sent again; look"
                            + " for a proxy that changes responses"))
        .orElseGet(() -> satisfied("well formed so far"));
  }
}
