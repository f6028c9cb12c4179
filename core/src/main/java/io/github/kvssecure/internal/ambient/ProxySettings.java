package io.github.kvssecure.internal.ambient;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * Finds the proxy for HTTPS: {@code https.proxyHost} and {@code https.proxyPort}, else {@code
 * HTTPS_PROXY} or {@code https_proxy}; {@code http.nonProxyHosts} and {@code NO_PROXY} name the
 * hosts that are reached directly. Immutable.
 *
 * <p>Security: a password in the URL is kept nowhere, so that no text of this library can show it;
 * such a proxy has to admit this machine without one.
 */
public final class ProxySettings {

  private static final int DEFAULT_PORT = 443;
  private static final int PROPERTY_PORT = 80;

  private final Optional<Named> proxy;
  private final String exceptions;

  /**
   * A proxy that was named.
   *
   * @param source by what
   * @param host its name or address
   * @param port its port
   * @param tls whether the way to the proxy itself is TLS
   * @param credentialsInUrl whether the setting holds a user name or password
   */
  public record Named(
      String source, String host, int port, boolean tls, boolean credentialsInUrl) {}

  private ProxySettings(Optional<Named> proxy, String exceptions) {
    this.proxy = proxy;
    this.exceptions = exceptions;
  }

  /**
   * What an environment names.
   *
   * @param environment where to look
   * @return the settings
   * @throws IllegalArgumentException if the setting is no proxy; shows its name and not its value
   */
  public static ProxySettings of(Environment environment) {
    Optional<String> host = environment.property("https.proxyHost");
    if (host.isPresent()) {
      int port =
          environment
              .property("https.proxyPort")
              .map(text -> port("https.proxyPort", text))
              .orElse(DEFAULT_PORT);
      return new ProxySettings(
          Optional.of(new Named("-Dhttps.proxyHost", host.get(), port, false, false)),
          environment.property("http.nonProxyHosts").orElse("").replace('|', ','));
    }
    for (String name : new String[] {"HTTPS_PROXY", "https_proxy"}) {
      Optional<String> value = environment.variable(name);
      if (value.isPresent()) {
        return new ProxySettings(
            Optional.of(parse(name, value.get())),
            environment.variable("NO_PROXY").or(() -> environment.variable("no_proxy")).orElse(""));
      }
    }
    return new ProxySettings(Optional.empty(), "");
  }

  private static Named parse(String name, String value) {
    try {
      URI uri = new URI(value.contains("://") ? value : "http://" + value);
      String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
      if (uri.getHost() == null || !(scheme.equals("http") || scheme.equals("https"))) {
        throw notAProxy(name);
      }
      boolean tls = scheme.equals("https");
      int port = uri.getPort() == -1 ? (tls ? DEFAULT_PORT : PROPERTY_PORT) : uri.getPort();
      return new Named(
          name,
          uri.getHost(),
          port(name, Integer.toString(port)),
          tls,
          uri.getRawUserInfo() != null);
    } catch (URISyntaxException e) {
      // Its message would show the value.
      throw notAProxy(name);
    }
  }

  private static int port(String name, String text) {
    if (!text.matches("[0-9]{1,5}")
        || Integer.parseInt(text) < 1
        || Integer.parseInt(text) > 65535) {
      throw notAProxy(name);
    }
    return Integer.parseInt(text);
  }

  private static IllegalArgumentException notAProxy(String name) {
    return new IllegalArgumentException(
        name + " is set but names no proxy such as http://proxy.example:3128");
  }

  /**
   * The proxy that was named, whatever the exceptions.
   *
   * @return empty if there is none
   */
  public Optional<Named> named() {
    return proxy;
  }

  /**
   * The proxy on the way to a host.
   *
   * @param host the name
   * @return empty if it is reached directly; this machine always is
   */
  public Optional<Named> forHost(String host) {
    String name = host.toLowerCase(Locale.ROOT);
    boolean direct =
        name.equals("localhost")
            || Arrays.stream(exceptions.split(",", -1))
                .map(text -> text.strip().toLowerCase(Locale.ROOT))
                .anyMatch(exception -> excepts(exception, name));
    return direct ? Optional.empty() : proxy;
  }

  private static boolean excepts(String exception, String host) {
    if (exception.isEmpty()) {
      return false;
    }
    String suffix = exception.startsWith("*") ? exception.substring(1) : exception;
    return suffix.isEmpty()
        || host.equals(suffix)
        || host.endsWith(suffix.startsWith(".") ? suffix : "." + suffix);
  }

  @Override
  public String toString() {
    return "ProxySettings[" + proxy + ", but not for " + exceptions + "]";
  }
}
