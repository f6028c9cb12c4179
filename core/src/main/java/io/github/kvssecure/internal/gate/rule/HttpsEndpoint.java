package io.github.kvssecure.internal.gate.rule;

import io.github.kvssecure.internal.gate.rule.Facts.EndpointUse;
import io.github.kvssecure.policy.Control;
import io.github.kvssecure.policy.Decision;
import io.github.kvssecure.policy.SecurityPolicy;
import java.util.Locale;

/** NET-01: https on port 443, no user name in the URI, no query, no fragment. */
final class HttpsEndpoint implements Rule<EndpointUse> {

  @Override
  public Control control() {
    return Control.NET_01;
  }

  @Override
  public Decision evaluate(EndpointUse facts, SecurityPolicy policy) {
    String scheme =
        facts.uri().getScheme() == null ? "" : facts.uri().getScheme().toLowerCase(Locale.ROOT);
    int port = facts.uri().getPort() == -1 ? 443 : facts.uri().getPort();
    boolean plain =
        scheme.equals("https")
            && facts.uri().getRawUserInfo() == null
            && facts.uri().getRawQuery() == null
            && facts.uri().getRawFragment() == null;
    if (plain && port == 443) {
      return satisfied("https on port 443");
    }
    if (plain && Loopback.isOptedInto(facts)) {
      return notEvaluated(Loopback.reason(facts));
    }
    return violatedAt(facts.purpose())
        .found(Loopback.printable(facts.uri()))
        .required("https on port 443, without user name, query or fragment")
        .remedy(
            "leave the endpoint to AWS; for a stand-in on this machine"
                + " .insecurelyUseLoopbackEndpoint(LoopbackEndpoint.of(uri, ca), reason)");
  }
}
