package io.github.kvssecure.internal.gate.rule;

import io.github.kvssecure.internal.gate.rule.ResilienceFacts.AckGap;
import io.github.kvssecure.policy.Control;
import io.github.kvssecure.policy.Decision;
import io.github.kvssecure.policy.SecurityPolicy;

/**
 * MON-06: what was sent is matched with what was acknowledged. A gap does not prove a loss, because
 * acknowledgements may be held up and grouped on their way.
 */
final class AcknowledgedInTime implements Rule<AckGap> {

  @Override
  public Control control() {
    return Control.MON_06;
  }

  @Override
  public Decision evaluate(AckGap facts, SecurityPolicy policy) {
    return facts.age().compareTo(AckGap.TOLERATED) < 0
        ? satisfied("no fragment waits unusually long for its acknowledgement")
        : violatedAt("stream " + facts.stream())
            .found(
                "fragment "
                    + facts.oldestMillis().map(String::valueOf).orElse("unknown")
                    + " is not acknowledged after "
                    + facts.age().toSeconds()
                    + " s")
            .required("an acknowledgement within " + AckGap.TOLERATED.toSeconds() + " s")
            .remedy(
                "it is kept and counted as pending; look at the network, at proxies on the way and"
                    + " at the state of the service");
  }
}
