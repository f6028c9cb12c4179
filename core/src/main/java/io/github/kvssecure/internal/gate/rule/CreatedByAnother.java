package io.github.kvssecure.internal.gate.rule;

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
    boolean same =
        producer.identity().account().equals(administrator.identity().account())
            && producer.identity().roleName().equals(administrator.identity().roleName());
    return same
        ? violatedAt("administrator")
            .found("the producer's own role: " + administrator.identity().arn())
            .required("a role of its own for kinesisvideo:CreateStream")
            .remedy("createIfMissing(CredentialSource.assumeRole(administratorRole, name, base))")
        : satisfied("the stream is made by " + administrator.identity().arn());
  }
}
