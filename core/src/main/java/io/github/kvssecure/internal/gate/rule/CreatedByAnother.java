package io.github.kvssecure.internal.gate.rule;

import io.github.kvssecure.identity.CallerIdentity;
import io.github.kvssecure.internal.gate.rule.IdentityFacts.Creation;
import io.github.kvssecure.internal.gate.rule.IdentityFacts.KnownCaller;
import io.github.kvssecure.policy.Control;
import io.github.kvssecure.policy.Decision;
import io.github.kvssecure.policy.SecurityPolicy;

/** BP-02: a missing stream is made by another role than the one that sends to it. */
final class CreatedByAnother implements Rule<Creation> {

  @Override
  public Control control() {
    return Control.BP_02;
  }

  @Override
  public Decision evaluate(Creation facts, SecurityPolicy policy) {
    if (!(facts.producer() instanceof KnownCaller producer)
        || !(facts.administrator() instanceof KnownCaller administrator)) {
      return notEvaluated("STS did not say who producer and administrator are");
    }
    return isSame(producer.identity(), administrator.identity())
        ? violatedAt("administrator")
            .found(
                (administrator.identity().roleName().isPresent()
                        ? "the producer's own role: "
                        : "the producer itself: ")
                    + administrator.identity().arn())
            .required("a role of its own for kinesisvideo:CreateStream")
            .remedy("createIfMissing(CredentialSource.assumeRole(administratorRole, name, base))")
        : satisfied("the stream is made by " + administrator.identity().arn());
  }

  /** Sessions of a role are one and the same; who has no role is known by its ARN. */
  private static boolean isSame(CallerIdentity one, CallerIdentity other) {
    if (one.roleName().isEmpty() || other.roleName().isEmpty()) {
      return one.arn().equals(other.arn());
    }
    return one.account().equals(other.account()) && one.roleName().equals(other.roleName());
  }
}
