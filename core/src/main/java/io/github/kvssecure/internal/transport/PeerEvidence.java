package io.github.kvssecure.internal.transport;

import io.github.kvssecure.event.ConnectionEvidence;
import java.net.InetSocketAddress;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;

/** Reads the evidence of a finished handshake out of its engine, and has the last word on names. */
final class PeerEvidence {

  /** The type of a dNSName among subject alternative names (RFC 5280, 4.2.1.6: choice 2). */
  private static final int DNS_NAME = 2;

  private PeerEvidence() {}

  /**
   * What is known besides the handshake.
   *
   * @param anchors who is trusted
   * @param route how the address was found
   */
  record Surroundings(ChainAnchors anchors, ConnectionEvidence.Route route) {}

  /**
   * What was negotiated, with whom.
   *
   * @param engine its handshake is over
   * @param host the name that was asked for
   * @param remoteAddress who answered
   * @param found what is known of the trust and of the way there
   * @return the evidence
   * @throws SSLPeerUnverifiedException if the peer showed no X.509 certificate, or none of the DNS
   *     names in it is {@code host}. JSSE would settle for a common name where the certificate has
   *     no DNS name; RFC 9525 (6.3) does not.
   */
  static ConnectionEvidence read(
      SSLEngine engine, String host, InetSocketAddress remoteAddress, Surroundings found)
      throws SSLPeerUnverifiedException {
    SSLSession session = engine.getSession();
    if (!(session.getPeerCertificates()[0] instanceof X509Certificate certificate)) {
      throw new SSLPeerUnverifiedException("the peer showed no X.509 certificate");
    }
    List<String> dnsNames;
    String sha256;
    try {
      dnsNames = dnsNames(certificate);
      sha256 = sha256(certificate);
    } catch (CertificateException e) {
      throw unverified("the peer's certificate cannot be read", e);
    }
    if (dnsNames.stream().noneMatch(name -> matches(name, host))) {
      String mismatch = "No subject alternative DNS name matching " + host + " found.";
      throw unverified(mismatch, new CertificateException(mismatch));
    }
    String identification = engine.getSSLParameters().getEndpointIdentificationAlgorithm();
    return new ConnectionEvidence(
        host,
        remoteAddress,
        new ConnectionEvidence.TlsParameters(
            session.getProtocol(),
            session.getCipherSuite(),
            identification == null ? "" : identification),
        new ConnectionEvidence.PeerCertificate(
            sha256,
            dnsNames,
            certificate.getIssuerX500Principal().getName(),
            found.anchors().find(chain(session))),
        found.route());
  }

  private static List<X509Certificate> chain(SSLSession session) throws SSLPeerUnverifiedException {
    return Arrays.stream(session.getPeerCertificates())
        .filter(X509Certificate.class::isInstance)
        .map(X509Certificate.class::cast)
        .toList();
  }

  /** The SHA-256 of a certificate's DER form, as lower-case hex. */
  static String sha256(X509Certificate certificate) {
    try {
      return HexFormat.of().formatHex(sha256().digest(certificate.getEncoded()));
    } catch (CertificateEncodingException e) {
      throw new IllegalArgumentException("a certificate that cannot be encoded", e);
    }
  }

  /** Whether a DNS name of a certificate stands for a host: alike, or a wildcard as first label. */
  static boolean matches(String dnsName, String host) {
    String pattern = dnsName.toLowerCase(Locale.ROOT);
    String name = host.toLowerCase(Locale.ROOT);
    if (!pattern.startsWith("*.")) {
      return pattern.equals(name);
    }
    int dot = name.indexOf('.');
    return dot > 0
        && pattern.indexOf('.', 2) > 0
        && pattern.substring(1).equals(name.substring(dot));
  }

  private static List<String> dnsNames(X509Certificate certificate) throws CertificateException {
    Collection<List<?>> alternatives = certificate.getSubjectAlternativeNames();
    List<String> names = new ArrayList<>();
    if (alternatives != null) {
      for (List<?> alternative : alternatives) {
        if (alternative.get(0).equals(DNS_NAME)) {
          names.add(String.valueOf(alternative.get(1)));
        }
      }
    }
    return names;
  }

  private static SSLPeerUnverifiedException unverified(String message, CertificateException cause) {
    SSLPeerUnverifiedException unverified = new SSLPeerUnverifiedException(message);
    unverified.initCause(cause);
    return unverified;
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
