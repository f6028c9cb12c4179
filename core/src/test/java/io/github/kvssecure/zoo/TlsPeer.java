package io.github.kvssecure.zoo;

import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/**
 * A peer that speaks the TLS of the JDK.
 *
 * @param shown its key and certificates
 * @param protocols JSSE names
 * @param suites JSSE names; empty for the JDK's
 * @param conduct what it does after the handshake
 */
record TlsPeer(Shown shown, List<String> protocols, List<String> suites, Conduct conduct)
    implements Peer {

  /** What a peer does after the handshake. */
  @FunctionalInterface
  interface Conduct {
    /** It answers as AWS would. */
    Conduct PROPER =
        (socket, heard) ->
            Answers.answer(heard.decrypted(socket.getInputStream()), socket.getOutputStream());

    void begin(SSLSocket socket, Heard heard) throws IOException;
  }

  /** A proper peer that shows this. */
  static TlsPeer showing(Shown shown) {
    return new TlsPeer(shown, List.of("TLSv1.3", "TLSv1.2"), List.of(), Conduct.PROPER);
  }

  TlsPeer speaking(String protocol, String... chosen) {
    return new TlsPeer(shown, List.of(protocol), List.of(chosen), conduct);
  }

  TlsPeer doing(Conduct other) {
    return new TlsPeer(shown, protocols, suites, other);
  }

  @Override
  public void serve(Socket socket, Heard heard) throws IOException {
    serve(context(), socket, heard);
  }

  /** The same with one TLS context for all connections: it takes back the tickets that it gave. */
  Peer remembering() {
    SSLContext lasting = context();
    return (socket, heard) -> serve(lasting, socket, heard);
  }

  private void serve(SSLContext context, Socket socket, Heard heard) throws IOException {
    SSLSocket tls =
        (SSLSocket)
            context.getSocketFactory().createSocket(socket, (java.io.InputStream) null, true);
    tls.setEnabledProtocols(protocols.toArray(String[]::new));
    if (!suites.isEmpty()) {
      tls.setEnabledCipherSuites(suites.toArray(String[]::new));
    }
    // The credentials provider of AWS IoT asks; whom it is asked of may have none.
    tls.setWantClientAuth(true);
    try (tls) {
      tls.startHandshake();
      conduct.begin(tls, heard);
    }
  }

  private SSLContext context() {
    try {
      SSLContext context = SSLContext.getInstance("TLS", "SunJSSE");
      context.init(new KeyManager[] {shown}, new TrustManager[] {new AnyDevice()}, null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Takes any client certificate: this is the server's side. */
  private static final class AnyDevice implements X509TrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {
      throw new UnsupportedOperationException();
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
