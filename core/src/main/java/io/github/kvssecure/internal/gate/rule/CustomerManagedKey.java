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
 * KMS-01: the key is not one that AWS manages. The key of a stream never changes, so a stream with
 * the wrong key must be replaced.
 */
final class CustomerManagedKey implements Rule<KeyUse> {

  private static final String REQUIRED = "a customer managed KMS key";

  @Override
  public Control control() {
    return Control.KMS_01;
  }

  @Override
  public Decision evaluate(KeyUse facts, SecurityPolicy policy) {
    if (facts.key() instanceof KeyAskedFor asked) {
      return askedFor(facts, asked);
    }
    return reported(facts, (KeyReported) facts.key());
  }

  private Decision askedFor(KeyUse facts, KeyAskedFor asked) {
    if (asked.key().isEmpty()) {
      return asked.creating()
          ? violatedAt(subject(facts))
              .found("no key, so that KVS would use the key that AWS manages")
              .required(REQUIRED)
              .remedy(remedy(facts))
          : notEvaluated("no key was asked for; what the service reports decides");
    }
    return judge(facts, asked.key().get(), remedy(facts));
  }

  private Decision reported(KeyUse facts, KeyReported reported) {
    Optional<KmsKeyId> key = reported.text().flatMap(KmsKeyId::parse);
    if (key.isEmpty()) {
      return notEvaluated("the service reports no key, or one of unknown form");
    }
    return judge(
        facts,
        key.get(),
        "the key of a stream cannot be changed: make a new stream with "
            + remedy(facts)
            + ".createIfMissing(administrator)");
  }

  private Decision judge(KeyUse facts, KmsKeyId key, String remedy) {
    boolean awsManaged =
        key.isAwsManagedAlias()
            || facts
                .description()
                .filter(description -> !description.isCustomerManaged())
                .isPresent();
    return awsManaged
        ? violatedAt(subject(facts))
            .found("the key that AWS manages: " + key)
            .required(REQUIRED)
            .remedy(remedy)
        : satisfied(key.toString());
  }

  private static String subject(KeyUse facts) {
    return "stream " + facts.stream();
  }

  private static String remedy(KeyUse facts) {
    return ".encryptedBy(KmsKeyId.of(\"arn:"
        + facts.region().partition().id()
        + ":kms:"
        + facts.region()
        + ":"
        + facts.account().orElse("ACCOUNT")
        + ":key/KEY-ID\"))";
  }
}
