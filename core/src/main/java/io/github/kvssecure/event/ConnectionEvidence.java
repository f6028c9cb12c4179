package io.github.kvssecure.event;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Objects;

/**
 * What a TLS handshake settled, with whom, before anything was sent. Immutable.
 *
 * @param host the name that was asked for: SNI and host name verification used it
 * @param remoteAddress the address that answered
 * @param tls version and cipher suite
 * @param peer what the peer's certificate says
 */
public record ConnectionEvidence(
    String host, InetSocketAddress remoteAddress, TlsParameters tls, PeerCertificate peer) {

  /** Requires all four. */
  public ConnectionEvidence {
    Objects.requireNonNull(host, "host");
    Objects.requireNonNull(remoteAddress, "remoteAddress");
    Objects.requireNonNull(tls, "tls");
    Objects.requireNonNull(peer, "peer");
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
   */
  public record PeerCertificate(String sha256, List<String> dnsNames, String issuer) {
    /** Copies the names. */
    public PeerCertificate {
      dnsNames = List.copyOf(dnsNames);
    }
  }
}
