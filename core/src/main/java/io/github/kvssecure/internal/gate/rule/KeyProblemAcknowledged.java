package io.github.kvssecure.internal.gate.rule;

import io.github.kvssecure.internal.gate.rule.KeyFacts.Acknowledged;
import io.github.kvssecure.media.AcknowledgementError;
import io.github.kvssecure.media.KeyFailure;
import io.github.kvssecure.policy.Control;
import io.github.kvssecure.policy.Decision;
import io.github.kvssecure.policy.SecurityPolicy;
import java.util.Optional;

/**
 * KMS-05: no acknowledgement reports a problem of the key. This needs no permission, so it is the
 * one look at the key that every producer has.
 */
final class KeyProblemAcknowledged implements Rule<Acknowledged> {

  @Override
  public Control control() {
    return Control.KMS_05;
  }

  @Override
  public Decision evaluate(Acknowledged facts, SecurityPolicy policy) {
    Optional<AcknowledgementError> error = facts.acknowledgement().error();
    Optional<KeyFailure> failure = error.flatMap(KeyFailure::of);
    if (failure.isEmpty()) {
      return satisfied("no acknowledgement reports a problem of the key");
    }
    if (failure.get().isTransient()) {
      return notEvaluated(error.get() + ": " + failure.get().cause());
    }
    return violatedAt("stream " + facts.stream())
        .found("acknowledgement " + error.get() + ": " + failure.get().cause())
        .required("a key that KVS may use for this producer")
        .remedy(failure.get().remedy());
  }
}
