package io.github.kvssecure.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.kvssecure.local.tls.ServerCertificate;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the stand-in offers in a TLS handshake. */
final class TlsTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "localhost",
        "kinesisvideo.eu-central-1.amazonaws.com",
        "s-0123abcd.kinesisvideo.eu-central-1.amazonaws.com",
        "kms.eu-central-1.amazonaws.com",
        "sts.eu-central-1.amazonaws.com"
      })
  void normalCertificateIsGoodForTheHostsOfTheRegion(String host) throws Exception {
    try (LocalKvs kvs = LocalKvs.start()) {
      SSLSession session = handshake(kvs, host);
      assertThat(session.getProtocol()).isEqualTo("TLSv1.3");
      assertThat(session.getPeerCertificates()).hasSize(2);
    }
  }

  @ParameterizedTest
  @EnumSource(value = ServerCertificate.class, mode = EnumSource.Mode.EXCLUDE, names = "NORMAL")
  void everyOtherCertificateIsRefusedByACarefulClient(ServerCertificate kind) {
    try (LocalKvs kvs = LocalKvs.builder().certificate(kind).start()) {
      assertThatThrownBy(() -> handshake(kvs, "localhost")).isInstanceOf(SSLException.class);
    }
  }

  @Test
  void ipOnlyCertificateIsGoodForTheAddress() throws Exception {
    try (LocalKvs kvs = LocalKvs.builder().certificate(ServerCertificate.IP_ONLY).start()) {
      assertThat(handshake(kvs, "127.0.0.1").isValid()).isTrue();
    }
  }

  /**
   * JDK 24 and newer speak no suite without forward secrecy any more, so none can be shown there.
   */
  static List<String> weakSuites() {
    return Runtime.version().feature() < 24
        ? List.of("TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256", "TLS_RSA_WITH_AES_128_GCM_SHA256")
        : List.of("TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256");
  }

  @ParameterizedTest
  @MethodSource("weakSuites")
  void weakSuiteCanBeOfferedAlone(String suite) throws Exception {
    try (LocalKvs kvs = LocalKvs.builder().tlsProtocols("TLSv1.2").cipherSuites(suite).start()) {
      SSLSession session = handshake(kvs, "localhost");
      assertThat(session.getCipherSuite()).isEqualTo(suite);
      assertThat(session.getProtocol()).isEqualTo("TLSv1.2");
    }
  }

  @Test
  void caIsWrittenAsPem(@TempDir Path dir) throws Exception {
    try (LocalKvs kvs = LocalKvs.start();
        var pem = java.nio.file.Files.newInputStream(kvs.caCertificatePem(dir))) {
      X509Certificate read =
          (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(pem);
      assertThat(read).isEqualTo(kvs.caCertificate());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET / HTTP/1.0\r\nHost: localhost\r\n\r\n",
        "POST /putMedia HTTP/1.1\r\n\r\n",
        "POST /putMedia HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip, chunked\r\n\r\n",
        "POST / HTTP/1.1\nHost: a\n\n",
        "POST / HTTP/1.1\r\nHost : a\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: a\r\n folded: x\r\n\r\n"
      })
  void malformedHeadIsAnswered400(String head) throws Exception {
    try (LocalKvs kvs = LocalKvs.start();
        SSLSocket socket = connect(kvs, "localhost")) {
      socket.getOutputStream().write(head.getBytes(StandardCharsets.ISO_8859_1));
      socket.getOutputStream().flush();
      String answer =
          new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
      assertThat(answer).startsWith("HTTP/1.1 400 ");
    }
  }

  private static SSLSession handshake(LocalKvs kvs, String host) throws IOException {
    try (SSLSocket socket = connect(kvs, host)) {
      socket.startHandshake();
      return socket.getSession();
    }
  }

  /**
   * Connects to loopback but expects the certificate of another host, as behind an injected
   * resolver.
   */
  private static SSLSocket connect(LocalKvs kvs, String host) throws IOException {
    int port = kvs.endpoint().getPort();
    Socket wire = new Socket(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port);
    SSLSocket socket =
        (SSLSocket)
            SdkClients.trusting(kvs.caCertificate())
                .getSocketFactory()
                .createSocket(wire, host, port, true);
    SSLParameters parameters = socket.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    socket.setSSLParameters(parameters);
    socket.setSoTimeout(10_000);
    return socket;
  }
}
