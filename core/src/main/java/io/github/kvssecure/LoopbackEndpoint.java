package io.github.kvssecure;

import java.net.URI;
import java.security.cert.X509Certificate;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;

/**
 * A stand-in for AWS on this machine: its address, and the authority that vouches for it.
 * Immutable.
 *
 * <p>Security: TLS and host name verification stay on; what is given up is that the peer is AWS. It
 * takes part only through the long-named option of the builder, with a reason.
 *
 * @param uri {@code https://localhost:PORT}
 * @param authority the certificate of the stand-in's throw-away authority
 */
public record LoopbackEndpoint(URI uri, X509Certificate authority) {

  private static final Set<String> HOSTS = Set.of("localhost", "127.0.0.1", "[::1]");

  /**
   * Requires https and a host that is this machine.
   *
   * @throws IllegalArgumentException if {@code uri} is not https or not on this machine
   */
  public LoopbackEndpoint {
    Objects.requireNonNull(authority, "authority");
    String host = uri.getHost() == null ? "" : uri.getHost().toLowerCase(Locale.ROOT);
    if (!"https".equals(uri.getScheme()) || !HOSTS.contains(host)) {
      throw new IllegalArgumentException(
          "a stand-in must be at https://localhost:PORT, found "
              + uri.getScheme()
              + "://"
              + uri.getHost());
    }
  }

  /**
   * The stand-in at this address.
   *
   * @param uri {@code https://localhost:PORT}
   * @param authority the certificate of its authority
   * @return the endpoint
   * @throws IllegalArgumentException if {@code uri} is not https or not on this machine
   */
  public static LoopbackEndpoint of(URI uri, X509Certificate authority) {
    return new LoopbackEndpoint(uri, authority);
  }
}
