package io.github.kvssecure.internal.transport;

import static io.github.kvssecure.internal.transport.RecordingListener.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.kvssecure.event.ConnectionEvidence;
import io.github.kvssecure.media.Acknowledgement;
import io.github.kvssecure.spi.Upload;
import io.github.kvssecure.spi.UploadBody;
import io.github.kvssecure.spi.UploadEnd;
import io.github.kvssecure.spi.UploadException.Failure;
import io.github.kvssecure.spi.UploadResponse;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.Test;

/** How uploads end that do not run to their end: by this side, by the network, by time. */
class UploadEndTest {

  private static final TestAuthority AUTHORITY = TestAuthority.ec();

  @Test
  void abort_endsOnceAndPromptly() throws Exception {
    try (ScriptedServer server = streamingServer();
        PutMediaTransport transport = PutMediaTransport.start(AUTHORITY.settings())) {
      RecordingListener listener = new RecordingListener();
      QueuedBody body = new QueuedBody();
      Upload upload = transport.open(Requests.to(server.endpoint()), body, listener);
      await(listener.responded);
      upload.abort();
      upload.abort();
      assertThat(listener.awaitFailure()).isEqualTo(Failure.ABORTED);
      int reads = body.reads();
      upload.dataAvailable();
      upload.abort();
      assertThat(body.reads()).isEqualTo(reads);
      server.awaitOutcome();
      assertThat(listener.offences).isEmpty();
    }
  }

