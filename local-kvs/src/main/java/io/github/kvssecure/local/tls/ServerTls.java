package io.github.kvssecure.local.tls;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;

/**
 * What the server offers in a TLS handshake.
 *
 * @param certificate kind of certificate
 * @param protocols protocol versions to offer, JSSE names
 * @param cipherSuites suites to offer, JSSE names; empty for the JDK's defaults
 */
public record ServerTls(
    ServerCertificate certificate, List<String> protocols, List<String> cipherSuites) {

  /** Copies the lists. */
  public ServerTls {
    protocols = List.copyOf(protocols);
    cipherSuites = List.copyOf(cipherSuites);
  }

  /** Returns the usual offer: a right certificate, TLS 1.3 and 1.2, the JDK's default suites. */
  public static ServerTls normal() {
    return new ServerTls(ServerCertificate.NORMAL, List.of("TLSv1.3", "TLSv1.2"), List.of());
  }

  /**
   * Makes a context with a fresh server key for the given DNS names; clients are trusted as the
   * managers say.
   */
  public SSLContext context(CertificateAuthority ca, List<String> names, TrustManager... clients)
      throws GeneralSecurityException, IOException {
    char[] password = "throw-away".toCharArray();
    // An RSA key takes long to make and serves only tests that ask for RSA suites by name.
    boolean rsa = cipherSuites.stream().anyMatch(suite -> suite.contains("RSA"));
    List<String> algorithms = rsa ? List.of("EC", "RSA") : List.of("EC");
    KeyStore keys = ca.serverKeys(certificate, names, algorithms, password);
    KeyManagerFactory managers = KeyManagerFactory.getInstance("PKIX");
    managers.init(keys, password);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), clients, null);
    return context;
  }

  /** Returns protocols and suites as parameters for sockets of the context. */
  public SSLParameters parameters(SSLContext context) {
    SSLParameters parameters = context.getDefaultSSLParameters();
    parameters.setProtocols(protocols.toArray(new String[0]));
    if (!cipherSuites.isEmpty()) {
      parameters.setCipherSuites(cipherSuites.toArray(new String[0]));
    }
    return parameters;
  }

  /** Returns a DER value as PEM text (RFC 7468). */
  public static String pem(byte[] der) {
    String lines = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
    return "-----BEGIN CERTIFICATE-----\n" + lines + "\n-----END CERTIFICATE-----\n";
  }
}
