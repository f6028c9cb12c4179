package io.github.kvssecure.internal.gate.rule;

import io.github.kvssecure.internal.gate.rule.ResilienceFacts.EndpointInUse;
import io.github.kvssecure.policy.Control;
import io.github.kvssecure.policy.Decision;
import io.github.kvssecure.policy.SecurityPolicy;

/**
 * RES-07: a data endpoint that the service refuses is asked for again, once, and the answer passes
 * every check that the first one passed.
 */
final class EndpointRefreshedOnce implements Rule<EndpointInUse> {

  @Override
  public Control control() {
    return Control.RES_07;
  }

  @Override
  public Decision evaluate(EndpointInUse facts, SecurityPolicy policy) {
    return switch (facts.answer()) {
      case TAKEN -> satisfied("the service takes uploads at " + facts.host());
      case REFUSED -> satisfied("another endpoint is asked for in place of " + facts.host());
      case REFUSED_AGAIN ->
          violatedAt("data endpoint of stream " + facts.stream())
              .found("an endpoint that was just given and is refused: " + facts.host())
              .required("an endpoint at which the service takes uploads")
              .remedy("see whether something answers in the place of KVS; open the stream again");
    };
  }
}
