package io.github.kvssecure.internal.gate.rule;

import io.github.kvssecure.internal.gate.rule.Facts.EndpointUse;
import io.github.kvssecure.policy.Control;
import io.github.kvssecure.policy.Decision;
import io.github.kvssecure.policy.SecurityPolicy;
import io.github.kvssecure.policy.TlsPolicy;
import java.util.Set;

/**
 * CMP-04: where the policy asks for FIPS, host and cipher suites are of FIPS, and TLS comes from a
 * provider that is known to run in FIPS mode. A provider that merely has FIPS in its name is not
 * one.
 */
final class FipsCryptography implements Rule<EndpointUse> {

  @Override
  public Control control() {
    return Control.CMP_04;
  }

  @Override
  public Decision evaluate(EndpointUse facts, SecurityPolicy policy) {
    if (!policy.network().requiresFips()) {
      return notEvaluated("the policy asks for no FIPS");
    }
    TlsPolicy tls = policy.network().tls();
    boolean suites = Set.copyOf(TlsPolicy.fips().cipherSuites()).containsAll(tls.cipherSuites());
    boolean loopback = Loopback.isOptedInto(facts);
    if (!suites || !(FipsEndpoint.isFips(facts) || loopback)) {
      return violatedAt(facts.purpose())
          .found(Loopback.printable(facts.uri()) + " with TLS policy " + tls.name())
          .required("a FIPS endpoint, and TlsPolicy.fips()")
          .remedy(suites ? FipsEndpoint.remedy(facts) : "write SecurityPolicy.fips()");
    }
    if (loopback) {
      return notEvaluated(Loopback.reason(facts));
    }
    return tls.provider()
        .filter(FipsProviders::isInFipsMode)
        .map(provider -> satisfied("FIPS endpoint, TLS of " + provider.getName()))
        .orElseGet(
            () ->
                notEvaluated(
                    "whether TLS comes from a validated module cannot be told; name a known one with"
                        + " TlsPolicy.fips().through(provider): "
                        + FipsProviders.names()
                        + " in FIPS mode"));
  }
}
