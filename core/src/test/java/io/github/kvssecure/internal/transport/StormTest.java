package io.github.kvssecure.internal.transport;

import static io.github.kvssecure.internal.transport.RecordingListener.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.kvssecure.internal.transport.FaultyWire.Direction;
import io.github.kvssecure.internal.transport.FaultyWire.Fault;
import io.github.kvssecure.internal.transport.FaultyWire.Plan;
import io.github.kvssecure.internal.transport.ScriptedServer.Script;
import io.github.kvssecure.spi.UploadEnd;
import io.github.kvssecure.spi.UploadException.Failure;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Peers and wires that are slow, silent or endless: a typed end in time, and nothing leaks. */
class StormTest {

  private static final TestAuthority AUTHORITY = TestAuthority.ec();
  private static final Duration SHORT = Duration.ofMillis(700);
  private static final Duration LONG = Duration.ofSeconds(20);

  private Resources before;

  /** Loads everything once, so that what is counted afterwards can return to it. */
  @BeforeEach
  void count() throws Exception {
    for (Use use : Use.values()) {
      try (ScriptedServer server = server(StormTest::proper)) {
        assertThat(use.end(server, Plan.NONE, patient())).isEmpty();
      }
    }
    before = Resources.now();
  }

  @AfterEach
  void nothingLeaks() throws Exception {
    before.awaitReturn();
  }

  /** The two ways in which this library uses a connection. */
  enum Use {
    UPLOAD {
      @Override
      Optional<Failure> through(TransportSettings settings, URI uri) {
        try (PutMediaTransport transport = PutMediaTransport.start(settings)) {
          RecordingListener listener = new RecordingListener();
          transport.open(Requests.to(uri), new QueuedBody().end(), listener);
          UploadEnd end = await(listener.end);
          assertThat(listener.offences).isEmpty();
          return end instanceof UploadEnd.Broken broken
              ? Optional.of(broken.cause().failure())
              : Optional.empty();
        }
      }
    },
    CALL {
      @Override
      Optional<Failure> through(TransportSettings settings, URI uri) {
        Duration whole = settings.timeouts().handshake().plus(settings.timeouts().responseHead());
        HttpsExchange exchange = new HttpsExchange(settings, new HttpsLimits(whole, 1000));
        try {
          exchange.send(HttpsRequest.get(uri), evidence -> {});
          return Optional.empty();
        } catch (HttpsException e) {
          return Optional.of(e.failure());
        }
      }
    };

    abstract Optional<Failure> through(TransportSettings settings, URI uri);

