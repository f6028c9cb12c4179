package io.github.kvssecure.fake;

import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/** Certificates to name where nothing is verified with them. */
public final class Authorities {

  private Authorities() {}

  /** Some authority that this JVM trusts. */
  public static X509Certificate any() throws GeneralSecurityException {
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    @Nullable KeyStore ofTheJvm = null;
    factory.init(ofTheJvm);
    for (TrustManager manager : factory.getTrustManagers()) {
      if (manager instanceof X509TrustManager x509 && x509.getAcceptedIssuers().length > 0) {
        return x509.getAcceptedIssuers()[0];
      }
    }
    throw new AssertionError("this JVM trusts nobody");
  }
}
