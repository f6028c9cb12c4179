package io.github.kvssecure.internal.gate.rule;

import io.github.kvssecure.internal.gate.rule.NetworkFacts.NamedProxy;
import io.github.kvssecure.internal.gate.rule.NetworkFacts.ProxyLogin;
import io.github.kvssecure.internal.gate.rule.NetworkFacts.ProxyUse;
import io.github.kvssecure.policy.Control;
import io.github.kvssecure.policy.Decision;
import io.github.kvssecure.policy.SecurityPolicy;

/**
 * NET-12: connections go through no proxy, or an expected one whose password is not part of a URL.
 * A proxy carries TLS and cannot read it.
 */
final class ExpectedProxy implements Rule<ProxyUse> {

  @Override
  public Control control() {
    return Control.NET_12;
  }

  @Override
  public Decision evaluate(ProxyUse facts, SecurityPolicy policy) {
    if (facts.proxy().isEmpty()) {
      return satisfied("no proxy");
    }
    NamedProxy proxy = facts.proxy().get();
    String name = proxy.host() + ":" + proxy.port() + " of " + proxy.source();
    if (proxy.login() == ProxyLogin.IN_URL) {
      return violatedAt("proxy " + name)
          .found("a user name or password in the URL of the proxy")
          .required("a URL without them: environments are listed, logged and inherited")
          .remedy(
              "take them out of "
                  + proxy.source()
                  + "; set -Dhttps.proxyUser and -Dhttps.proxyPassword, or let the proxy admit this"
                  + " machine");
    }
    return policy.network().expectsProxy(proxy.host(), proxy.port())
        ? satisfied(name)
        : violatedAt("proxy " + name)
            .found("a proxy that the policy does not name")
            .required("no proxy, or an expected one")
            .remedy(
                "NetworkPolicy.strict().expectingProxy(\""
                    + proxy.host()
                    + "\", "
                    + proxy.port()
                    + ") if it is meant, or take it out of "
                    + proxy.source());
  }
}
