package io.github.kvssecure.internal.gate.rule;

import io.github.kvssecure.identity.SessionGrant;
import io.github.kvssecure.internal.gate.rule.IdentityFacts.CallerUse;
import io.github.kvssecure.internal.gate.rule.IdentityFacts.KnownCaller;
import io.github.kvssecure.internal.gate.rule.IdentityFacts.UnknownCaller;
import io.github.kvssecure.policy.Control;
import io.github.kvssecure.policy.Decision;
import io.github.kvssecure.policy.SecurityPolicy;
import java.util.Optional;

/** IAM-15: who STS was asked about is who signs, and is the session that STS made. */
final class CallerIsSigner implements Rule<CallerUse> {

  @Override
  public Control control() {
    return Control.IAM_15;
  }

  @Override
  public Decision evaluate(CallerUse facts, SecurityPolicy policy) {
    if (facts.caller() instanceof UnknownCaller unknown) {
      return notEvaluated(unknown.reason());
    }
    KnownCaller caller = (KnownCaller) facts.caller();
    if (!caller.accessKeyId().equals(facts.signer().accessKeyId())) {
      return violatedAt(facts.subject())
          .found("STS was asked with a key other than " + facts.signer().redactedAccessKeyId())
          .required("a caller looked up with the key that signs")
          .remedy("open the stream again, so that the caller is looked up anew");
    }
    Optional<String> granted =
        facts.signer().grant().map(SessionGrant::sessionArn).filter(arn -> !arn.isEmpty());
    if (granted.isPresent() && !granted.get().equals(caller.identity().arn())) {
      return violatedAt(facts.subject())
          .found(caller.identity().arn())
          .required("the session that STS made: " + granted.get())
          .remedy("find out who answers for STS here; a proxy or stand-in gives other credentials");
    }
    return satisfied(
        "key " + facts.signer().redactedAccessKeyId() + " is of " + caller.identity().arn());
  }
}
