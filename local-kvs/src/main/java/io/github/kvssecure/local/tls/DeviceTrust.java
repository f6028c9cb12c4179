package io.github.kvssecure.local.tls;

import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.function.Predicate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Accepts device certificates that the throw-away CA signed, that are valid now, and that are
 * registered and active: the others end in a TLS alert, as on the real service.
 */
public final class DeviceTrust extends X509ExtendedTrustManager {
  private final X509Certificate ca;
  private final Predicate<X509Certificate> active;

  /** Makes a trust manager. */
  public DeviceTrust(X509Certificate ca, Predicate<X509Certificate> active) {
    this.ca = ca;
    this.active = active;
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
    X509Certificate device = chain[0];
    device.checkValidity();
    try {
      device.verify(ca.getPublicKey());
    } catch (GeneralSecurityException e) {
      throw new CertificateException("the device certificate is not signed by this CA", e);
    }
    if (!active.test(device)) {
      throw new CertificateException("the device certificate is not registered or not active");
    }
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket)
      throws CertificateException {
    checkClientTrusted(chain, type);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine)
      throws CertificateException {
    checkClientTrusted(chain, type);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
    throw new CertificateException("this side trusts devices only, no servers");
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket)
      throws CertificateException {
    checkServerTrusted(chain, type);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
      throws CertificateException {
    checkServerTrusted(chain, type);
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return new X509Certificate[] {ca};
  }
}
