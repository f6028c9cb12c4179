package io.github.kvssecure.zoo;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
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

  /**
   * Asks for a page and waits for its beginning, after which there is a ticket for the next time.
   */
  void visit(String host, int port) throws IOException {
    try (Socket plain = new Socket(InetAddress.getLoopbackAddress(), port);
        SSLSocket tls =
            (SSLSocket) context.getSocketFactory().createSocket(plain, host, 443, true)) {
      shakeHands(tls);
      tls.getOutputStream().write("GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      if (tls.getInputStream().read() < 0) {
        throw new EOFException("no answer");
      }
    }
  }

  /** Shakes hands. */
  Specimen.Jdk of(String host, int port) throws IOException {
    try (Socket plain = new Socket(InetAddress.getLoopbackAddress(), port);
        SSLSocket tls =
            (SSLSocket) context.getSocketFactory().createSocket(plain, host, 443, true)) {
      shakeHands(tls);
      return Specimen.Jdk.ADMITS;
    } catch (SSLException | java.net.SocketException | EOFException e) {
      return Specimen.Jdk.REFUSES;
    }
  }

  private static void shakeHands(SSLSocket tls) throws IOException {
    SSLParameters parameters = tls.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    tls.setSSLParameters(parameters);
    tls.startHandshake();
  }
}
