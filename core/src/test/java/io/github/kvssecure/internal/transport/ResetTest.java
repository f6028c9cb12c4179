package io.github.kvssecure.internal.transport;

import static io.github.kvssecure.internal.transport.RecordingListener.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.kvssecure.fake.ConnectProxy;
import io.github.kvssecure.internal.transport.FaultyWire.Direction;
import io.github.kvssecure.internal.transport.FaultyWire.Fault;
import io.github.kvssecure.internal.transport.FaultyWire.Plan;
import io.github.kvssecure.spi.UploadEnd;
import io.github.kvssecure.spi.UploadException.Failure;
import io.github.kvssecure.zoo.Heard;
import io.github.kvssecure.zoo.Zoo;
import io.github.kvssecure.zoo.ZooServer;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A reset at every byte of a handshake, of a request and of a response: a lost connection, and
 * nothing leaks.
 */
class ResetTest {

  private static final String HOST = "s-0123abcd.kinesisvideo.eu-central-1.amazonaws.com";

  /** Signatures are some bytes longer or shorter each time, and a good end is answered. */
  private static final int FUZZ = 64;

  /** Of media, every so many bytes are enough: it is cut within the same few records. */
  private static final int STEP_IN_MEDIA = 50;

  /** Room for the last chunk and close_notify, and for the fuzz: an acknowledgement ends there. */
  private static final int AFTER_ACKNOWLEDGEMENT = 160;

  private static final int LANES = 4;

  /** A port of its own for each connection: its wire is found by it. */
  private final AtomicInteger port = new AtomicInteger(1024);

  private final Map<Integer, FaultyWire> routes = new ConcurrentHashMap<>();
  private final ExecutorService lanes = Executors.newFixedThreadPool(LANES);
  private ZooServer server;

  /** One way to use a connection; empty means it went well. */
  private interface Use {
    Optional<Failure> through(FaultyWire wire) throws Exception;
  }

  @BeforeEach
  void open() throws Exception {
    server = new ZooServer();
    server.show(Zoo.good(HOST));
  }

  @AfterEach
  void close() throws Exception {
    lanes.shutdownNow();
    server.close();
  }

  private URI uri(FaultyWire wire) {
    int next = port.getAndIncrement();
    routes.put(next, wire);
    return URI.create("https://" + HOST + ":" + next + "/");
  }

  private TransportSettings settings() {
    return TransportSettings.defaults()
        .withTrust(TlsContext.trustingOnly(Zoo.authorities()))
        .withResolver((host, to) -> Objects.requireNonNull(routes.get(to)).addresses());
  }

  @ParameterizedTest
  @CsvSource({"TO_CLIENT,TLSv1.3", "TO_SERVER,TLSv1.3", "TO_CLIENT,TLSv1.2", "TO_SERVER,TLSv1.2"})
  void calls_loseTheirConnection(Direction direction, String protocol) throws Exception {
    server.show(Zoo.good(HOST, protocol));
    HttpsExchange exchange = new HttpsExchange(settings(), HttpsLimits.defaults());
    int unused =
        everyByteLosesTheConnection(
            direction,
            0,
            wire -> {
              try {
                exchange.send(HttpsRequest.get(uri(wire)), evidence -> {});
                return Optional.empty();
              } catch (HttpsException e) {
                assertThat(e.isRetryable()).isTrue();
                return Optional.of(e.failure());
              }
            });
  }

