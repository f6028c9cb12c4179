package io.github.kvssecure.internal.gate.rule;

import io.github.kvssecure.identity.SessionGrant;
import io.github.kvssecure.internal.gate.rule.IdentityFacts.ScopeUse;
import io.github.kvssecure.policy.Control;
import io.github.kvssecure.policy.Decision;
import io.github.kvssecure.policy.SecurityPolicy;
import java.util.Optional;

/** IAM-08: a session policy limits the credentials to the one stream they are used for. */
final class NarrowedSession implements Rule<ScopeUse> {

  @Override
  public Control control() {
    return Control.IAM_08;
  }

  @Override
  public Decision evaluate(ScopeUse facts, SecurityPolicy policy) {
    Optional<SessionGrant> grant = facts.credentials().grant();
    if (grant.isEmpty()) {
      return notEvaluated(
          "SCOPE_UNVERIFIED: these credentials come as they are, and nobody here can narrow them; put"
              + " CredentialSource.assumeRole(role, \"device-name\", thisSource) before them");
    }
    Optional<SessionGrant.Scope> scope = grant.get().scope();
    if (scope.isEmpty()) {
      return violation(facts, "a session as wide as its role");
    }
    if (!scope.get().resource().equals(facts.stream().value())) {
      return violation(facts, "a session for " + scope.get().resource());
    }
    Optional<Integer> packed = scope.get().packedPercent();
    if (packed.isEmpty() || packed.get() < 1 || packed.get() > 100) {
      return violation(facts, "a session for which STS did not confirm the policy it was given");
    }
    return satisfied(
        "limited to "
            + facts.stream()
            + ", policy "
            + packed.get()
            + "% of the space STS has for it");
  }

  private Decision violation(ScopeUse facts, String found) {
    return violatedAt("stream " + facts.stream().name())
        .found(found)
        .required("a session whose policy names " + facts.stream() + " only")
        .remedy("CredentialSource.assumeRole(role, \"device-name\", base), and the STS of AWS");
  }
}
