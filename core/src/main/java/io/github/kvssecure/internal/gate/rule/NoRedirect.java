package io.github.kvssecure.internal.gate.rule;

import io.github.kvssecure.internal.gate.rule.Facts.Answer;
import io.github.kvssecure.policy.Control;
import io.github.kvssecure.policy.Decision;
import io.github.kvssecure.policy.SecurityPolicy;

/**
 * NET-08: no redirect is followed. Heads are bounded, and lines cannot be smuggled in, by the
 * parser and the writer themselves.
 */
final class NoRedirect implements Rule<Answer> {

  @Override
  public Control control() {
    return Control.NET_08;
  }

  @Override
  public Decision evaluate(Answer facts, SecurityPolicy policy) {
    if (facts.response().isEmpty()) {
      return notEvaluated("there was no answer");
    }
    return judge(this, "upload of stream " + facts.stream(), facts.response().get().status());
  }

  static Decision judge(Rule<?> rule, String subject, int status) {
    return status < 300 || status > 399
        ? rule.satisfied("HTTP " + status + ", no redirect")
        : rule.violatedAt(subject)
            .found("HTTP " + status + ", a redirect")
            .required("an answer of the endpoint itself")
            .remedy("it was not followed; look for a proxy or a portal that answers for AWS");
  }
}
