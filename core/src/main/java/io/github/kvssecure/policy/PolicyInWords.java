package io.github.kvssecure.policy;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** A policy as logs and reports show it. */
final class PolicyInWords {

  private PolicyInWords() {}

  /** Every component, in a stable order. */
  static String of(SecurityPolicy policy) {
    Set<String> regions = new TreeSet<>();
    policy.regions().forEach(region -> regions.add(region.id()));
    return "SecurityPolicy[name="
        + policy.name()
        + ", regions="
        + (regions.isEmpty() ? "own" : regions)
        + ", retention="
        + policy.minRetention()
        + " to "
        + policy.maxRetention()
        + ", credentials end within "
        + policy.maxCredentialLifetime()
        + " and not before "
        + policy.minCredentialRemaining()
        + ", expected="
        + policy.identity()
        + ", key accounts beside the stream's="
        + new TreeSet<>(policy.keyAccounts())
        + ", approved keys="
        + policy.approvedKeys()
        + ", mandatory tags="
        + new TreeSet<>(policy.mandatoryTags())
        + ", severities changed="
        + policy.severities()
        + ", must be evaluated="
        + evaluated(policy)
        + ", optional included="
        + policy.optionalControls()
        + ", waived="
        + waived(policy)
        + ", network="
        + policy.network()
        + "]";
  }

  private static List<String> waived(SecurityPolicy policy) {
    return policy.waivers().values().stream()
        .map(w -> w.control() + " until " + w.until() + " (" + w.reason() + ")")
        .toList();
  }

  /** The presets name most controls: what they leave out is shorter. */
  private static String evaluated(SecurityPolicy policy) {
    Set<Control> evaluated = policy.mustBeEvaluated();
    Set<Control> others = EnumSet.allOf(Control.class);
    others.removeAll(evaluated);
    return others.size() < evaluated.size() ? "all but " + others : "" + evaluated;
  }
}
