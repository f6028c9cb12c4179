package io.github.kvssecure.internal.aws;

import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether a server of AWS is who it says: the JVM's authorities, and those named here, for
 * the host that was asked for. Thread-safe.
 *
 * <p>Security: {@code HttpsURLConnection} compares the host name only as long as nobody in the
 * process has replaced its default verifier. This class asks for the comparison itself, so that
 * such a replacement does not reach the control plane.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc2818#section-3.1">RFC 2818, server identity</a>
 */
final class PeerTrust extends X509ExtendedTrustManager {

  private static final String HTTPS_IDENTITY = "HTTPS";

  private final X509ExtendedTrustManager chain;

  private PeerTrust(X509ExtendedTrustManager chain) {
    this.chain = chain;
  }

  /**
   * The JVM's authorities and some more.
   *
   * @param authorities trusted in addition; may be empty
   * @return the trust
   * @throws IllegalStateException if the JVM's trust store cannot be read
   */
  static PeerTrust including(List<X509Certificate> authorities) {
    try {
      X509ExtendedTrustManager ofTheJvm = trustIn(null);
      return new PeerTrust(
          authorities.isEmpty() ? ofTheJvm : trustIn(joined(ofTheJvm, authorities)));
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("the JVM's trust store cannot be read", e);
    }
  }

  private static KeyStore joined(
      X509ExtendedTrustManager ofTheJvm, List<X509Certificate> authorities)
      throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    int number = 0;
    for (X509Certificate authority : ofTheJvm.getAcceptedIssuers()) {
      store.setCertificateEntry("jvm-" + number++, authority);
    }
    for (X509Certificate authority : authorities) {
      store.setCertificateEntry("named-" + number++, authority);
    }
    return store;
  }

  private static X509ExtendedTrustManager trustIn(@Nullable KeyStore store)
      throws GeneralSecurityException {
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    for (TrustManager manager : factory.getTrustManagers()) {
      if (manager instanceof X509ExtendedTrustManager extended) {
        return extended;
      }
    }
    throw new GeneralSecurityException("no X.509 trust manager in this JVM");
  }

  @Override
  public void checkServerTrusted(X509Certificate[] certificates, String authType, Socket socket)
      throws CertificateException {
    if (!(socket instanceof SSLSocket connection)) {
      throw nobodyToCompareWith();
    }
    SSLParameters parameters = connection.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm(HTTPS_IDENTITY);
    connection.setSSLParameters(parameters);
    chain.checkServerTrusted(certificates, authType, socket);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] certificates, String authType, SSLEngine engine)
      throws CertificateException {
    SSLParameters parameters = engine.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm(HTTPS_IDENTITY);
    engine.setSSLParameters(parameters);
    chain.checkServerTrusted(certificates, authType, engine);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] certificates, String authType)
      throws CertificateException {
    throw nobodyToCompareWith();
  }

  private static CertificateException nobodyToCompareWith() {
    return new CertificateException("no TLS connection whose host name could be compared");
  }

  @Override
  public void checkClientTrusted(X509Certificate[] certificates, String authType, Socket socket)
      throws CertificateException {
    throw noClients();
  }

  @Override
  public void checkClientTrusted(X509Certificate[] certificates, String authType, SSLEngine engine)
      throws CertificateException {
    throw noClients();
  }

  @Override
  public void checkClientTrusted(X509Certificate[] certificates, String authType)
      throws CertificateException {
    throw noClients();
  }

  private static CertificateException noClients() {
    return new CertificateException("this side is always the client");
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return chain.getAcceptedIssuers();
  }
}
