package io.github.kvssecure.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.SocketTimeoutException;
import java.time.Duration;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A network that loses every packet, as a client meets it. */
final class SilentNetworkTest {
  private static final long START = 1_730_800_000_000L;
  private static final String STREAM = "cam";
  private static final Duration PATIENCE = Duration.ofMillis(400);

  private final LocalKvs kvs = LocalKvs.start();
  private final SessionKeys camera = kvs.identities().roleSession(LocalIdentities.CAMERA);

  @BeforeEach
  void stream() {
    kvs.streams().create(STREAM);
  }

  @AfterEach
  void stop() {
    kvs.close();
  }

  @Test
  void uploadThatRuns_hearsNothingAndGoesOnAfterwards() throws Exception {
    try (UploadClient upload = UploadClient.open(kvs, camera, UploadClient.absolute(STREAM))) {
      upload.send(TestMedia.header());
      assertThat(upload.status()).isEqualTo(200);

      kvs.goSilent();
      upload.send(TestMedia.fragment(START)).finish();
      upload.timeout(PATIENCE);
      assertThatThrownBy(upload::ackLine).isInstanceOf(SocketTimeoutException.class);
      assertThat(kvs.streams().fragments(STREAM)).isEmpty();

      kvs.recover();
      upload.timeout(Duration.ofSeconds(10));
      assertThat(upload.events()).containsExactly("BUFFERING", "RECEIVED", "PERSISTED");
    }
  }

  @Test
  void newConnection_isNotAnswered() throws Exception {
    kvs.goSilent();
    try (SSLSocket socket = connect()) {
      socket.setSoTimeout(Math.toIntExact(PATIENCE.toMillis()));
      assertThatThrownBy(socket::startHandshake).isInstanceOf(SocketTimeoutException.class);
    }
    kvs.recover();
    try (SSLSocket socket = connect()) {
      socket.startHandshake();
      assertThat(socket.getSession().isValid()).isTrue();
    }
  }

  @Test
  void silentStandIn_canBeClosed() throws Exception {
    try (SSLSocket socket = connect()) {
      socket.startHandshake();
      kvs.goSilent();
      kvs.close();
      assertThat(socket.getInputStream().read()).isEqualTo(-1);
    }
  }

  private SSLSocket connect() throws Exception {
    SSLSocket socket =
        (SSLSocket)
            SdkClients.trusting(kvs.caCertificate())
                .getSocketFactory()
                .createSocket("localhost", kvs.endpoint().getPort());
    socket.setSoTimeout(10_000);
    return socket;
  }
}
