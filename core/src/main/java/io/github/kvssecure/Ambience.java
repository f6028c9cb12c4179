package io.github.kvssecure;

import io.github.kvssecure.internal.ambient.EndpointSettings;
import io.github.kvssecure.internal.ambient.Environment;
import io.github.kvssecure.internal.ambient.JvmTls;
import io.github.kvssecure.internal.ambient.ProxySettings;
import io.github.kvssecure.internal.gate.PolicyGate;
import io.github.kvssecure.internal.gate.rule.NetworkFacts;
import io.github.kvssecure.internal.gate.rule.Rules;
import io.github.kvssecure.internal.transport.ProxyRoute;
import io.github.kvssecure.internal.transport.TlsContext;
import io.github.kvssecure.policy.TlsPolicy;
import io.github.kvssecure.stream.IngestConfigurationException;
import java.util.Optional;

/** Shows the gate what the environment of the process says about the network. */
final class Ambience {

  private Ambience() {}

  /**
   * Adds it to what is judged at start.
   *
   * @param inspection gets the facts
   * @param environment where to look
   * @param tls says whether another provider than the JVM's is plugged in
   * @throws IngestConfigurationException if a proxy is set that is none
   */
  static void judge(PolicyGate.Inspection inspection, Environment environment, TlsPolicy tls) {
    EndpointSettings.Overrides overrides = EndpointSettings.overrides(environment);
    inspection
        .of(
            Rules.ENDPOINT_OVERRIDES,
            new NetworkFacts.EndpointOverrides(overrides.names(), overrides.unread()))
        .of(
            Rules.PROXY,
            new NetworkFacts.ProxyUse(proxies(environment).named().map(Ambience::named)))
        .of(
            Rules.TLS_ENVIRONMENT,
            new NetworkFacts.TlsEnvironment(
                JvmTls.namedGroups(environment, tls.provider()),
                JvmTls.isRevocationChecked(environment)));
  }

  /**
   * The proxies that connections go through.
   *
   * @param environment names them
   * @param trust who may vouch for a proxy that is reached by TLS
   * @return by host
   * @throws IngestConfigurationException if a proxy is set that is none
   */
  static ProxyRoute proxyRoute(Environment environment, TlsContext trust) {
    ProxySettings settings = proxies(environment);
    return host ->
        settings
            .forHost(host)
            .map(
                proxy ->
                    new ProxyRoute.Proxy(
                        proxy.host(),
                        proxy.port(),
                        Optional.of(trust).filter(authorities -> proxy.tls()),
                        proxy.login()));
  }

  private static ProxySettings proxies(Environment environment) {
    try {
      return ProxySettings.of(environment);
    } catch (IllegalArgumentException e) {
      throw new IngestConfigurationException(String.valueOf(e.getMessage()));
    }
  }

  private static NetworkFacts.NamedProxy named(ProxySettings.Named proxy) {
    return new NetworkFacts.NamedProxy(
        proxy.source(),
        proxy.host(),
        proxy.port(),
        proxy.tls(),
        switch (proxy.given()) {
          case NO_LOGIN -> NetworkFacts.ProxyLogin.NONE;
          case IN_PROPERTIES -> NetworkFacts.ProxyLogin.APART;
          case IN_URL -> NetworkFacts.ProxyLogin.IN_URL;
        });
  }
}
