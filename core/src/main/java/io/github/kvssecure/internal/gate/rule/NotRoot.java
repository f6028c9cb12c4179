package io.github.kvssecure.internal.gate.rule;

import io.github.kvssecure.identity.CallerIdentity;
import io.github.kvssecure.internal.gate.rule.IdentityFacts.CallerUse;
import io.github.kvssecure.internal.gate.rule.IdentityFacts.KnownCaller;
import io.github.kvssecure.internal.gate.rule.IdentityFacts.UnknownCaller;
import io.github.kvssecure.policy.Control;
import io.github.kvssecure.policy.Decision;
import io.github.kvssecure.policy.SecurityPolicy;

/** IAM-01: the caller is not the root of the account, which no policy can limit. */
final class NotRoot implements Rule<CallerUse> {

  @Override
  public Control control() {
    return Control.IAM_01;
  }

  @Override
  public Decision evaluate(CallerUse facts, SecurityPolicy policy) {
    if (facts.caller() instanceof UnknownCaller unknown) {
      return notEvaluated(unknown.reason());
    }
    CallerIdentity caller = ((KnownCaller) facts.caller()).identity();
    return caller.kind() == CallerIdentity.Kind.ROOT
        ? violatedAt(facts.subject())
            .found("the root of account " + caller.account())
            .required("a role of the account")
            .remedy(
                "delete the root access key; CredentialSource.assumeRole(role, \"device-name\","
                    + " CredentialSource.instanceRole())")
        : satisfied(caller.arn());
  }
}
