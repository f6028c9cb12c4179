package io.github.kvssecure.internal.gate.rule;

import io.github.kvssecure.internal.gate.rule.Facts.RetentionUse;
import io.github.kvssecure.policy.Control;
import io.github.kvssecure.policy.Decision;
import io.github.kvssecure.policy.SecurityPolicy;
import io.github.kvssecure.stream.Retention;

/** CMP-02: retention is neither so short that evidence is lost nor longer than privacy admits. */
final class RetentionBounds implements Rule<RetentionUse> {

  @Override
  public Control control() {
    return Control.CMP_02;
  }

  @Override
  public Decision evaluate(RetentionUse facts, SecurityPolicy policy) {
    if (facts.retention().isEmpty()) {
      return facts.creating()
          ? violation(facts, policy, "no retention, so that KVS would store nothing")
          : notEvaluated("no retention was asked for; what the service reports decides");
    }
    Retention retention = facts.retention().get();
    boolean within =
        retention.compareTo(policy.minRetention()) >= 0
            && retention.compareTo(policy.maxRetention()) <= 0;
    return within
        ? satisfied("retention is " + retention)
        : violation(facts, policy, "a retention of " + retention);
  }

  private Decision violation(RetentionUse facts, SecurityPolicy policy, String found) {
    return violatedAt("stream " + facts.stream())
        .found(found)
        .required(policy.minRetention() + " to " + policy.maxRetention())
        .remedy(
            ".retention(Retention.ofHours("
                + Math.max(
                    policy.minRetention().hours(), Math.min(24, policy.maxRetention().hours()))
                + "))");
  }
}