  @Test
  void abortBeforeTheConnection_endsToo() throws Exception {
    CountDownLatch release = new CountDownLatch(1);
    AddressResolver blocked =
        (host, port) -> {
          try {
            release.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          throw new UnknownHostException(host);
        };
    try (PutMediaTransport transport =
        PutMediaTransport.start(AUTHORITY.settings().withResolver(blocked))) {
      RecordingListener listener = new RecordingListener();
      transport
          .open(Requests.to(URI.create("https://localhost:1")), new QueuedBody(), listener)
          .abort();
      assertThat(listener.awaitFailure()).isEqualTo(Failure.ABORTED);
      release.countDown();
      assertThat(listener.offences).isEmpty();
    }
  }

  @Test
  void abortInsideEveryCall_endsOnce() throws Exception {
    for (String where : List.of("connected", "responded", "acknowledged", "read")) {
      try (ScriptedServer server = streamingServer();
          PutMediaTransport transport = PutMediaTransport.start(AUTHORITY.settings())) {
        AbortingListener listener = new AbortingListener(where);
        UploadBody body =
            buffer -> {
              listener.abortIn("read");
              return 0;
            };
        listener.upload.complete(transport.open(Requests.to(server.endpoint()), body, listener));
        assertThat(listener.awaitFailure()).as(where).isEqualTo(Failure.ABORTED);
        assertThat(listener.calls).as(where).endsWith(where, "ended");
        assertThat(listener.offences).isEmpty();
      }
    }
  }

  private static final class AbortingListener extends RecordingListener {
    final CompletableFuture<Upload> upload = new CompletableFuture<>();
    final List<String> calls = new ArrayList<>();
    private final String where;

    AbortingListener(String where) {
      this.where = where;
    }

    void abortIn(String call) {
      if (calls.contains("ended")) {
        offences.add(call + " after the end");
      }
      calls.add(call);
      if (call.equals(where)) {
        await(upload).abort();
      }
    }

    @Override
    public void connected(ConnectionEvidence evidence) {
      super.connected(evidence);
      abortIn("connected");
    }

    @Override
    public void responded(UploadResponse response) {
      super.responded(response);
      abortIn("responded");
    }

    @Override
    public void acknowledged(Acknowledgement acknowledgement) {
      super.acknowledged(acknowledgement);
      abortIn("acknowledged");
    }

    @Override
    public void ended(UploadEnd how) {
      calls.add("ended");
      super.ended(how);
    }
  }

  @Test
  void listenerAndPutterWithOneLock_doNotDeadlock() throws Exception {
    ReentrantLock lock = new ReentrantLock();
    try (ScriptedServer server = streamingServer();
        PutMediaTransport transport = PutMediaTransport.start(AUTHORITY.settings())) {
      RecordingListener listener =
          new RecordingListener() {
            @Override
            public void acknowledged(Acknowledgement acknowledgement) {
              lock.lock();
              try {
                super.acknowledged(acknowledgement);
              } finally {
                lock.unlock();
              }
            }
          };
      QueuedBody body = new QueuedBody();
      Upload upload = transport.open(Requests.to(server.endpoint()), body, listener);
      await(listener.responded);
      lock.lock();
      try {
        // The loop waits for the lock with the turn in its hand, or is about to.
        for (int i = 0; i < 100; i++) {
          body.add(new byte[10]);
          upload.dataAvailable();
        }
        upload.abort();
      } finally {
        lock.unlock();
      }
      assertThat(listener.awaitFailure()).isEqualTo(Failure.ABORTED);
    }
  }

  @Test
  void listenerThatThrowsAtTheEnd_doesNotHarmOtherUploads() throws Exception {
    try (ScriptedServer server = streamingServer();
        PutMediaTransport transport = PutMediaTransport.start(AUTHORITY.settings())) {
      RecordingListener throwing =
          new RecordingListener() {
            @Override
            public void ended(UploadEnd how) {
              super.ended(how);
              throw new AssertionError("listener's own trouble");
            }
          };
      transport.open(Requests.to(server.endpoint()), new QueuedBody(), throwing).abort();
      assertThat(throwing.awaitFailure()).isEqualTo(Failure.ABORTED);
      RecordingListener other = new RecordingListener();
      transport.open(Requests.to(server.endpoint()), new QueuedBody(), other);
      assertThat(await(other.responded).status()).isEqualTo(200);
    }
  }

  @Test
  void requestThatCannotBeSent_isRefusedBeforeAnythingHappens() {
    AddressResolver forbidden =
        (host, port) -> {
          throw new AssertionError("resolved " + host);
        };
    try (PutMediaTransport transport =
        PutMediaTransport.start(AUTHORITY.settings().withResolver(forbidden))) {
      RecordingListener listener = new RecordingListener();
      assertThatThrownBy(
              () ->
                  transport.open(
                      Requests.to(URI.create("http://localhost:1")), new QueuedBody(), listener))
          .isInstanceOf(IllegalArgumentException.class);
      assertThat(listener.end).isNotDone();
    }
  }

  @Test
  void close_abortsEveryUploadAndEndsTheThread() throws Exception {
    try (ScriptedServer server = streamingServer()) {
      PutMediaTransport transport = PutMediaTransport.start(AUTHORITY.settings());
      List<RecordingListener> listeners = new ArrayList<>();
      for (int i = 0; i < 5; i++) {
        RecordingListener listener = new RecordingListener();
        listeners.add(listener);
        transport.open(Requests.to(server.endpoint()), buffer -> buffer.length, listener);
      }
      for (RecordingListener listener : listeners) {
        await(listener.responded);
      }
      transport.close();
      for (RecordingListener listener : listeners) {
        assertThat(listener.end).isDone();
        assertThat(listener.awaitFailure()).isEqualTo(Failure.ABORTED);
        assertThat(listener.offences).isEmpty();
      }
      assertThat(Thread.getAllStackTraces().keySet())
          .extracting(Thread::getName)
          .doesNotContain("kvs-upload-loop");
      transport.close();
      assertThatThrownBy(
              () ->
                  transport.open(
                      Requests.to(server.endpoint()), new QueuedBody(), new RecordingListener()))
          .isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void bodyThatThrows_breaksTheUpload() throws Exception {
    assertThat(
            failureWithBody(
                buffer -> {
                  throw new IllegalStateException("broken");
                }))
        .isEqualTo(Failure.ABORTED);
    assertThat(failureWithBody(buffer -> buffer.length + 1)).isEqualTo(Failure.ABORTED);
    assertThat(failureWithBody(buffer -> -2)).isEqualTo(Failure.ABORTED);
  }

  private static Failure failureWithBody(UploadBody body) throws Exception {
    try (ScriptedServer server = streamingServer();
        PutMediaTransport transport = PutMediaTransport.start(AUTHORITY.settings())) {
      RecordingListener listener = new RecordingListener();
      transport.open(Requests.to(server.endpoint()), body, listener);
      return listener.awaitFailure();
    }
  }

  @Test
  void truncationWithoutCloseNotify_isALostConnection() throws Exception {
    try (ScriptedServer server = streamingServer();
        CuttingProxy proxy = new CuttingProxy(server.port(), 16_384);
        PutMediaTransport transport = PutMediaTransport.start(AUTHORITY.settings())) {
      RecordingListener listener = new RecordingListener();
      transport.open(Requests.to(proxy.endpoint()), new QueuedBody(), listener);
      await(listener.responded);
      proxy.cut();
      assertThat(listener.awaitFailure()).isEqualTo(Failure.CONNECTION_LOST);
      assertThat(listener.awaitBroken().cause().isRetryable()).isTrue();
    }
  }

  @Test
  void untilCloseBodyWithoutCloseNotify_isALostConnection() throws Exception {
    try (ScriptedServer server =
            new ScriptedServer(
                AUTHORITY.localhost(),
                connection -> {
                  connection.readHead();
                  connection.drainBody();
                  connection.send("HTTP/1.1 200 OK\r\n\r\n{\"EventType\":\"IDLE\"}");
                  connection.readToEnd();
                });
        CuttingProxy proxy = new CuttingProxy(server.port(), 16_384);
        PutMediaTransport transport = PutMediaTransport.start(AUTHORITY.settings())) {
      RecordingListener listener = new RecordingListener();
      transport.open(Requests.to(proxy.endpoint()), new QueuedBody().end(), listener);
      listener.awaitAcknowledgement();
      proxy.cut();
      assertThat(listener.awaitFailure()).isEqualTo(Failure.CONNECTION_LOST);
    }
  }

  @Test
  void untilCloseBodyWithCloseNotify_isComplete() throws Exception {
    try (ScriptedServer server =
            new ScriptedServer(
                AUTHORITY.localhost(),
                connection -> {
                  connection.readHead();
                  connection.drainBody();
                  connection.send("HTTP/1.1 200 OK\r\n\r\n{\"EventType\":\"IDLE\"}");
                });
        PutMediaTransport transport = PutMediaTransport.start(AUTHORITY.settings())) {
      RecordingListener listener = new RecordingListener();
      transport.open(Requests.to(server.endpoint()), new QueuedBody().end(), listener);
      assertThat(await(listener.end)).isEqualTo(new UploadEnd.Completed());
    }
  }

  @Test
  void peerThatStopsReading_isGivenUpAfterTheStallTimeout() throws Exception {
    try (ScriptedServer server = new ScriptedServer(AUTHORITY.localhost(), UploadEndTest::deaf);
        PutMediaTransport transport = PutMediaTransport.start(impatient())) {
      RecordingListener listener = new RecordingListener();
      transport.open(Requests.to(server.endpoint()), buffer -> buffer.length, listener);
      await(listener.responded);
      assertThat(listener.awaitFailure()).isEqualTo(Failure.CONNECTION_LOST);
    }
  }

  @Test
  void responseThatDoesNotEnd_isGivenUpAfterTheStallTimeout() throws Exception {
    try (ScriptedServer server = streamingServer();
        PutMediaTransport transport = PutMediaTransport.start(impatient())) {
      RecordingListener listener = new RecordingListener();
      transport.open(Requests.to(server.endpoint()), new QueuedBody().end(), listener);
      assertThat(listener.awaitFailure()).isEqualTo(Failure.CONNECTION_LOST);
    }
  }

  @Test
  void idleUploadWithNothingToSend_isNotGivenUp() throws Exception {
    try (ScriptedServer server = streamingServer();
        PutMediaTransport transport = PutMediaTransport.start(impatient())) {
      RecordingListener listener = new RecordingListener();
      transport.open(Requests.to(server.endpoint()), new QueuedBody(), listener);
      await(listener.responded);
      assertThat(new CountDownLatch(1).await(1200, TimeUnit.MILLISECONDS)).isFalse();
      assertThat(listener.end).isNotDone();
    }
  }

  @Test
  void refusedConnection_isAConnectFailure() throws Exception {
    int port;
    try (ServerSocket unused = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = unused.getLocalPort();
    }
    assertThat(failureOf(AUTHORITY.settings(), port)).isEqualTo(Failure.CONNECT);
  }

  @Test
  void unknownHost_isAConnectFailure() {
    AddressResolver knowsNothing =
        (host, port) -> {
          throw new UnknownHostException(host);
        };
    assertThat(failureOf(AUTHORITY.settings().withResolver(knowsNothing), 1))
        .isEqualTo(Failure.CONNECT);
    assertThat(failureOf(AUTHORITY.settings().withResolver((host, port) -> List.of()), 1))
        .isEqualTo(Failure.CONNECT);
  }

  @Test
  void resolverThatDoesNotAnswer_isAConnectFailure() {
    AddressResolver stuck =
        (host, port) -> {
          try {
            new CountDownLatch(1).await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          return List.of();
        };
    assertThat(failureOf(impatient().withResolver(stuck), 1)).isEqualTo(Failure.CONNECT);
  }

  @Test
  void addresses_areTriedInOrder() throws Exception {
    int closedPort;
    try (ServerSocket unused = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      closedPort = unused.getLocalPort();
    }
    try (ScriptedServer server = streamingServer();
        PutMediaTransport transport =
            PutMediaTransport.start(
                AUTHORITY
                    .settings()
                    .withResolver(
                        (host, port) ->
                            List.of(
                                InetSocketAddress.createUnresolved("unresolved", port),
                                new InetSocketAddress(InetAddress.getLoopbackAddress(), closedPort),
                                new InetSocketAddress(InetAddress.getLoopbackAddress(), port))))) {
      RecordingListener listener = new RecordingListener();
      transport.open(Requests.to(server.endpoint()), new QueuedBody(), listener);
      assertThat(await(listener.connected).remoteAddress().getPort()).isEqualTo(server.port());
    }
  }

  private static Failure failureOf(TransportSettings settings, int port) {
    try (PutMediaTransport transport = PutMediaTransport.start(settings)) {
      RecordingListener listener = new RecordingListener();
      transport.open(
          Requests.to(URI.create("https://localhost:" + port)), new QueuedBody(), listener);
      assertThat(listener.awaitBroken().cause().isRetryable()).isTrue();
      return listener.awaitFailure();
    }
  }

  private static TransportSettings impatient() {
    return AUTHORITY
        .settings()
        .withTimeouts(
            new TransportTimeouts(
                Duration.ofMillis(500),
                Duration.ofSeconds(5),
                Duration.ofSeconds(5),
                Duration.ofMillis(500)));
  }

  private static ScriptedServer streamingServer() throws IOException {
    return new ScriptedServer(
        AUTHORITY.localhost(),
        connection -> {
          connection.readHead();
          connection.ok();
          connection.chunk("{\"EventType\":\"IDLE\"}\n");
          connection.drainBody();
          connection.readToEnd();
        });
  }

  private static void deaf(ScriptedServer.Connection connection)
      throws IOException, InterruptedException {
    connection.readHead();
    connection.ok();
    new CountDownLatch(1).await(20, TimeUnit.SECONDS);
  }
}
