package io.github.kvssecure.internal.gate.rule;

import io.github.kvssecure.internal.gate.rule.MediaFacts.ElementsRead;
import io.github.kvssecure.policy.Control;
import io.github.kvssecure.policy.Decision;
import io.github.kvssecure.policy.SecurityPolicy;

/** MKV-03: every element that leaves has a bounded size, and lies in the one that it belongs to. */
final class ElementsBounded implements Rule<ElementsRead> {

  @Override
  public Control control() {
    return Control.MKV_03;
  }

  @Override
  public Decision evaluate(ElementsRead facts, SecurityPolicy policy) {
    return facts
        .problem()
        .map(
            problem ->
                violatedAt("stream " + facts.stream())
                    .found(problem)
                    .required(
                        "elements with a size, but for segment and cluster, that end where the element"
                            + " round them ends")
                    .remedy(MediaRules.OTHER_PACKAGER))
        .orElseGet(() -> satisfied("the head of the upload, and every element in it"));
  }
}
