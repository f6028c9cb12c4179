package io.github.kvssecure.internal.transport;

import java.time.Clock;
import java.util.Objects;
import java.util.function.LongSupplier;

/**
 * What a transport is made of. Immutable; derived by copy from {@link #defaults}.
 *
 * @param trust whom to trust
 * @param tls versions and suites to offer
 * @param resolver finds addresses
 * @param timeouts how long to wait for what
 * @param time both clocks
 * @param userAgent what this client calls itself; printable ASCII
 * @param proxies which proxy carries connections to which host
 */
public record TransportSettings(
    TlsContext trust,
    TlsSettings tls,
    AddressResolver resolver,
    TransportTimeouts timeouts,
    Time time,
    String userAgent,
    ProxyRoute proxies) {

  /** What this client calls itself unless told otherwise. */
  public static final String DEFAULT_USER_AGENT = "kvs-secure-producer/0.1";

  /**
   * The clocks of a transport.
   *
   * @param wall dates signatures
   * @param nanos measures timeouts; as {@link System#nanoTime}
   */
  public record Time(Clock wall, LongSupplier nanos) {
    /** Requires both. */
    public Time {
      Objects.requireNonNull(wall, "wall");
      Objects.requireNonNull(nanos, "nanos");
    }

    /**
     * The clocks of the system.
     *
     * @return UTC and {@link System#nanoTime}
     */
    public static Time system() {
      return new Time(Clock.systemUTC(), System::nanoTime);
    }
  }

  /**
   * Requires all.
   *
   * @throws IllegalArgumentException if the user agent is empty or not printable ASCII
   */
  public TransportSettings {
    Objects.requireNonNull(trust, "trust");
    Objects.requireNonNull(tls, "tls");
    Objects.requireNonNull(resolver, "resolver");
    Objects.requireNonNull(timeouts, "timeouts");
    Objects.requireNonNull(time, "time");
    Objects.requireNonNull(proxies, "proxies");
    RequestHead.requireHeaderValue("user-agent", userAgent);
  }

  /**
   * The JVM's trust, resolver and clocks, modern TLS, and the default timeouts.
   *
   * @return the defaults
   */
  public static TransportSettings defaults() {
    return new TransportSettings(
        TlsContext.jvmTrust(),
        TlsSettings.modern(),
        AddressResolver.system(),
        TransportTimeouts.defaults(),
        Time.system(),
        DEFAULT_USER_AGENT,
        ProxyRoute.DIRECT);
  }

  /**
   * The same with another trust.
   *
   * @param other whom to trust
   * @return a copy
   */
  public TransportSettings withTrust(TlsContext other) {
    return new TransportSettings(other, tls, resolver, timeouts, time, userAgent, proxies);
  }

  /**
   * The same with another resolver.
   *
   * @param other finds addresses
   * @return a copy
   */
  public TransportSettings withResolver(AddressResolver other) {
    return new TransportSettings(trust, tls, other, timeouts, time, userAgent, proxies);
  }

  /**
   * The same with other timeouts.
   *
   * @param other how long to wait for what
   * @return a copy
   */
  public TransportSettings withTimeouts(TransportTimeouts other) {
    return new TransportSettings(trust, tls, resolver, other, time, userAgent, proxies);
  }

  /**
   * The same with other TLS settings.
   *
   * @param other versions and suites to offer
   * @return a copy
   */
  public TransportSettings withTls(TlsSettings other) {
    return new TransportSettings(trust, other, resolver, timeouts, time, userAgent, proxies);
  }

  /**
   * The same with other clocks.
   *
   * @param other both clocks
   * @return a copy
   */
  public TransportSettings withTime(Time other) {
    return new TransportSettings(trust, tls, resolver, timeouts, other, userAgent, proxies);
  }

  /**
   * The same by other proxies.
   *
   * @param other which proxy carries connections to which host
   * @return a copy
   */
  public TransportSettings withProxies(ProxyRoute other) {
    return new TransportSettings(trust, tls, resolver, timeouts, time, userAgent, other);
  }
}
