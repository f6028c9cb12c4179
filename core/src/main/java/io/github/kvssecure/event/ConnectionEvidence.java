package io.github.kvssecure.event;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What a TLS handshake settled, with whom, before anything was sent. Immutable.
 *
 * @param host the name that was asked for: SNI and host name verification used it
 * @param remoteAddress the address that answered
 * @param tls version and cipher suite
 * @param peer what the peer's certificate says
 * @param route how the address was found
 */
public record ConnectionEvidence(
    String host,
    InetSocketAddress remoteAddress,
    TlsParameters tls,
    PeerCertificate peer,
    Route route) {

  /** Requires all. */
  public ConnectionEvidence {
    Objects.requireNonNull(host, "host");
    Objects.requireNonNull(remoteAddress, "remoteAddress");
    Objects.requireNonNull(tls, "tls");
    Objects.requireNonNull(peer, "peer");
    Objects.requireNonNull(route, "route");
  }

  /**
   * Evidence without a route.
   *
   * @param host the name that was asked for
   * @param remoteAddress the address that answered
   * @param tls version and cipher suite
   * @param peer what the peer's certificate says
   */
  public ConnectionEvidence(
      String host, InetSocketAddress remoteAddress, TlsParameters tls, PeerCertificate peer) {
    this(host, remoteAddress, tls, peer, Route.UNKNOWN);
  }

  /**
   * How the address was found.
   *
   * @param resolved the addresses that the name had; empty if a proxy resolves it, or nobody looked
   * @param proxy the proxy that carries the connection, as {@code HOST:PORT}
   */
  public record Route(List<InetAddress> resolved, Optional<String> proxy) {
    /** Nobody looked. */
    public static final Route UNKNOWN = new Route(List.of(), Optional.empty());

    /** Copies the addresses. */
    public Route {
      resolved = List.copyOf(resolved);
    }
  }

  /**
   * What was negotiated.
   *
   * @param protocol the JSSE name, for example {@code TLSv1.3}
   * @param cipherSuite the JSSE name, for example {@code TLS_AES_256_GCM_SHA384}
   * @param endpointIdentification the algorithm the engine was told to verify the name with; {@code
   *     HTTPS}, or empty text if none
   */
  public record TlsParameters(String protocol, String cipherSuite, String endpointIdentification) {}

  /**
   * The certificate the peer showed.
   *
   * @param sha256 the SHA-256 of its DER form, as lower-case hex
   * @param dnsNames the DNS names among its subject alternative names
   * @param issuer the distinguished name of its issuer
   * @param anchor the trusted authority that its chain ends at, where that was found out
   */
  public record PeerCertificate(
      String sha256, List<String> dnsNames, String issuer, Optional<Anchor> anchor) {
    /** Copies the names. */
    public PeerCertificate {
      dnsNames = List.copyOf(dnsNames);
    }

    /**
     * A certificate of which the chain is not known.
     *
     * @param sha256 the SHA-256 of its DER form, as lower-case hex
     * @param dnsNames the DNS names among its subject alternative names
     * @param issuer the distinguished name of its issuer
     */
    public PeerCertificate(String sha256, List<String> dnsNames, String issuer) {
      this(sha256, dnsNames, issuer, Optional.empty());
    }
  }

  /**
   * A trusted certificate authority.
   *
   * @param subject its distinguished name
   * @param sha256 the SHA-256 of its certificate's DER form, as lower-case hex
   */
  public record Anchor(String subject, String sha256) {}
}
