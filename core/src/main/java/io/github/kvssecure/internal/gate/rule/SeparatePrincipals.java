package io.github.kvssecure.internal.gate.rule;

import io.github.kvssecure.identity.CredentialSource;
import io.github.kvssecure.internal.gate.rule.IdentityFacts.Separation;
import io.github.kvssecure.policy.Control;
import io.github.kvssecure.policy.Decision;
import io.github.kvssecure.policy.SecurityPolicy;

/** BP-01: whoever makes streams does not use the credential source of whoever sends to them. */
final class SeparatePrincipals implements Rule<Separation> {

  @Override
  public Control control() {
    return Control.BP_01;
  }

  @Override
  public Decision evaluate(Separation facts, SecurityPolicy policy) {
    return isShared(facts.producer(), facts.administrator())
        ? violatedAt("administrator")
            .found("the producer's own credential source, " + facts.producer().kind())
            .required("a credential source of its own")
            .remedy("createIfMissing(CredentialSource.assumeRole(administratorRole, name, base))")
        : satisfied("producer and administrator have different credential sources");
  }

  private static boolean isShared(CredentialSource producer, CredentialSource administrator) {
    if (producer.equals(administrator)) {
      return true;
    }
    return producer instanceof CredentialSource.AssumedRole one
        && administrator instanceof CredentialSource.AssumedRole other
        && one.role().equals(other.role());
  }
}
