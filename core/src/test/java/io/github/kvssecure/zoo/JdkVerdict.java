package io.github.kvssecure.zoo;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

/** The verdict of a JSSE client with the JDK's defaults, HTTPS names and the zoo's authorities. */
final class JdkVerdict {

  private final SSLContext context;

  JdkVerdict(List<X509Certificate> authorities) {
    try {
      KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      for (X509Certificate authority : authorities) {
        store.setCertificateEntry("authority-" + store.size(), authority);
      }
      TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX", "SunJSSE");
      factory.init(store);
      context = SSLContext.getInstance("TLS", "SunJSSE");
      context.init(null, factory.getTrustManagers(), null);
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Shakes hands. */
  Specimen.Jdk of(String host, int port) throws IOException {
    try (Socket plain = new Socket(InetAddress.getLoopbackAddress(), port);
        SSLSocket tls =
            (SSLSocket) context.getSocketFactory().createSocket(plain, host, 443, true)) {
      SSLParameters parameters = tls.getSSLParameters();
      parameters.setEndpointIdentificationAlgorithm("HTTPS");
      tls.setSSLParameters(parameters);
      tls.startHandshake();
      return Specimen.Jdk.ADMITS;
    } catch (SSLException | java.net.SocketException | java.io.EOFException e) {
      return Specimen.Jdk.REFUSES;
    }
  }
}
