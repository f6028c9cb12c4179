package io.github.kvssecure.internal.gate.rule;

import io.github.kvssecure.internal.gate.rule.NetworkFacts.NamedProxy;
import io.github.kvssecure.internal.gate.rule.NetworkFacts.ProxyLogin;
import io.github.kvssecure.internal.gate.rule.NetworkFacts.ProxyUse;
import io.github.kvssecure.policy.Control;
import io.github.kvssecure.policy.Decision;
import io.github.kvssecure.policy.SecurityPolicy;
import io.github.kvssecure.policy.Severity;

/**
 * NET-12: a password for a proxy goes over TLS only. Basic authentication is readable to everybody
 * on the way.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7617#section-4">RFC 7617, 4</a>
 */
final class NoProxyLoginInTheClear implements Rule<ProxyUse> {

  @Override
  public Control control() {
    return Control.NET_12;
  }

  /** Whatever the severity of an unexpected proxy is: the connection would fail anyway, later. */
  @Override
  public Severity severity(SecurityPolicy policy) {
    return Severity.BLOCK;
  }

  @Override
  public Decision evaluate(ProxyUse facts, SecurityPolicy policy) {
    if (facts.proxy().isEmpty()) {
      return satisfied("no proxy");
    }
    NamedProxy proxy = facts.proxy().get();
    String name = proxy.host() + ":" + proxy.port() + " of " + proxy.source();
    if (proxy.tls() || proxy.login() == ProxyLogin.NONE) {
      return satisfied(name + (proxy.tls() ? ", over TLS" : ", without a password"));
    }
    return violatedAt("proxy " + name)
        .found("a user name or password for a proxy that is reached without TLS")
        .required("TLS to a proxy that gets a password, or no password")
        .remedy(
            "set HTTPS_PROXY=https://HOST:PORT if the proxy has TLS, or let it admit this machine"
                + " without a password; it was not sent");
  }
}
