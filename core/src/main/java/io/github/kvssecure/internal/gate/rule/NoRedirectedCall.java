package io.github.kvssecure.internal.gate.rule;

import io.github.kvssecure.internal.gate.rule.NetworkFacts.CallAnswered;
import io.github.kvssecure.policy.Control;
import io.github.kvssecure.policy.Decision;
import io.github.kvssecure.policy.SecurityPolicy;

/** NET-08: no redirect is followed by calls of KVS, KMS, STS and AWS IoT either. */
final class NoRedirectedCall implements Rule<CallAnswered> {

  @Override
  public Control control() {
    return Control.NET_08;
  }

  @Override
  public Decision evaluate(CallAnswered facts, SecurityPolicy policy) {
    return NoRedirect.judge(this, "call of " + facts.host(), facts.status());
  }
}
