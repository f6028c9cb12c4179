package io.github.kvssecure.internal.gate.rule;

import io.github.kvssecure.internal.gate.rule.Facts.KeyAskedFor;
import io.github.kvssecure.internal.gate.rule.Facts.KeyReported;
import io.github.kvssecure.internal.gate.rule.Facts.KeyUse;
import io.github.kvssecure.policy.Control;
import io.github.kvssecure.policy.Decision;
import io.github.kvssecure.policy.SecurityPolicy;
import io.github.kvssecure.stream.KmsKeyId;
import java.util.Optional;

/**
 * KMS-10: the key is in the stream's Region (KMS keys are regional, so another cannot work) and in
 * the stream's account or one that the policy names. A bare key id or alias name means the caller's
 * own account and Region.
 */
final class KeyInPlace implements Rule<KeyUse> {

  @Override
  public Control control() {
    return Control.KMS_10;
  }

  @Override
  public Decision evaluate(KeyUse facts, SecurityPolicy policy) {
    Optional<KmsKeyId> key =
        facts.key() instanceof KeyAskedFor asked
            ? asked.key()
            : ((KeyReported) facts.key()).text().flatMap(KmsKeyId::parse);
    if (key.isEmpty()) {
      return notEvaluated("no key is named, or one of unknown form");
    }
    String region = key.get().region().orElse(facts.region().id());
    if (!region.equals(facts.region().id())) {
      return violatedAt("stream " + facts.stream())
          .found("a key in " + region + ": " + key.get())
          .required("a key in " + facts.region())
          .remedy(
              ".encryptedBy(KmsKeyId.of(\"arn:"
                  + facts.region().partition().id()
                  + ":kms:"
                  + facts.region()
                  + ":ACCOUNT:key/KEY-ID\"))");
    }
    Optional<String> account = key.get().account();
    boolean strange =
        account.isPresent()
            && facts.account().isPresent()
            && !account.equals(facts.account())
            && !policy.keyAccounts().contains(account.get());
    if (strange) {
      return violatedAt("stream " + facts.stream())
          .found("a key of account " + account.get())
          .required("a key of account " + facts.account().get())
          .remedy("SecurityPolicy.strict().withKeysOfAccounts(Set.of(\"" + account.get() + "\"))");
    }
    return satisfied("the key is in " + region);
  }
}