  @ParameterizedTest
  @CsvSource({"TO_CLIENT,TLSv1.3", "TO_SERVER,TLSv1.3", "TO_CLIENT,TLSv1.2", "TO_SERVER,TLSv1.2"})
  void uploads_loseTheirConnection_andStoreNothingThatIsCutShort(
      Direction direction, String protocol) throws Exception {
    server.show(Zoo.good(HOST, protocol));
    AtomicInteger earliestStored = new AtomicInteger(Integer.MAX_VALUE);
    try (PutMediaTransport transport = PutMediaTransport.start(settings())) {
      int whole =
          everyByteLosesTheConnection(
              direction,
              direction == Direction.TO_SERVER ? Heard.MEDIA.length : 0,
              wire -> {
                RecordingListener listener = new RecordingListener();
                Optional<Failure> failure = upload(transport, uri(wire), listener);
                assertThat(listener.acknowledgements).hasSizeBetween(failure.isEmpty() ? 1 : 0, 1);
                if (!listener.acknowledgements.isEmpty()) {
                  earliestStored.accumulateAndGet(wire.plan().after(), Math::min);
                }
                return failure;
              });
      if (direction == Direction.TO_CLIENT) {
        assertThat(earliestStored.get()).isGreaterThan(whole - AFTER_ACKNOWLEDGEMENT);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"TO_CLIENT, 39", "TO_SERVER, 137"})
  void uploads_loseTheirTunnel(Direction direction, int connectBytes) throws Exception {
    try (ConnectProxy proxy = new ConnectProxy(server.port());
        FaultyWire wire = new FaultyWire(proxy.address())) {
      TransportSettings tunnelled =
          settings()
              .withProxies(host -> Optional.of(ProxyRoute.Proxy.plain("proxy.example", 3128)))
              .withResolver((host, to) -> wire.addresses());
      try (PutMediaTransport transport = PutMediaTransport.start(tunnelled)) {
        URI uri = URI.create("https://" + HOST + "/");
        assertThat(upload(transport, uri, new RecordingListener())).isEmpty();
        Resources before = Resources.now();
        // The handshake inside is the same as without a proxy.
        for (int at = 0; at < 2 * connectBytes; at++) {
          wire.follow(new Plan(direction, at, Fault.RESET));
          Optional<Failure> end = upload(transport, uri, new RecordingListener());
          assertThat(end)
              .as("%s %s", direction, at)
              .isIn(Optional.of(Failure.CONNECT), Optional.of(Failure.CONNECTION_LOST));
          assertThat(end.equals(Optional.of(Failure.CONNECT)) || at >= connectBytes).isTrue();
        }
        before.awaitReturn();
      }
    }
  }

  private static Optional<Failure> upload(
      PutMediaTransport transport, URI uri, RecordingListener listener) {
    transport.open(Requests.to(uri), new QueuedBody().add(Heard.MEDIA).end(), listener);
    UploadEnd end = await(listener.end);
    assertThat(listener.offences).isEmpty();
    if (end instanceof UploadEnd.Broken broken) {
      assertThat(broken.cause().isRetryable()).isTrue();
      return Optional.of(broken.cause().failure());
    }
    return Optional.empty();
  }

  /** Gives how many bytes go that way if nothing fails. */
  private int everyByteLosesTheConnection(Direction direction, int mediaAtTheEnd, Use use)
      throws Exception {
    int whole = warmedUp(use, direction);
    int media = whole - mediaAtTheEnd;
    Resources before = Resources.now();
    AtomicInteger next = new AtomicInteger();
    List<Future<?>> running = new ArrayList<>();
    for (int lane = 0; lane < LANES; lane++) {
      running.add(
          lanes.submit(
              () -> {
                try (FaultyWire wire = new FaultyWire(server.addresses().get(0))) {
                  for (int at = take(next, media); at <= whole + FUZZ; at = take(next, media)) {
                    Plan reset = new Plan(direction, at, Fault.RESET);
                    meet(use, wire, reset, whole);
                  }
                }
                return null;
              }));
    }
    for (Future<?> lane : running) {
      lane.get();
    }
    assertThat(next.get()).isGreaterThan(whole).isGreaterThan(500);
    // The JDK keeps a direct buffer for each thread that writes, as long as the thread lives.
    lanes.shutdown();
    assertThat(lanes.awaitTermination(20, TimeUnit.SECONDS)).isTrue();
    before.awaitReturn();
    return whole;
  }

  /** The next byte to fail at; in the media at the end, not every one. */
  private static int take(AtomicInteger next, int media) {
    return next.getAndUpdate(at -> at + (at < media ? 1 : STEP_IN_MEDIA));
  }

  private static void meet(Use use, FaultyWire wire, Plan reset, int whole) throws Exception {
    wire.follow(reset);
    Optional<Failure> end = use.through(wire);
    if (reset.after() == 0 && end.equals(Optional.of(Failure.CONNECT))) {
      // The reset came before this side knew that it is connected.
      return;
    }
    if (reset.after() < whole - FUZZ) {
      assertThat(end).as("%s of %s bytes", reset, whole).contains(Failure.CONNECTION_LOST);
    } else if (end.isPresent()) {
      assertThat(end).contains(Failure.CONNECTION_LOST);
    }
  }

  /** How many bytes go a way if nothing fails; everything is loaded then. */
  private int warmedUp(Use use, Direction direction) throws Exception {
    int whole = 0;
    for (int i = 0; i < LANES; i++) {
      try (FaultyWire wire = new FaultyWire(server.addresses().get(0))) {
        assertThat(use.through(wire)).isEmpty();
        whole = wire.carried(direction);
      }
    }
    return whole;
  }
}
