package io.github.kvssecure.internal.gate.rule;

import io.github.kvssecure.internal.gate.rule.KeyFacts.KeyMatch;
import io.github.kvssecure.internal.gate.rule.KeyFacts.KeyMissing;
import io.github.kvssecure.internal.gate.rule.KeyFacts.KeyUnanswered;
import io.github.kvssecure.internal.gate.rule.KeyFacts.NamedKey;
import io.github.kvssecure.policy.Control;
import io.github.kvssecure.policy.Decision;
import io.github.kvssecure.policy.SecurityPolicy;
import io.github.kvssecure.stream.KeyArn;
import java.util.Optional;

/**
 * KMS-02: the key of the stream is the key that the application named, and one that the policy
 * approves. Keys are compared as key ARNs that KMS resolved, never as texts: an alias can be
 * pointed at another key at any time.
 */
final class ApprovedKey implements Rule<KeyMatch> {

  @Override
  public Control control() {
    return Control.KMS_02;
  }

  @Override
  public Decision evaluate(KeyMatch facts, SecurityPolicy policy) {
    if (facts.asked().isEmpty() && policy.approvedKeys().isAny()) {
      return notEvaluated("neither the spec nor the policy names a key");
    }
    if (facts.actual().isEmpty()) {
      return notEvaluated("the service reports no key, or one of unknown form");
    }
    NamedKey actual = facts.actual().get();
    if (actual.name().isAwsManagedAlias()) {
      return violation(facts, policy, "the key that AWS manages: " + actual.name());
    }
    if (actual.lookup() instanceof KeyMissing) {
      return violation(facts, policy, actual.name() + ", which KMS does not know");
    }
    Optional<Decision> ofTheSpec =
        facts.asked().flatMap(asked -> againstSpec(facts, policy, asked));
    return ofTheSpec.orElseGet(() -> againstPolicy(facts, policy, actual));
  }

  /** Empty if the application named no other key. */
  private Optional<Decision> againstSpec(KeyMatch facts, SecurityPolicy policy, NamedKey asked) {
    NamedKey actual = facts.actual().orElseThrow();
    if (asked.lookup() instanceof KeyMissing) {
      return Optional.of(
          violation(
              facts, policy, "a spec that names " + asked.name() + ", which KMS does not know"));
    }
    if (asked.arn().isEmpty()) {
      return Optional.of(unresolved(asked));
    }
    if (actual.arn().isEmpty()) {
      return Optional.of(unresolved(actual));
    }
    return asked.arn().equals(actual.arn())
        ? Optional.empty()
        : Optional.of(violation(facts, policy, described(actual)));
  }

  private Decision againstPolicy(KeyMatch facts, SecurityPolicy policy, NamedKey actual) {
    if (actual.arn().isEmpty()) {
      return unresolved(actual);
    }
    KeyArn arn = actual.arn().get();
    if (policy.approvedKeys().isAny() || policy.approvedKeys().keys().contains(arn)) {
      return satisfied(arn.value());
    }
    if (!policy.approvedKeys().replicas() || !arn.isMultiRegion()) {
      return violation(facts, policy, described(actual));
    }
    if (actual.lookup().description().isEmpty()) {
      return unresolved(actual);
    }
    return actual.multiRegionPrimary().filter(policy.approvedKeys().keys()::contains).isPresent()
        ? satisfied(arn + ", a replica of " + actual.multiRegionPrimary().get())
        : violation(facts, policy, described(actual));
  }

  private Decision unresolved(NamedKey key) {
    String reason =
        key.lookup() instanceof KeyUnanswered unanswered ? unanswered.reason() : "no answer of KMS";
    return notEvaluated("which key " + key.name() + " means is not known: " + reason);
  }

  private static String described(NamedKey key) {
    return key.arn()
        .filter(arn -> !arn.value().equals(key.name().value()))
        .map(arn -> arn + ", which " + key.name() + " means")
        .orElse(key.name().value());
  }

  private Decision violation(KeyMatch facts, SecurityPolicy policy, String found) {
    Optional<String> asked =
        facts
            .asked()
            .map(key -> key.arn().map(KeyArn::value).orElse(key.name().value()))
            .map(key -> "the key that was asked for, " + key);
    String approved = "one of " + policy.approvedKeys();
    return violatedAt("stream " + facts.stream())
        .found(found)
        .required(asked.orElse(approved))
        .remedy(
            "the key of a stream cannot be changed: find out who made the stream; if its key is meant,"
                + " name it: "
                + facts
                    .actual()
                    .flatMap(NamedKey::arn)
                    .map(arn -> ".encryptedBy(KmsKeyId.of(\"" + arn + "\"))")
                    .orElse(".encryptedBy(KmsKeyId.of(\"KEY-ARN\"))")
                + ", and approve it with SecurityPolicy.withApprovedKeys");
  }
}
