package io.github.kvssecure.internal.gate.rule;

import io.github.kvssecure.internal.gate.rule.KeyFacts.KeyFound;
import io.github.kvssecure.internal.gate.rule.KeyFacts.KeyLookup;
import io.github.kvssecure.internal.gate.rule.KeyFacts.KeyToCreateWith;
import io.github.kvssecure.internal.gate.rule.KeyFacts.KeyUnanswered;
import io.github.kvssecure.policy.Control;
import io.github.kvssecure.policy.Decision;
import io.github.kvssecure.policy.SecurityPolicy;
import io.github.kvssecure.stream.KeyDescription;

/**
 * KMS-03: the key that a stream is about to be made with exists, is enabled and can encrypt.
 * CreateStream takes a key that does not exist, and the key of a stream never changes.
 */
final class UsableKey implements Rule<KeyToCreateWith> {

  @Override
  public Control control() {
    return Control.KMS_03;
  }

  @Override
  public Decision evaluate(KeyToCreateWith facts, SecurityPolicy policy) {
    KeyLookup lookup = facts.key().lookup();
    if (lookup instanceof KeyUnanswered unanswered) {
      return notEvaluated(unanswered.reason());
    }
    return lookup instanceof KeyFound found
        ? judge(facts, found.key())
        : violation(facts, facts.key().name() + ", which KMS does not know");
  }

  private Decision judge(KeyToCreateWith facts, KeyDescription key) {
    if (!key.kind().encryptsStreams()) {
      return violation(
          facts,
          "a key of kind " + key.kind().spec() + " for " + key.kind().usage() + ": " + key.arn());
    }
    return key.life().isEnabled()
        ? satisfied(key.arn() + " is enabled")
        : violation(facts, "a key in state " + key.life().state() + ": " + key.arn());
  }

  private Decision violation(KeyToCreateWith facts, String found) {
    return violatedAt("stream " + facts.stream())
        .found(found)
        .required("an Enabled key, SYMMETRIC_DEFAULT for ENCRYPT_DECRYPT")
        .remedy(
            "no stream was made; enable the key, or name another with"
                + " .encryptedBy(KmsKeyId.of(\"KEY-ARN\"))");
  }
}
