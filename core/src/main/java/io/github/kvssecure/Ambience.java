package io.github.kvssecure;

import io.github.kvssecure.internal.ambient.EndpointSettings;
import io.github.kvssecure.internal.ambient.Environment;
import io.github.kvssecure.internal.ambient.JvmTls;
import io.github.kvssecure.internal.ambient.ProxySettings;
import io.github.kvssecure.internal.gate.PolicyGate;
import io.github.kvssecure.internal.gate.rule.NetworkFacts;
import io.github.kvssecure.internal.gate.rule.Rules;
import io.github.kvssecure.internal.transport.ProxyRoute;
import io.github.kvssecure.stream.IngestConfigurationException;

/** Shows the gate what the environment of the process says about the network. */
final class Ambience {

  private Ambience() {}

  /**
   * Adds it to what is judged at start.
   *
   * @param inspection gets the facts
   * @param environment where to look
   * @throws IngestConfigurationException if a proxy is set that is none
   */
  static void judge(PolicyGate.Inspection inspection, Environment environment) {
    inspection
        .of(
            Rules.ENDPOINT_OVERRIDES,
            new NetworkFacts.EndpointOverrides(EndpointSettings.overrides(environment)))
        .of(
            Rules.PROXY,
            new NetworkFacts.ProxyUse(proxies(environment).named().map(Ambience::named)))
        .of(
            Rules.TLS_ENVIRONMENT,
            new NetworkFacts.TlsEnvironment(
                JvmTls.namedGroups(environment), JvmTls.isRevocationChecked(environment)));
  }

  /**
   * The proxies that connections go through.
   *
   * @param environment names them
   * @return by host
   * @throws IngestConfigurationException if a proxy is set that is none, or one that is itself
   *     reached by TLS, which is not supported
   */
  static ProxyRoute proxyRoute(Environment environment) {
    ProxySettings settings = proxies(environment);
    if (settings.named().isPresent() && settings.named().get().tls()) {
      throw new IngestConfigurationException(
          settings.named().get().source()
              + " names a proxy that is itself reached by https, which is not supported; name one"
              + " as http://HOST:PORT: it gets CONNECT, and cannot read what goes through it");
    }
    return host ->
        settings.forHost(host).map(proxy -> new ProxyRoute.Proxy(proxy.host(), proxy.port()));
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
        proxy.source(), proxy.host(), proxy.port(), proxy.credentialsInUrl());
  }
}
