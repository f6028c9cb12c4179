package io.github.kvssecure.internal.gate.rule;

import io.github.kvssecure.internal.gate.rule.Facts.RegionUse;
import io.github.kvssecure.policy.Control;
import io.github.kvssecure.policy.Decision;
import io.github.kvssecure.policy.SecurityPolicy;
import io.github.kvssecure.stream.AwsRegion;
import java.util.Set;
import java.util.TreeSet;

/** CMP-01: a Region in use is one the policy names, or else the producer's own. */
final class AdmittedRegion implements Rule<RegionUse> {

  @Override
  public Control control() {
    return Control.CMP_01;
  }

  @Override
  public Decision evaluate(RegionUse facts, SecurityPolicy policy) {
    Set<String> admitted = new TreeSet<>();
    if (policy.regions().isEmpty()) {
      admitted.add(facts.own().id());
    } else {
      policy.regions().stream().map(AwsRegion::id).forEach(admitted::add);
    }
    if (admitted.contains(facts.region())) {
      return satisfied(facts.region() + " is admitted");
    }
    return violatedAt(facts.subject())
        .found("Region " + facts.region())
        .required("one of " + admitted)
        .remedy(
            "SecureProducer.builder(AwsRegion.of(\""
                + admitted.iterator().next()
                + "\"), source), or a policy with .inRegions(...)");
  }
}
