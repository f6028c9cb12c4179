package io.github.kvssecure.internal.gate.rule;

import io.github.kvssecure.internal.gate.rule.NetworkFacts.ClockReading;
import io.github.kvssecure.policy.Control;
import io.github.kvssecure.policy.Decision;
import io.github.kvssecure.policy.SecurityPolicy;
import io.github.kvssecure.policy.Severity;
import java.time.Duration;

/**
 * NET-11: the clock is within 240 s of the service's. KVS refuses signatures that are five minutes
 * off; this says so first, and by how much.
 */
final class ClockUsable implements Rule<ClockReading> {

  private static final Duration LIMIT = Duration.ofMinutes(4);

  @Override
  public Control control() {
    return Control.NET_11;
  }

  /** Whatever the severity of being a little off is. */
  @Override
  public Severity severity(SecurityPolicy policy) {
    return Severity.BLOCK;
  }

  @Override
  public Decision evaluate(ClockReading facts, SecurityPolicy policy) {
    return ClockRight.judge(this, facts, LIMIT);
  }
}
