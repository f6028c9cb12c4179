package io.github.kvssecure.internal.transport;

import static io.github.kvssecure.internal.transport.RecordingListener.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.kvssecure.event.ConnectionEvidence;
import io.github.kvssecure.spi.UploadEnd;
import io.github.kvssecure.spi.UploadException;
import io.github.kvssecure.spi.UploadException.Failure;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import org.bouncycastle.asn1.x509.GeneralName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Peers that an upload must not talk to: each hears nothing of the request. */
class TlsRefusalTest {

  private static final TestAuthority EC = TestAuthority.ec();
  private static final TestAuthority RSA = TestAuthority.rsa();
  private static final GeneralName LOCALHOST = new GeneralName(GeneralName.dNSName, "localhost");
  private static final GeneralName LOOPBACK = new GeneralName(GeneralName.iPAddress, "127.0.0.1");

  static Stream<Arguments> certificates() {
    return Stream.of(
        Arguments.of("wrong name", Failure.PEER_NAME, other("example.com")),
        Arguments.of("name of a longer host", Failure.PEER_NAME, other("a.localhost")),
        Arguments.of("wildcard for everything", Failure.PEER_NAME, other("*")),
        Arguments.of("address only", Failure.PEER_NAME, EC.server("CN=x", LOOPBACK)),
        Arguments.of(
            "address only, name as common name",
            Failure.PEER_NAME,
            EC.server("CN=localhost", LOOPBACK)),
        Arguments.of("unknown authority", Failure.PEER_UNTRUSTED, TestAuthority.ec().localhost()),
        Arguments.of(
            "expired",
            Failure.PEER_UNTRUSTED,
            EC.server("CN=x", LOCALHOST, Instant.now().minus(Duration.ofMinutes(5)))),
        Arguments.of(
            "not yet valid",
            Failure.PEER_UNTRUSTED,
            EC.server("CN=x", LOCALHOST, Instant.now().plus(Duration.ofDays(3)))));
  }

