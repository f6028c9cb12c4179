package io.github.kvssecure.internal.gate.rule;

import io.github.kvssecure.stream.StreamName;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What rules about the way to AWS look at. All immutable. */
public final class NetworkFacts {

  private NetworkFacts() {}

  /**
   * Settings outside the program that name another endpoint for SDK clients.
   *
   * @param names of variables, properties and profile entries; no values
   * @param unread why the profile file could not be read; empty if it was, or there is none
   */
  public record EndpointOverrides(List<String> names, Optional<String> unread) {
    /** Copies the names. */
    public EndpointOverrides {
      names = List.copyOf(names);
    }
  }

  /**
   * How a call other than PutMedia was answered: KVS, KMS, STS, or the credentials provider of AWS
   * IoT.
   *
   * @param host who answered
   * @param status of HTTP
   */
  public record CallAnswered(String host, int status) {}

  /**
   * How far this machine's clock is from a service's.
   *
   * @param host whose clock it was compared with
   * @param ahead by how much this machine is ahead; negative if it is behind
   */
  public record ClockReading(String host, Duration ahead) {}

  /**
   * The proxy that connections go through, if any.
   *
   * @param proxy the proxy
   */
  public record ProxyUse(Optional<NamedProxy> proxy) {}

  /**
   * A proxy that was named from outside.
   *
   * @param source where, for example {@code HTTPS_PROXY}
   * @param host its name or address
   * @param port its port
   * @param tls whether the way to the proxy is TLS
   * @param login where a user name or password for it was found
   */
  public record NamedProxy(String source, String host, int port, boolean tls, ProxyLogin login) {}

  /** Where a user name or password for a proxy was found. */
  public enum ProxyLogin {
    /** Nowhere. */
    NONE,
    /** In settings of their own. */
    APART,
    /** In the URL of the proxy. */
    IN_URL
  }

  /**
   * A signed PutMedia request head, by the names of its headers.
   *
   * @param stream of which stream
   * @param sent every header, in lower case
   * @param signed those that the signature covers, in lower case
   */
  public record SignedHead(StreamName stream, Set<String> sent, Set<String> signed) {}

  /**
   * How TLS is set up beyond what this library sets.
   *
   * @param namedGroups the groups of the key exchange that the JVM offers, or the provider that is
   *     plugged in instead; empty if nobody tells
   * @param revocationChecked whether certificates are looked up for revocation
   */
  public record TlsEnvironment(List<String> namedGroups, boolean revocationChecked) {}
}