    Optional<Failure> end(ScriptedServer server, Plan plan, TransportTimeouts timeouts)
        throws Exception {
      InetSocketAddress address =
          new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port());
      try (FaultyWire wire = new FaultyWire(address)) {
        wire.follow(plan);
        return through(
            AUTHORITY
                .settings()
                .withTimeouts(timeouts)
                .withResolver((host, port) -> wire.addresses()),
            server.endpoint());
      }
    }
  }

  private static ScriptedServer server(Script script) throws Exception {
    return new ScriptedServer(AUTHORITY.localhost(), script);
  }

  private static TransportTimeouts patient() {
    return new TransportTimeouts(LONG, LONG, LONG, LONG);
  }

  private static void proper(ScriptedServer.Connection connection) throws java.io.IOException {
    if (connection.readHead().containsKey("transfer-encoding")) {
      connection.drainBody();
    }
    connection.ok();
    connection.lastChunk();
    connection.readToEnd();
  }

  static Stream<Arguments> handshakes() {
    return both(
        Arguments.of("half open before the first byte", 0, Fault.SILENCE),
        Arguments.of("half open in the ServerHello", 60, Fault.SILENCE),
        Arguments.of("half open in the certificate", 400, Fault.SILENCE),
        Arguments.of("slow from the first byte", 0, Fault.DRIP));
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("handshakes")
  void handshake_isGivenUp(Use use, String what, int after, Fault fault) throws Exception {
    TransportTimeouts hasty = new TransportTimeouts(LONG, SHORT, LONG, LONG);
    try (ScriptedServer server = server(ScriptedServer.Connection::readToEnd)) {
      assertThat(use.end(server, new Plan(Direction.TO_CLIENT, after, fault), hasty))
          .contains(use == Use.UPLOAD ? Failure.CONNECT : Failure.NO_RESPONSE);
    }
  }

  static Stream<Arguments> silences() {
    return both(
        Arguments.of("after the request", ""),
        Arguments.of("in the status line", "HTTP/1.1 2"),
        Arguments.of("in a header", "HTTP/1.1 200 OK\r\nx-amzn-Req"),
        Arguments.of("before the end of the head", "HTTP/1.1 200 OK\r\nx: y\r\n"));
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("silences")
  void silence_isGivenUp(Use use, String what, String said) throws Exception {
    TransportTimeouts timeouts =
        new TransportTimeouts(LONG, use == Use.UPLOAD ? LONG : SHORT, SHORT, LONG);
    try (ScriptedServer server =
        server(
            connection -> {
              connection.readHead();
              connection.send(said);
              connection.readToEnd();
            })) {
      assertThat(use.end(server, Plan.NONE, timeouts)).contains(Failure.NO_RESPONSE);
    }
  }

  static Stream<Arguments> heads() {
    return both(
        Arguments.of("status line", "HTTP/1.1 ", "2"),
        Arguments.of("header", "HTTP/1.1 200 OK\r\nx: ", "y"));
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("heads")
  void responseHeadThatDrips_isGivenUp(Use use, String what, String start, String drop)
      throws Exception {
    TransportTimeouts timeouts =
        new TransportTimeouts(LONG, use == Use.UPLOAD ? LONG : SHORT, SHORT, LONG);
    CountDownLatch never = new CountDownLatch(1);
    try (ScriptedServer server =
        server(
            connection -> {
              connection.readHead();
              connection.send(start);
              // Sooner than every timeout: something always moves. Ends when the client leaves.
              while (!never.await(20, TimeUnit.MILLISECONDS)) {
                connection.send(drop);
              }
            })) {
      assertThat(use.end(server, Plan.NONE, timeouts)).contains(Failure.NO_RESPONSE);
    }
  }

  static Stream<Arguments> responses() {
    String ok = "HTTP/1.1 200 OK\r\n";
    String chunked = ok + "Transfer-Encoding: chunked\r\n\r\n";
    return both(
        Arguments.of("endless status line", "HTTP/1.1 200 ", "OK "),
        Arguments.of("giant header", ok + "x-giant: ", "y".repeat(1000)),
        Arguments.of("endless headers", ok, "x: y\r\n"),
        Arguments.of("endless name of a header", ok, "x"),
        Arguments.of("endless interim responses", "", "HTTP/1.1 100 Continue\r\n\r\n"),
        Arguments.of("endless chunk size", chunked, "0"),
        Arguments.of("endless chunk extension", chunked + "5;", "x=y;"),
        Arguments.of("endless trailers", chunked + "0\r\n", "x: y\r\n"),
        Arguments.of("no line ends", ok + "x: y\nz: ", "y\n"));
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("responses")
  void endlessResponse_isMalformed(Use use, String what, String start, String endlessly)
      throws Exception {
    try (ScriptedServer server = server(endless(start, endlessly))) {
      assertThat(use.end(server, Plan.NONE, patient())).contains(Failure.MALFORMED_RESPONSE);
    }
  }

  static Stream<Arguments> lines() {
    return Stream.of(
        Arguments.of("string", "{\"EventType\":\"", "x"),
        Arguments.of("number", "{\"FragmentTimecode\":", "1"),
        Arguments.of("members", "{", "\"a\":1,"),
        Arguments.of("white space", "{\"a\":", " "),
        Arguments.of("nesting", "{\"a\":", "["));
  }

  @ParameterizedTest
  @MethodSource("lines")
  void endlessAcknowledgement_isMalformed(String what, String start, String endlessly)
      throws Exception {
    String head = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
    try (ScriptedServer server =
        server(endless(head + chunk(start), chunk(endlessly.repeat(100))))) {
      assertThat(Use.UPLOAD.end(server, Plan.NONE, patient())).contains(Failure.MALFORMED_RESPONSE);
    }
  }

  private static String chunk(String text) {
    return Integer.toHexString(text.length()) + "\r\n" + text + "\r\n";
  }

  private static Script endless(String start, String endlessly) {
    return connection -> {
      connection.readHead();
      connection.send(start);
      // Ends when the client has had enough.
      while (true) {
        connection.send(endlessly);
      }
    };
  }

  private static Stream<Arguments> both(Arguments... cases) {
    return List.of(Use.values()).stream()
        .flatMap(
            use ->
                Stream.of(cases)
                    .map(
                        one -> {
                          Object[] all = new Object[one.get().length + 1];
                          all[0] = use;
                          System.arraycopy(one.get(), 0, all, 1, one.get().length);
                          return Arguments.of(all);
                        }));
  }
}
