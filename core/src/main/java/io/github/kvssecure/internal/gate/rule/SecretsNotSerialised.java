package io.github.kvssecure.internal.gate.rule;

import io.github.kvssecure.internal.gate.rule.ProcessFacts.SerialisationTrial;
import io.github.kvssecure.policy.Control;
import io.github.kvssecure.policy.Decision;
import io.github.kvssecure.policy.SecurityPolicy;

/** BP-04: what holds secrets cannot be serialised. */
final class SecretsNotSerialised implements Rule<SerialisationTrial> {

  @Override
  public Control control() {
    return Control.BP_04;
  }

  @Override
  public Decision evaluate(SerialisationTrial facts, SecurityPolicy policy) {
    if (facts.refused().isEmpty() && facts.serialised().isEmpty()) {
      return notEvaluated("nothing was looked at");
    }
    return facts.serialised().isEmpty()
        ? satisfied("Java serialisation refuses " + facts.refused())
        : violatedAt("serialisation self-test")
            .found("types that hold secrets and can be serialised: " + facts.serialised())
            .required("types that Java serialisation refuses")
            .remedy(
                "do not run this build: its classes were changed, or it has a defect; report it");
  }
}
