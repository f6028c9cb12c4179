package io.github.kvssecure.internal.gate.rule;

import io.github.kvssecure.internal.gate.rule.IdentityFacts.ActionsCalled;
import io.github.kvssecure.policy.Control;
import io.github.kvssecure.policy.Decision;
import io.github.kvssecure.policy.SecurityPolicy;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** BP-10: the checks called nothing that a producer does not need anyway. */
final class CheckBudget implements Rule<ActionsCalled> {

  @Override
  public Control control() {
    return Control.BP_10;
  }

  @Override
  public Decision evaluate(ActionsCalled facts, SecurityPolicy policy) {
    Set<String> beyond = new TreeSet<>(facts.counts().keySet());
    beyond.removeAll(ProducerActionsOnly.ADMITTED);
    if (policy.includes(Control.KMS_07)) {
      // The policy asked for the dry run by name.
      beyond.remove("kms:GenerateDataKey");
    }
    return beyond.isEmpty()
        ? satisfied("called so far: " + new TreeMap<>(facts.counts()))
        : violatedAt("credentials of the producer")
            .found("calls of " + String.join(", ", beyond))
            .required("no calls but " + new TreeSet<>(ProducerActionsOnly.ADMITTED))
            .remedy(
                "turn the check off that makes them; a producer's role is not to be widened for it");
  }
}
