package io.github.kvssecure.internal.transport;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * The JDK's verification of servers, for engines of any JSSE provider. Thread-safe. Only engines
 * are verified, because they alone tell which name the peer has to prove.
 */
final class ServerTrust extends X509ExtendedTrustManager {

  /** What the JDK calls the authentication of TLS 1.3, whose suites do not name one. */
  private static final String UNKNOWN = "UNKNOWN";

  /** What Conscrypt calls it; the JDK's verification refuses a word that it does not know. */
  private static final String GENERIC = "GENERIC";

  private final X509ExtendedTrustManager jdk;

  /**
   * As the JDK verifies.
   *
   * @param jdk verifies chain and name
   */
  ServerTrust(X509ExtendedTrustManager jdk) {
    this.jdk = jdk;
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
      throws CertificateException {
    jdk.checkServerTrusted(chain, GENERIC.equals(type) ? UNKNOWN : type, engine);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type, @Nullable Socket socket)
      throws CertificateException {
    throw new CertificateException("only engines are verified, which know the peer's name");
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
    throw new CertificateException("only engines are verified, which know the peer's name");
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine)
      throws CertificateException {
    throw noServer();
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type, @Nullable Socket socket)
      throws CertificateException {
    throw noServer();
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
    throw noServer();
  }

  private static CertificateException noServer() {
    return new CertificateException("this side is a client and trusts no clients");
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return jdk.getAcceptedIssuers();
  }
}
