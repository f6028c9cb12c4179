package io.github.kvssecure.internal.gate.rule;

import io.github.kvssecure.internal.gate.rule.CreationFacts.RetentionUpdate;
import io.github.kvssecure.policy.Control;
import io.github.kvssecure.policy.Decision;
import io.github.kvssecure.policy.SecurityPolicy;

/** CP-04: retention does not become shorter than the policy admits; shortening it deletes media. */
final class RetentionNotReduced implements Rule<RetentionUpdate> {

  @Override
  public Control control() {
    return Control.CP_04;
  }

  @Override
  public Decision evaluate(RetentionUpdate facts, SecurityPolicy policy) {
    boolean tooShort =
        facts.change().isDecrease() && facts.wanted().compareTo(policy.minRetention()) < 0;
    return tooShort
        ? violatedAt("stream " + facts.stream())
            .found("a change from " + facts.change().from() + " to " + facts.wanted())
            .required("at least " + policy.minRetention())
            .remedy(
                "nothing was changed; media that is older than the new retention would be gone: keep"
                    + " Retention.ofHours("
                    + Math.max(1, policy.minRetention().hours())
                    + ") or more")
        : satisfied("from " + facts.change().from() + " to " + facts.wanted());
  }
}
