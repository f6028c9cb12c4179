package io.github.kvssecure.internal.gate.rule;

import io.github.kvssecure.identity.CallerIdentity;
import io.github.kvssecure.internal.gate.rule.IdentityFacts.CallerUse;
import io.github.kvssecure.internal.gate.rule.IdentityFacts.KnownCaller;
import io.github.kvssecure.internal.gate.rule.IdentityFacts.UnknownCaller;
import io.github.kvssecure.policy.Control;
import io.github.kvssecure.policy.Decision;
import io.github.kvssecure.policy.SecurityPolicy;

/**
 * IAM-03: the caller is a session of a role. The keys of GetSessionToken look temporary and are a
 * user.
 */
final class RoleSessionOnly implements Rule<CallerUse> {

  @Override
  public Control control() {
    return Control.IAM_03;
  }

  @Override
  public Decision evaluate(CallerUse facts, SecurityPolicy policy) {
    if (facts.caller() instanceof UnknownCaller unknown) {
      return notEvaluated(unknown.reason());
    }
    CallerIdentity caller = ((KnownCaller) facts.caller()).identity();
    return caller.kind() == CallerIdentity.Kind.ROLE_SESSION
        ? satisfied(caller.arn())
        : violatedAt(facts.subject())
            .found(caller.arn())
            .required("a session of a role, arn:PARTITION:sts::ACCOUNT:assumed-role/ROLE/SESSION")
            .remedy(
                "CredentialSource.assumeRole(RoleArn.of(\"arn:aws:iam::ACCOUNT:role/ROLE\"),"
                    + " \"device-name\", base)");
  }
}
