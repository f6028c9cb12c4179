package io.github.kvssecure.internal.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.kvssecure.event.ConnectionEvidence;
import io.github.kvssecure.spi.UploadException.Failure;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.ExtendedSSLSession;
import org.bouncycastle.asn1.x509.GeneralName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpsExchangeTest {

  private static final HttpsLimits LIMITS = new HttpsLimits(Duration.ofSeconds(20), 1000);
  private static final HttpsLimits SHORT = new HttpsLimits(Duration.ofMillis(400), 1000);

  private final TestAuthority authority = TestAuthority.ec();

  private static void anyPeer(ConnectionEvidence evidence) {}

  private HttpsExchange exchange(HttpsLimits limits) {
    return new HttpsExchange(authority.settings(), limits);
  }

  private static HttpsRequest get(ScriptedServer server) {
    return HttpsRequest.get(server.endpoint().resolve("/a/b?c=d")).with("x-thing", "door");
  }

  private static String text(HttpsResponse response) {
    return new String(response.body(), StandardCharsets.UTF_8);
  }

  private HttpsException failure(ScriptedServer server, HttpsLimits limits) {
    return catchThrowableOfType(
        HttpsException.class, () -> exchange(limits).send(get(server), HttpsExchangeTest::anyPeer));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nX-One: 1\r\n\r\nhello",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nX-One: 1\r\n\r\n2\r\nhe\r\n3\r\nllo\r\n0\r\n\r\n",
        "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nX-One: 1\r\n\r\nhello"
      })
  void response_isReadHoweverItIsFramed(String answer) throws Exception {
    var heads = new LinkedBlockingQueue<Map<String, String>>();
    var names = new ArrayList<String>();
    try (ScriptedServer server =
        new ScriptedServer(
            authority.localhost(),
            connection -> {
              heads.add(connection.readHead());
              names.add(connection.requestLine());
              var session = (ExtendedSSLSession) connection.socket.getSession();
              session.getRequestedServerNames().forEach(name -> names.add(name.toString()));
              connection.send(answer);
            })) {
      HttpsResponse response = exchange(LIMITS).send(get(server), HttpsExchangeTest::anyPeer);

      assertThat(response.status()).isEqualTo(200);
      assertThat(response.header("x-ONE")).contains("1");
      assertThat(text(response)).isEqualTo("hello");
      assertThat(server.awaitOutcome()).isEqualTo("done");
      assertThat(names.get(0)).isEqualTo("GET /a/b?c=d HTTP/1.1");
      assertThat(names.get(1)).contains("localhost");
      assertThat(heads.take())
          .containsEntry("host", "localhost:" + server.port())
          .containsEntry("connection", "close")
          .containsEntry("x-thing", "door")
          .doesNotContainKeys("content-length", "cookie", "accept-encoding");
      assertThat(response).asString().doesNotContain("hello");
      response.wipe();
      assertThat(response.body()).containsOnly(0);
    }
  }

  @Test
  void post_sendsItsBody() throws Exception {
    var bodies = new LinkedBlockingQueue<String>();
    try (ScriptedServer server =
        new ScriptedServer(
            authority.localhost(),
            connection -> {
              int length = Integer.parseInt(connection.readHead().get("content-length"));
              StringBuilder body = new StringBuilder();
              while (body.length() < length) {
                body.append((char) connection.readByte());
              }
              bodies.add(body.toString());
              connection.send("HTTP/1.1 204 No Content\r\n\r\n");
            })) {
      String large = "x".repeat(300_000);
      HttpsRequest request =
          HttpsRequest.post(
              server.endpoint(), "text/plain", large.getBytes(StandardCharsets.US_ASCII));

      assertThat(exchange(LIMITS).send(request, HttpsExchangeTest::anyPeer).status())
          .isEqualTo(204);
      assertThat(bodies.poll(20, TimeUnit.SECONDS)).isEqualTo(large);
    }
  }

  @Test
  void redirect_isReturnedAndNotFollowed() throws Exception {
    try (ScriptedServer server =
        new ScriptedServer(
            authority.localhost(),
            connection -> {
              connection.readHead();
              connection.send(
                  "HTTP/1.1 302 Found\r\nLocation: https://localhost/\r\nContent-Length: 0\r\n\r\n");
            })) {
      assertThat(exchange(LIMITS).send(get(server), HttpsExchangeTest::anyPeer).status())
          .isEqualTo(302);
      server.awaitOutcome();
      assertThat(server.outcomes).isEmpty();
    }
  }

  @Test
  void judge_isAskedBeforeTheFirstByte() throws Exception {
    try (ScriptedServer server =
        new ScriptedServer(authority.localhost(), ScriptedServer.Connection::readHead)) {
      assertThatThrownBy(
              () ->
                  exchange(LIMITS)
                      .send(
                          get(server),
                          evidence -> {
                            assertThat(evidence.host()).isEqualTo("localhost");
                            assertThat(evidence.tls().protocol()).isEqualTo("TLSv1.3");
                            assertThat(evidence.tls().endpointIdentification()).isEqualTo("HTTPS");
                            throw new IllegalStateException("refused by a rule");
                          }))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("refused by a rule");
      server.awaitOutcome();
      assertThat(server.bytesReceived).hasValue(0);
    }
  }

  @Test
  void wrongPeer_isRefusedBeforeTheFirstByte() throws Exception {
    GeneralName address = new GeneralName(GeneralName.iPAddress, "127.0.0.1");
    GeneralName name = new GeneralName(GeneralName.dNSName, "localhost");
    var past = Instant.now().minus(Duration.ofHours(1));
    var hosts =
        Map.of(
            authority.server("CN=localhost", address), Failure.PEER_NAME,
            authority.server("CN=x", name, past), Failure.PEER_UNTRUSTED,
            TestAuthority.ec().localhost(), Failure.PEER_UNTRUSTED);
    for (var host : hosts.entrySet()) {
      try (ScriptedServer server =
          new ScriptedServer(host.getKey(), ScriptedServer.Connection::readHead)) {
        HttpsException refused = failure(server, LIMITS);
        assertThat(refused.failure()).isEqualTo(host.getValue());
        assertThat(refused.isRetryable()).isFalse();
        server.awaitOutcome();
        assertThat(server.bytesReceived).hasValue(0);
      }
    }
  }

  /**
   * JDK 24 and newer speak no suite without forward secrecy, so no such server can be made there.
   */
  static List<String> weakSuites() {
    return Runtime.version().feature() < 24
        ? List.of("TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA256", "TLS_RSA_WITH_AES_128_GCM_SHA256")
        : List.of("TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA256");
  }

  @ParameterizedTest
  @MethodSource("weakSuites")
  void weakSuite_isNotNegotiated(String suite) throws Exception {
    TestAuthority rsa = TestAuthority.rsa();
    try (ScriptedServer server =
        new ScriptedServer(
            rsa.localhost(),
            List.of("TLSv1.2"),
            List.of(suite),
            ScriptedServer.Connection::readHead)) {
      HttpsException refused =
          catchThrowableOfType(
              HttpsException.class,
              () ->
                  new HttpsExchange(rsa.settings(), LIMITS)
                      .send(get(server), HttpsExchangeTest::anyPeer));
      assertThat(refused.failure()).isEqualTo(Failure.TLS_NEGOTIATION);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 200 OK\r\nContent-Length: 1001\r\n\r\n" + "LONG",
        "HTTP/1.1 200 OK\r\n\r\nLONG",
        "nonsense\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nab"
      })
  void responseThatBreaksARule_isRefused(String answer) throws Exception {
    try (ScriptedServer server =
        new ScriptedServer(
            authority.localhost(),
            connection -> {
              connection.readHead();
              connection.send(answer.replace("LONG", "y".repeat(1001)));
              connection.readToEnd();
            })) {
      HttpsException refused = failure(server, LIMITS);
      assertThat(refused.failure()).isEqualTo(Failure.MALFORMED_RESPONSE);
      assertThat(refused).message().contains("localhost").doesNotContain("yyy");
    }
  }

  @Test
  void connectionThatEndsEarly_isAFailure() throws Exception {
    try (ScriptedServer server =
        new ScriptedServer(
            authority.localhost(),
            connection -> {
              connection.readHead();
              connection.send("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf");
            })) {
      HttpsException lost = failure(server, LIMITS);
      assertThat(lost.failure()).isEqualTo(Failure.CONNECTION_LOST);
      assertThat(lost.isRetryable()).isTrue();
    }
  }

  @Test
  void wholeCall_isBoundedEvenIfBytesDrip() throws Exception {
    CountDownLatch over = new CountDownLatch(1);
    try (ScriptedServer server =
        new ScriptedServer(
            authority.localhost(),
            connection -> {
              connection.readHead();
              connection.send("HTTP/1.1 200 OK\r\n");
              while (!over.await(20, TimeUnit.MILLISECONDS)) {
                connection.send("x: y\r\n");
              }
            })) {
      HttpsException late = failure(server, SHORT);
      over.countDown();
      assertThat(late.failure()).isIn(Failure.NO_RESPONSE, Failure.CONNECT);
      assertThat(late.isRetryable()).isTrue();
    }
  }

  @Test
  void silentPeer_isGivenUp() throws Exception {
    try (ScriptedServer server =
        new ScriptedServer(authority.localhost(), ScriptedServer.Connection::readToEnd)) {
      assertThat(failure(server, SHORT).failure()).isEqualTo(Failure.NO_RESPONSE);
    }
  }

  @Test
  void interrupt_endsTheCallAndStays() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    try (ScriptedServer server =
        new ScriptedServer(
            authority.localhost(),
            connection -> {
              connection.readHead();
              asked.countDown();
              connection.readToEnd();
            })) {
      FutureTask<Boolean> call =
          new FutureTask<>(
              () -> {
                HttpsException ended = failure(server, LIMITS);
                assertThat(ended.failure()).isEqualTo(Failure.ABORTED);
                return Thread.currentThread().isInterrupted();
              });
      Thread thread = new Thread(call);
      thread.start();
      assertThat(asked.await(20, TimeUnit.SECONDS)).isTrue();
      thread.interrupt();
      assertThat(call.get(20, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void hangingResolver_doesNotHoldTheCall() throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    AddressResolver hanging =
        (host, port) -> {
          try {
            never.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          return List.of();
        };
    HttpsExchange exchange = new HttpsExchange(authority.settings().withResolver(hanging), SHORT);
    HttpsRequest request = HttpsRequest.get(URI.create("https://localhost/"));

    HttpsException failure =
        catchThrowableOfType(
            HttpsException.class, () -> exchange.send(request, HttpsExchangeTest::anyPeer));
    never.countDown();
    assertThat(failure.failure()).isEqualTo(Failure.CONNECT);
  }

  @Test
  void addresses_areTriedInOrder() throws Exception {
    try (ScriptedServer server =
        new ScriptedServer(
            authority.localhost(),
            connection -> {
              connection.readHead();
              connection.send("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
            })) {
      int closed;
      try (var unused = new java.net.ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
        closed = unused.getLocalPort();
      }
      InetAddress here = InetAddress.getLoopbackAddress();
      AddressResolver two =
          (host, port) ->
              List.of(new InetSocketAddress(here, closed), new InetSocketAddress(here, port));
      HttpsExchange exchange = new HttpsExchange(authority.settings().withResolver(two), LIMITS);

      assertThat(exchange.send(get(server), HttpsExchangeTest::anyPeer).status()).isEqualTo(200);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://localhost/",
        "https://127.0.0.1/",
        "https://[::1]/",
        "https://user@localhost/",
        "https://localhost/#part",
        "https:///path",
        "https://localhost./"
      })
  void request_goesToADnsNameOverHttps(String uri) {
    assertThatIllegalArgumentException().isThrownBy(() -> HttpsRequest.get(URI.create(uri)));
  }

  @Test
  void request_refusesHeadersThatEndThemselves() {
    HttpsRequest request = HttpsRequest.get(URI.create("https://localhost/"));
    for (String name : List.of("Host", "content-LENGTH", "a b", "")) {
      assertThatIllegalArgumentException().isThrownBy(() -> request.with(name, "v"));
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> request.with("x-a", "secret\r\nx-b: c"))
        .withMessageNotContaining("secret");
    assertThatIllegalArgumentException().isThrownBy(() -> request.with("x", "1").with("X", "2"));
    assertThat(request.with("x-a", "secret")).asString().doesNotContain("secret");
  }
}
