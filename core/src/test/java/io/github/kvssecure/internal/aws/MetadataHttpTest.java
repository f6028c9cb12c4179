package io.github.kvssecure.internal.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.kvssecure.internal.transport.HttpsLimits;
import io.github.kvssecure.spi.ControlPlaneException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MetadataHttpTest {

  private final CountDownLatch over = new CountDownLatch(1);

  /** Sends a beginning, and then a byte now and then, for ever. */
  private void trickle(ServerSocket server, String beginning) {
    try (Socket peer = server.accept();
        OutputStream out = peer.getOutputStream()) {
      out.write(beginning.getBytes(StandardCharsets.US_ASCII));
      while (!over.await(50, TimeUnit.MILLISECONDS)) {
        out.write('x');
        out.flush();
      }
    } catch (IOException e) {
      // The other side hung up, as it should.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"HTTP/1.1 200 OK\r\nX-Head: ", "HTTP/1.1 200 OK\r\nContent-Length: 60000\r\n\r\n"})
  @Timeout(60)
  void answerThatTricklesIn_isGivenUpAtTheDeadline(String beginning) throws IOException {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Thread thread = new Thread(() -> trickle(server, beginning));
      thread.start();
      URI address = URI.create("http://127.0.0.1:" + server.getLocalPort() + "/latest");

      ControlPlaneException failure =
          catchThrowableOfType(
              ControlPlaneException.class,
              () ->
                  new MetadataHttp("the agent", new HttpsLimits(Duration.ofMillis(500), 65_536))
                      .send("GET", address, Map.of()));

      assertThat(failure).hasMessageContaining("the agent did not answer within PT0.5S");
      assertThat(failure.isRetryable()).isTrue();
    } finally {
      over.countDown();
    }
  }

  /** Sends one answer whole. */
  private static ControlPlaneException refusalOf(String answer) throws IOException {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Thread thread =
          new Thread(
              () -> {
                try (Socket peer = server.accept()) {
                  peer.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
                  peer.shutdownOutput();
                  // A reset would take the answer with it.
                  peer.getInputStream().transferTo(OutputStream.nullOutputStream());
                } catch (IOException e) {
                  // The other side hung up.
                }
              });
      thread.start();
      URI address = URI.create("http://127.0.0.1:" + server.getLocalPort() + "/latest");
      return catchThrowableOfType(
          ControlPlaneException.class,
          () -> new MetadataHttp("the agent").send("GET", address, Map.of()));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "'HTTP/1.1 301 Moved\r\nLocation: http://198.51.100.7/\r\nContent-Length: 0\r\n\r\n', with status 301",
    "'HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n', with status 404",
    "'HTTP/1.1 200 OK\r\nContent-Length: 65537\r\n\r\n', PeerClosedException",
    "'HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab', MalformedResponseException",
    "'no HTTP', PeerClosedException",
    "'', PeerClosedException"
  })
  void otherAnswers_areNone(String answer, String reason) throws IOException {
    assertThat(refusalOf(answer)).hasMessageContaining(reason);
  }

  @Test
  void answerThatIsTooLong_isGivenUp() throws IOException {
    assertThat(refusalOf("HTTP/1.1 200 OK\r\n\r\n" + "x".repeat(65_537)))
        .hasMessageContaining("MalformedResponseException");
  }

  @Test
  void hostElsewhere_isSentNothing() {
    ControlPlaneException failure =
        catchThrowableOfType(
            ControlPlaneException.class,
            () ->
                new MetadataHttp("the agent")
                    .send("GET", URI.create("http://198.51.100.7/"), Map.of()));

    assertThat(failure).hasMessageContaining("cannot be reached at 198.51.100.7 (IOException)");
  }

  @Test
  void callThatIsInterrupted_leavesTheThreadInterrupted() throws IOException {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      URI address = URI.create("http://127.0.0.1:" + server.getLocalPort() + "/latest");
      Thread.currentThread().interrupt();

      ControlPlaneException failure =
          catchThrowableOfType(
              ControlPlaneException.class,
              () -> new MetadataHttp("the agent").send("GET", address, Map.of()));

      assertThat(Thread.interrupted()).isTrue();
      assertThat(failure.isInterruption()).isTrue();
    }
  }
}
