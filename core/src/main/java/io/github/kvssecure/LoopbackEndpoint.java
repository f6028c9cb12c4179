package io.github.kvssecure;

import java.net.URI;
import java.security.cert.X509Certificate;
import java.util.Objects;

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

  /**
   * Requires https and the name of this machine: the name of a peer is verified, and an address has
   * none.
   *
   * @throws IllegalArgumentException if {@code uri} is not https or its host is not {@code
   *     localhost}
   */
  public LoopbackEndpoint {
    Objects.requireNonNull(authority, "authority");
    if (!"https".equals(uri.getScheme()) || !"localhost".equalsIgnoreCase(uri.getHost())) {
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
   * @throws IllegalArgumentException if {@code uri} is not https or its host is not {@code
   *     localhost}
   */
  public static LoopbackEndpoint of(URI uri, X509Certificate authority) {
    return new LoopbackEndpoint(uri, authority);
  }
}
