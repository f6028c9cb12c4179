package io.github.kvssecure.internal.gate.rule;

import io.github.kvssecure.internal.gate.rule.NetworkFacts.EndpointOverrides;
import io.github.kvssecure.policy.Control;
import io.github.kvssecure.policy.Decision;
import io.github.kvssecure.policy.SecurityPolicy;

/**
 * NET-03: nothing outside the program names another endpoint for SDK clients. This library does not
 * heed such settings; other clients in the process do, and somebody has put them there.
 */
final class NoEndpointOverride implements Rule<EndpointOverrides> {

  @Override
  public Control control() {
    return Control.NET_03;
  }

  @Override
  public Decision evaluate(EndpointOverrides facts, SecurityPolicy policy) {
    if (facts.names().isEmpty()) {
      return facts
          .unread()
          .map(this::notEvaluated)
          .orElseGet(() -> satisfied("no endpoint is named outside the program"));
    }
    return violatedAt("environment of the process")
        .found("endpoints named by " + String.join(", ", facts.names()))
        .required("no endpoint override")
        .remedy(
            "remove them; this library goes to AWS all the same, other SDK clients in the process"
                + " do not; for a stand-in write"
                + " .insecurelyUseLoopbackEndpoint(LoopbackEndpoint.of(uri, ca), reason)");
  }
}
