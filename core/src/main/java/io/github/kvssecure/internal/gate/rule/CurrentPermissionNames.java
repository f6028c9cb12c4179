package io.github.kvssecure.internal.gate.rule;

import io.github.kvssecure.identity.policy.PolicyFinding;
import io.github.kvssecure.identity.policy.PolicyFinding.Trap;
import io.github.kvssecure.internal.gate.rule.PolicyFacts.SuppliedPolicy;
import io.github.kvssecure.policy.Control;
import io.github.kvssecure.policy.Decision;
import io.github.kvssecure.policy.SecurityPolicy;
import java.util.List;
import java.util.Set;

/**
 * KMS-11 and BP-09: a supplied policy names actions that exist. The AWS guide itself still asks for
 * {@code GetStreamingEndpoint}, and older texts spell the service {@code kinesis-video}; both match
 * nothing, in an Allow and in a Deny.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonkinesisvideostreams.html">actions
 *     of KVS</a>
 */
final class CurrentPermissionNames implements Rule<SuppliedPolicy> {

  private static final Set<Trap> OBSOLETE = Set.of(Trap.OBSOLETE_PREFIX, Trap.OBSOLETE_ACTION);

  private final Control control;

  /** A rule for one of the two controls, which ask the same under two topics. */
  CurrentPermissionNames(Control control) {
    this.control = control;
  }

  @Override
  public Control control() {
    return control;
  }

  @Override
  public Decision evaluate(SuppliedPolicy facts, SecurityPolicy policy) {
    List<PolicyFinding> obsolete =
        facts.findings().stream().filter(finding -> OBSOLETE.contains(finding.trap())).toList();
    if (obsolete.isEmpty()) {
      return satisfied("policy " + facts.name() + " names no obsolete action");
    }
    return violatedAt("policy " + facts.name())
        .found(String.join(", ", obsolete.stream().map(PolicyFinding::found).toList()))
        .required("the prefix kinesisvideo: and actions that exist")
        .remedy(
            String.join("; ", obsolete.stream().map(PolicyFinding::remedy).distinct().toList()));
  }
}
