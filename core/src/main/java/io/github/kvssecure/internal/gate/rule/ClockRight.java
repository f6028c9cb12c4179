package io.github.kvssecure.internal.gate.rule;

import io.github.kvssecure.internal.gate.rule.NetworkFacts.ClockReading;
import io.github.kvssecure.policy.Control;
import io.github.kvssecure.policy.Decision;
import io.github.kvssecure.policy.SecurityPolicy;
import java.time.Duration;

/** NET-11: the clock is within 60 s of the service's. */
final class ClockRight implements Rule<ClockReading> {

  private static final Duration LIMIT = Duration.ofSeconds(60);

  @Override
  public Control control() {
    return Control.NET_11;
  }

  @Override
  public Decision evaluate(ClockReading facts, SecurityPolicy policy) {
    return judge(this, facts, LIMIT);
  }

  static Decision judge(Rule<ClockReading> rule, ClockReading facts, Duration limit) {
    Duration off = facts.ahead().abs();
    return off.compareTo(limit) <= 0
        ? rule.satisfied("within " + limit.toSeconds() + " s of " + facts.host())
        : rule.violatedAt("clock of this machine")
            .found(
                off.toSeconds()
                    + " s "
                    + (facts.ahead().isNegative() ? "behind " : "ahead of ")
                    + facts.host())
            .required("at most " + limit.toSeconds() + " s off")
            .remedy("set the clock, and keep it right with NTP");
  }
}
