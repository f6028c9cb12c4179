package io.github.kvssecure.internal.gate.rule;

import io.github.kvssecure.internal.gate.rule.IdentityFacts.StreamAddress;
import io.github.kvssecure.policy.Control;
import io.github.kvssecure.policy.Decision;
import io.github.kvssecure.policy.SecurityPolicy;

/**
 * IAM-12: a call names the stream that was verified, by its ARN, which ends in the moment it was
 * made.
 */
final class AddressedByArn implements Rule<StreamAddress> {

  @Override
  public Control control() {
    return Control.IAM_12;
  }

  @Override
  public Decision evaluate(StreamAddress facts, SecurityPolicy policy) {
    return facts.addressed().equals(facts.verified())
        ? satisfied("the upload names " + facts.addressed())
        : violatedAt("upload of stream " + facts.verified().name())
            .found(facts.addressed().value())
            .required(facts.verified().value())
            .remedy("close the stream and open it again, so that it is verified anew");
  }
}
