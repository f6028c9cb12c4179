package io.github.kvssecure.internal.transport;

import static io.github.kvssecure.internal.transport.RecordingListener.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.kvssecure.media.Acknowledgement;
import io.github.kvssecure.spi.Upload;
import io.github.kvssecure.spi.UploadEnd;
import io.github.kvssecure.spi.UploadException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** An upload from its first byte to its last, as the service would see it. */
class PutMediaTransportTest {

  private static final TestAuthority AUTHORITY = TestAuthority.ec();

  @Test
  void acknowledgementsArriveBeforeTheBodyEnds() throws Exception {
    try (ScriptedServer server =
            new ScriptedServer(AUTHORITY.localhost(), PutMediaTransportTest::acknowledgeEach);
        PutMediaTransport transport = PutMediaTransport.start(AUTHORITY.settings())) {
      RecordingListener listener = new RecordingListener();
      QueuedBody body = new QueuedBody();
      Upload upload = transport.open(Requests.to(server.endpoint()), body, listener);
      assertThat(await(listener.connected).tls().protocol()).isEqualTo("TLSv1.3");

      body.add("first".getBytes(StandardCharsets.UTF_8));
      upload.dataAvailable();
      assertThat(await(listener.responded).status()).isEqualTo(200);
      Acknowledgement first = listener.awaitAcknowledgement();
      assertThat(first.type()).isEqualTo(Acknowledgement.Type.PERSISTED);
      assertThat(first.fragmentTimecodeMillis()).hasValue(5);

      body.end();
      upload.dataAvailable();
      assertThat(await(listener.end)).isEqualTo(new UploadEnd.Completed());
      assertThat(listener.offences).isEmpty();
      assertThat(server.awaitOutcome()).isEqualTo("done");
    }
  }

  private static void acknowledgeEach(ScriptedServer.Connection connection) throws IOException {
    connection.readHead();
    connection.ok();
    for (byte[] chunk = connection.readChunk(); chunk.length > 0; chunk = connection.readChunk()) {
      connection.chunk(
          "{\"EventType\":\"PERSISTED\",\"FragmentTimecode\":"
              + chunk.length
              + ",\"FragmentNumber\":\"91343852333181432392682062607743920145\"}\n");
    }
    connection.lastChunk();
  }

  @Test
  void tlsInSmallPieces_isPutTogether() throws Exception {
    for (int pieceBytes : new int[] {1, 7, 1000}) {
      try (ScriptedServer server =
              new ScriptedServer(AUTHORITY.localhost(), PutMediaTransportTest::acknowledgeEach);
          CuttingProxy proxy = new CuttingProxy(server.port(), pieceBytes);
          PutMediaTransport transport = PutMediaTransport.start(AUTHORITY.settings())) {
        RecordingListener listener = new RecordingListener();
        QueuedBody body = new QueuedBody().add(new byte[10]).add(new byte[20]).end();
        transport.open(Requests.to(proxy.endpoint()), body, listener);
        assertThat(await(listener.end)).isEqualTo(new UploadEnd.Completed());
        assertThat(listener.acknowledgements)
            .extracting(acknowledgement -> acknowledgement.fragmentTimecodeMillis().orElseThrow())
            .containsExactly(10L, 20L);
      }
    }
  }

  @Test
  void keyUpdateOfTls13_isFollowed() throws Exception {
    try (ScriptedServer server =
            new ScriptedServer(AUTHORITY.localhost(), PutMediaTransportTest::updateKeys);
        PutMediaTransport transport = PutMediaTransport.start(AUTHORITY.settings())) {
      RecordingListener listener = new RecordingListener();
      QueuedBody body = new QueuedBody();
      Upload upload = transport.open(Requests.to(server.endpoint()), body, listener);
      for (int round = 0; round < 3; round++) {
        body.add(new byte[100]);
        upload.dataAvailable();
        listener.awaitAcknowledgement();
      }
      body.end();
      upload.dataAvailable();
      assertThat(await(listener.end)).isEqualTo(new UploadEnd.Completed());
    }
  }

  @Test
  void renegotiationOfTls12_isRefused() throws Exception {
    try (ScriptedServer server =
            new ScriptedServer(
                AUTHORITY.localhost(),
                List.of("TLSv1.2"),
                List.of(),
                PutMediaTransportTest::updateKeys);
        PutMediaTransport transport = PutMediaTransport.start(AUTHORITY.settings())) {
      RecordingListener listener = new RecordingListener();
      transport.open(Requests.to(server.endpoint()), new QueuedBody().add(new byte[100]), listener);
      assertThat(listener.awaitFailure()).isEqualTo(UploadException.Failure.TLS);
      assertThat(listener.awaitBroken().cause().getCause()).hasMessageContaining("renegotiation");
    }
  }

  /**
   * JSSE asks for new keys (TLS 1.3) or a new handshake (TLS 1.2) when told to shake hands again.
   */
  private static void updateKeys(ScriptedServer.Connection connection) throws IOException {
    connection.readHead();
    connection.ok();
    for (byte[] chunk = connection.readChunk(); chunk.length > 0; chunk = connection.readChunk()) {
      connection.socket.startHandshake();
      connection.chunk("{\"EventType\":\"IDLE\"}");
    }
    connection.lastChunk();
  }
}
