package io.github.kvssecure.internal.ambient;

import io.github.kvssecure.internal.transport.ProxyLogin;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Finds the proxy for HTTPS: {@code https.proxyHost} and {@code https.proxyPort}, else {@code
 * HTTPS_PROXY} or {@code https_proxy}; {@code http.nonProxyHosts} and {@code NO_PROXY} name the
 * hosts that are reached directly. User name and password come from {@code https.proxyUser} and
 * {@code https.proxyPassword}, as for AWS SDK 2.x, or from the URL. Immutable.
 *
 * <p>Security: a password is kept for a proxy that is reached by TLS, in a type that shows it
 * nowhere. For any other it is dropped as soon as it is noticed: it cannot be sent by mistake.
 */
public final class ProxySettings {

  private static final Set<String> THIS_MACHINE = Set.of("localhost", "127.0.0.1", "[::1]");
  private static final int DEFAULT_PORT = 443;
  private static final int PROPERTY_PORT = 80;

  private final Optional<Named> proxy;
  private final ProxyExceptions exceptions;

  /**
   * A proxy that was named.
   *
   * @param source by what
   * @param host its name or address
   * @param port its port
   * @param tls whether the way to the proxy itself is TLS
   * @param given where a user name or password was found
   * @param login what to send; empty without TLS, whatever was given
   */
  public record Named(
      String source, String host, int port, boolean tls, Given given, Optional<ProxyLogin> login) {}

  /** Where a user name or password for a proxy was found. */
  public enum Given {
    /** Nowhere. */
    NO_LOGIN,
    /** In {@code https.proxyUser} and {@code https.proxyPassword}. */
    IN_PROPERTIES,
    /** In the URL, which others can read. */
    IN_URL
  }

  private ProxySettings(Optional<Named> proxy, ProxyExceptions exceptions) {
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
          Optional.of(
              named(environment, "-Dhttps.proxyHost", new Address(host.get(), port, false))),
          ProxyExceptions.ofJvm(environment.property("http.nonProxyHosts").orElse("")));
    }
    for (String name : new String[] {"HTTPS_PROXY", "https_proxy"}) {
      Optional<String> value = environment.variable(name);
      if (value.isPresent()) {
        return new ProxySettings(
            Optional.of(parse(environment, name, value.get())),
            ProxyExceptions.ofVariable(
                environment
                    .variable("NO_PROXY")
                    .or(() -> environment.variable("no_proxy"))
                    .orElse("")));
      }
    }
    return new ProxySettings(Optional.empty(), ProxyExceptions.ofVariable(""));
  }

  private record Address(String host, int port, boolean tls) {}

  private static Named named(Environment environment, String source, Address at) {
    Optional<String> user = environment.property("https.proxyUser");
    Optional<ProxyLogin> login =
        user.filter(name -> at.tls)
            .map(
                name ->
                    login(
                        "-Dhttps.proxyUser",
                        name,
                        environment.property("https.proxyPassword").orElse("")));
    Given given = user.isPresent() ? Given.IN_PROPERTIES : Given.NO_LOGIN;
    return new Named(source, at.host, at.port, at.tls, given, login);
  }

  private static Named named(String source, Address at, String userInfo) {
    String[] parts = userInfo.split(":", 2);
    Optional<ProxyLogin> login =
        Optional.of(parts)
            .filter(pair -> at.tls)
            .map(pair -> login(source, decoded(pair[0]), pair.length == 2 ? decoded(pair[1]) : ""));
    return new Named(source, at.host, at.port, at.tls, Given.IN_URL, login);
  }

  private static ProxyLogin login(String source, String user, String password) {
    try {
      return ProxyLogin.of(user, password);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(source + ": " + e.getMessage(), e);
    }
  }

  /** Per cent signs (RFC 3986, 2.1); a plus sign is one. */
  private static String decoded(String text) {
    return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  private static Named parse(Environment environment, String name, String value) {
    try {
      URI uri = new URI(value.contains("://") ? value : "http://" + value);
      String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
      if (uri.getHost() == null || !(scheme.equals("http") || scheme.equals("https"))) {
        throw notAProxy(name);
      }
      boolean tls = scheme.equals("https");
      int port = uri.getPort() == -1 ? (tls ? DEFAULT_PORT : PROPERTY_PORT) : uri.getPort();
      Address at = new Address(uri.getHost(), port(name, Integer.toString(port)), tls);
      return uri.getRawUserInfo() == null
          ? named(environment, name, at)
          : named(name, at, uri.getRawUserInfo());
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
    boolean direct = THIS_MACHINE.contains(name) || exceptions.include(name);
    return direct ? Optional.empty() : proxy;
  }

  @Override
  public String toString() {
    return "ProxySettings[" + proxy + ", but not for " + exceptions + "]";
  }
}
