package io.github.kvssecure.internal.gate.rule;

import io.github.kvssecure.internal.gate.rule.KeyFacts.KeyDryRun;
import io.github.kvssecure.policy.Control;
import io.github.kvssecure.policy.Decision;
import io.github.kvssecure.policy.SecurityPolicy;
import io.github.kvssecure.spi.DataKeyTrial;

/**
 * KMS-07: a dry run by the producer says that the key gives data keys. A refusal proves nothing: a
 * key policy with {@code kms:ViaService} refuses the direct call and permits the one of KVS.
 */
final class DataKeyDryRun implements Rule<KeyDryRun> {

  @Override
  public Control control() {
    return Control.KMS_07;
  }

  @Override
  public Decision evaluate(KeyDryRun facts, SecurityPolicy policy) {
    if (facts.trial().isEmpty()) {
      return notEvaluated(facts.reason());
    }
    DataKeyTrial trial = facts.trial().get();
    if (trial instanceof DataKeyTrial.Unusable unusable) {
      return violatedAt("key " + facts.key())
          .found("KMS answers " + unusable.errorCode())
          .required("an Enabled key, SYMMETRIC_DEFAULT for ENCRYPT_DECRYPT")
          .remedy("ask the owner of the key; uploads to this stream will be refused");
    }
    return trial instanceof DataKeyTrial.Permitted
        ? satisfied("KMS would give a data key of " + facts.key())
        : notEvaluated(
            "KMS refuses the direct call, which a kms:ViaService condition does although uploads work;"
                + " leave such a condition in place");
  }
}
