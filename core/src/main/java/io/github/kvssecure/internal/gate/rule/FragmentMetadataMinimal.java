package io.github.kvssecure.internal.gate.rule;

import io.github.kvssecure.internal.gate.rule.MediaFacts.MetadataPut;
import io.github.kvssecure.policy.Control;
import io.github.kvssecure.policy.Decision;
import io.github.kvssecure.policy.SecurityPolicy;
import java.util.Set;
import java.util.TreeSet;

/**
 * BP-07: what the application says of a fragment names no person and holds no secret. It is kept
 * with the media, for all who play it.
 */
final class FragmentMetadataMinimal implements Rule<MetadataPut> {

  @Override
  public Control control() {
    return Control.BP_07;
  }

  @Override
  public Decision evaluate(MetadataPut facts, SecurityPolicy policy) {
    Set<String> found = new TreeSet<>();
    facts
        .metadata()
        .asMap()
        .forEach(
            (name, value) -> {
              found.addAll(TellingText.in(name));
              found.addAll(TellingText.in(value));
            });
    return found.isEmpty()
        ? satisfied("nothing personal or secret shows in " + facts.metadata())
        : violatedAt("metadata of a fragment of stream " + facts.stream())
            .found(String.join(", ", found))
            .required("names and values without personal data and secrets")
            .remedy("say what was seen, not who: FragmentMetadata.of(\"event\", \"door-opened\")");
  }
}
