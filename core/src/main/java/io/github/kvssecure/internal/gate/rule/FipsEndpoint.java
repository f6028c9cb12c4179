package io.github.kvssecure.internal.gate.rule;

import io.github.kvssecure.internal.gate.rule.Facts.EndpointUse;
import io.github.kvssecure.policy.Control;
import io.github.kvssecure.policy.Decision;
import io.github.kvssecure.policy.SecurityPolicy;
import java.util.Locale;

/** NET-10: where the policy asks for FIPS endpoints, the host is one. */
final class FipsEndpoint implements Rule<EndpointUse> {

  @Override
  public Control control() {
    return Control.NET_10;
  }

  @Override
  public Decision evaluate(EndpointUse facts, SecurityPolicy policy) {
    if (!policy.network().requiresFips()) {
      return notEvaluated("the policy asks for no FIPS endpoint");
    }
    if (isFips(facts)) {
      return satisfied(Loopback.printable(facts.uri()));
    }
    if (Loopback.isOptedInto(facts)) {
      return notEvaluated(Loopback.reason(facts));
    }
    return violatedAt(facts.purpose())
        .found(Loopback.printable(facts.uri()))
        .required("a host kinesisvideo-fips of " + facts.region())
        .remedy(
            "KVS has FIPS endpoints in us-gov-west-1 and us-gov-east-1 only: build the producer for"
                + " one of them, or do not ask for NetworkPolicy.fips()");
  }

  static boolean isFips(EndpointUse facts) {
    String host = facts.uri().getHost();
    return host != null && host.toLowerCase(Locale.ROOT).matches("(.+\\.)?kinesisvideo-fips\\..+");
  }
}
