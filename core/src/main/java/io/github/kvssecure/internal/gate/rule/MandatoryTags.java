package io.github.kvssecure.internal.gate.rule;

import io.github.kvssecure.internal.gate.rule.CreationFacts.TagsToSet;
import io.github.kvssecure.policy.Control;
import io.github.kvssecure.policy.Decision;
import io.github.kvssecure.policy.SecurityPolicy;
import java.util.Set;
import java.util.TreeSet;

/**
 * CMP-03: a stream that is made carries the tags that the policy names, each with a value. AWS's
 * own limits are kept by {@link io.github.kvssecure.stream.Tags}.
 */
final class MandatoryTags implements Rule<TagsToSet> {

  @Override
  public Control control() {
    return Control.CMP_03;
  }

  @Override
  public Decision evaluate(TagsToSet facts, SecurityPolicy policy) {
    if (policy.mandatoryTags().isEmpty()) {
      return notEvaluated("the policy names no mandatory tags; .withMandatoryTags(...) does");
    }
    Set<String> missing = new TreeSet<>(policy.mandatoryTags());
    missing.removeIf(key -> facts.tags().value(key).filter(v -> !v.isBlank()).isPresent());
    return missing.isEmpty()
        ? satisfied("tags " + new TreeSet<>(policy.mandatoryTags()))
        : violatedAt("stream " + facts.stream())
            .found("no value for the tags " + missing)
            .required("values for the tags " + new TreeSet<>(policy.mandatoryTags()))
            .remedy(".tag(\"" + missing.iterator().next() + "\", value)");
  }
}
