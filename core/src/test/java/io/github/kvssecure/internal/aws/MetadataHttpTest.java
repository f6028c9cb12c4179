package io.github.kvssecure.internal.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

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
                  new MetadataHttp("the agent", Duration.ofMillis(500))
                      .send("GET", address, Map.of()));

      assertThat(failure).hasMessageContaining("the agent did not answer within PT0.5S");
      assertThat(failure.isRetryable()).isTrue();
    } finally {
      over.countDown();
    }
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