  private static SSLContext other(String name) {
    return EC.server("CN=localhost", new GeneralName(GeneralName.dNSName, name));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("certificates")
  void certificate_isRefused(String what, Failure expected, SSLContext tls) throws Exception {
    for (String protocol : List.of("TLSv1.3", "TLSv1.2")) {
      assertRefused(
          EC,
          new ScriptedServer(
              tls, List.of(protocol), List.of(), ScriptedServer.Connection::readToEnd),
          expected);
    }
  }

  static Stream<Arguments> suites() {
    return Stream.of(
        Arguments.of("TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA384"),
        Arguments.of("TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA"),
        Arguments.of("TLS_DHE_RSA_WITH_AES_256_GCM_SHA384"));
  }

  @ParameterizedTest
  @MethodSource("suites")
  void suiteWithoutForwardSecrecyOrAuthenticatedEncryption_isRefused(String suite)
      throws Exception {
    assertRefused(
        RSA,
        new ScriptedServer(
            RSA.localhost(),
            List.of("TLSv1.2"),
            List.of(suite),
            ScriptedServer.Connection::readToEnd),
        Failure.TLS_NEGOTIATION);
  }

  @ParameterizedTest
  @MethodSource("goodTls")
  void goodTls_isReportedAsItIs(TestAuthority authority, String protocol, String suite)
      throws Exception {
    SSLContext tls = authority.localhost();
    try (ScriptedServer server =
            new ScriptedServer(
                tls,
                List.of(protocol),
                List.of(suite),
                connection -> {
                  connection.readHead();
                  connection.ok();
                  connection.drainBody();
                  connection.lastChunk();
                });
        PutMediaTransport transport = PutMediaTransport.start(authority.settings())) {
      RecordingListener listener = new RecordingListener();
      transport.open(Requests.to(server.endpoint()), new QueuedBody().end(), listener);
      ConnectionEvidence evidence = await(listener.connected);
      assertThat(evidence.host()).isEqualTo("localhost");
      assertThat(evidence.remoteAddress().getPort()).isEqualTo(server.port());
      assertThat(evidence.tls())
          .isEqualTo(new ConnectionEvidence.TlsParameters(protocol, suite, "HTTPS"));
      assertThat(evidence.peer().dnsNames()).containsExactly("localhost");
      assertThat(evidence.peer().issuer()).isEqualTo("CN=Test Authority");
      assertThat(evidence.peer().sha256()).matches("[0-9a-f]{64}");
      assertThat(await(listener.end)).isEqualTo(new UploadEnd.Completed());
    }
  }

  static Stream<Arguments> goodTls() {
    return Stream.of(
        Arguments.of(EC, "TLSv1.3", "TLS_AES_256_GCM_SHA384"),
        Arguments.of(EC, "TLSv1.3", "TLS_AES_128_GCM_SHA256"),
        Arguments.of(EC, "TLSv1.3", "TLS_CHACHA20_POLY1305_SHA256"),
        Arguments.of(EC, "TLSv1.2", "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256"),
        Arguments.of(RSA, "TLSv1.2", "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384"),
        Arguments.of(RSA, "TLSv1.2", "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256"));
  }

  /** JDKs that no longer offer such things as servers are spoken for by a hand-made ServerHello. */
  @ParameterizedTest
  @CsvSource({
    "0302, c014, TLS 1.1 with TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA",
    "0301, c014, TLS 1.0 with TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA",
    "0303, 009d, TLS_RSA_WITH_AES_256_GCM_SHA384",
    "0303, 002f, TLS_RSA_WITH_AES_128_CBC_SHA",
    "0303, 003b, TLS_RSA_WITH_NULL_SHA256"
  })
  void serverThatChoosesWhatWasNotOffered_isRefused(String version, String suite, String what)
      throws Exception {
    String hello = version + "5a".repeat(32) + "00" + suite + "00";
    String handshake = "02" + "%06x".formatted(hello.length() / 2) + hello;
    String record = "16" + version + "%04x".formatted(handshake.length() / 2) + handshake;
    assertThat(failureAgainst(HexFormat.of().parseHex(record)))
        .as(what)
        .isEqualTo(Failure.TLS_NEGOTIATION);
  }

  @Test
  void serverThatSpeaksNoTls_isRefused() throws Exception {
    assertThat(failureAgainst("HTTP/1.1 200 OK\r\n\r\n".getBytes(StandardCharsets.US_ASCII)))
        .isEqualTo(Failure.TLS);
  }

  @Test
  void serverThatSaysNothing_isGivenUp() throws Exception {
    assertThat(failureAgainst(new byte[0])).isEqualTo(Failure.CONNECT);
  }

  @Test
  void listenerThatRefusesTheConnection_leavesNothingSent() throws Exception {
    try (ScriptedServer server =
            new ScriptedServer(EC.localhost(), ScriptedServer.Connection::readToEnd);
        PutMediaTransport transport = PutMediaTransport.start(EC.settings())) {
      IllegalStateException refusal = new IllegalStateException("not with this peer");
      RecordingListener listener =
          new RecordingListener() {
            @Override
            public void connected(ConnectionEvidence evidence) {
              super.connected(evidence);
              throw refusal;
            }
          };
      QueuedBody body = new QueuedBody().add(new byte[1000]);
      transport.open(Requests.to(server.endpoint()), body, listener);
      UploadEnd.Broken end = listener.awaitBroken();
      assertThat(end.cause().failure()).isEqualTo(Failure.ABORTED);
      assertThat(end.refusal()).containsSame(refusal);
      server.awaitOutcome();
      assertThat(server.bytesReceived).hasValue(0);
      assertThat(body.reads()).isZero();
    }
  }

  @Test
  void evidence_namesTheCertificateThatWasShown() throws Exception {
    try (ScriptedServer server =
            new ScriptedServer(EC.localhost(), ScriptedServer.Connection::readToEnd);
        PutMediaTransport transport = PutMediaTransport.start(EC.settings())) {
      RecordingListener first = new RecordingListener();
      RecordingListener second = new RecordingListener();
      transport.open(Requests.to(server.endpoint()), new QueuedBody(), first);
      String sha256 = await(first.connected).peer().sha256();
      transport.open(Requests.to(server.endpoint()), new QueuedBody(), second);
      assertThat(await(second.connected).peer().sha256())
          .isEqualTo(sha256)
          .hasSize(2 * MessageDigest.getInstance("SHA-256").getDigestLength());
    }
  }

  private static void assertRefused(TestAuthority trusted, ScriptedServer started, Failure expected)
      throws Exception {
    try (ScriptedServer server = started;
        PutMediaTransport transport = PutMediaTransport.start(trusted.settings())) {
      RecordingListener listener = new RecordingListener();
      transport.open(
          Requests.to(server.endpoint()), new QueuedBody().add(new byte[1000]), listener);
      UploadException cause = listener.awaitBroken().cause();
      assertThat(cause.failure()).as("failure of %s", cause.getCause()).isEqualTo(expected);
      assertThat(cause.isRetryable()).isFalse();
      assertThat(listener.connected).isNotDone();
      server.awaitOutcome();
      assertThat(server.bytesReceived).hasValue(0);
      assertThat(listener.offences).isEmpty();
    }
  }

  private static Failure failureAgainst(byte[] answer) throws Exception {
    try (ServerSocket plain = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        PutMediaTransport transport =
            PutMediaTransport.start(
                EC.settings()
                    .withTimeouts(
                        new TransportTimeouts(
                            Duration.ofSeconds(5),
                            Duration.ofMillis(answer.length == 0 ? 300 : 5000),
                            Duration.ofSeconds(5),
                            Duration.ofSeconds(5))))) {
      Thread peer =
          new Thread(
              () -> {
                try (Socket socket = plain.accept()) {
                  byte[] start = new byte[5];
                  socket.getInputStream().readNBytes(start, 0, 5);
                  socket.getOutputStream().write(answer);
                  socket.getInputStream().transferTo(OutputStream.nullOutputStream());
                } catch (IOException e) {
                  // The client hangs up on this peer: that is the point.
                }
              });
      peer.setDaemon(true);
      peer.start();
      RecordingListener listener = new RecordingListener();
      transport.open(
          Requests.to(URI.create("https://localhost:" + plain.getLocalPort())),
          new QueuedBody(),
          listener);
      Failure failure = listener.awaitFailure();
      assertThat(listener.connected).isNotDone();
      return failure;
    }
  }
}
