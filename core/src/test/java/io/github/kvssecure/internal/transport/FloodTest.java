package io.github.kvssecure.internal.transport;

import static io.github.kvssecure.internal.transport.RecordingListener.await;
import static java.io.OutputStream.nullOutputStream;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.kvssecure.media.Acknowledgement;
import io.github.kvssecure.spi.UploadEnd;
import io.github.kvssecure.spi.UploadException.Failure;
import io.github.kvssecure.zoo.Floods;
import io.github.kvssecure.zoo.Heard;
import io.github.kvssecure.zoo.Peer;
import io.github.kvssecure.zoo.Zoo;
import io.github.kvssecure.zoo.ZooServer;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Peers that never stop sending what changes nothing. There is always something to read, so that no
 * wait ends; still they hold neither a call nor the thread that other uploads share.
 */
@ExtendWith(NothingLeaks.class)
class FloodTest {

  private static final String HOST = "s-0123abcd.kinesisvideo.eu-central-1.amazonaws.com";
  private static final String OTHER = "s-4567cdef.kinesisvideo.eu-central-1.amazonaws.com";

  private static final String SILENT = "s-89abcdef.kinesisvideo.eu-central-1.amazonaws.com";
  private static final int FLOODED = 3;

  private ZooServer flooding;
  private ZooServer proper;
  private ZooServer silent;

  @BeforeEach
  void open() throws Exception {
    flooding = new ZooServer();
    proper = new ZooServer();
    silent = new ZooServer();
    proper.show(Zoo.good(OTHER));
  }

  @AfterEach
  void close() throws Exception {
    flooding.close();
    proper.close();
    silent.close();
  }

  static Stream<Arguments> floods() {
    return Stream.of(
        Arguments.of("warnings instead of a ServerHello", Floods.warnings()),
        Arguments.of("ChangeCipherSpec after a ServerHello", Floods.changeCipherSpecs()),
        Arguments.of("KeyUpdate after the handshake", Floods.keyUpdates(HOST)));
  }

  private List<InetSocketAddress> addresses(String host) {
    return switch (host) {
      case OTHER -> proper.addresses();
      case SILENT -> silent.addresses();
      default -> flooding.addresses();
    };
  }

  private TransportSettings settings() {
    return TransportSettings.defaults()
        .withTrust(TlsContext.trustingOnly(Zoo.authorities()))
        .withResolver((host, port) -> addresses(host));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("floods")
  void flood_endsTheUploadAndHoldsNoOther(String what, Peer flood) throws Exception {
    flooding.show(flood);
    try (PutMediaTransport transport = PutMediaTransport.start(settings())) {
      RecordingListener flooded = new RecordingListener();
      RecordingListener other = new RecordingListener();
      transport.open(Requests.to(URI.create("https://" + HOST)), new QueuedBody(), flooded);
      transport.open(
          Requests.to(URI.create("https://" + OTHER)),
          new QueuedBody().add(Heard.MEDIA).end(),
          other);

      assertThat(await(other.end)).isEqualTo(new UploadEnd.Completed());
      assertThat(flooded.awaitFailure()).isEqualTo(Failure.TLS);
    }
  }

  @Test
  void endlessAcknowledgements_holdNoOtherUpload_norItsDeadlines() throws Exception {
    flooding.show(Floods.acknowledgements(HOST));
    silent.show((socket, heard) -> socket.getInputStream().transferTo(nullOutputStream()));
    try (PutMediaTransport transport = PutMediaTransport.start(settings())) {
      List<RecordingListener> flooded = floodedUploads(transport);
      RecordingListener other = new RecordingListener();
      RecordingListener late = new RecordingListener();
      transport.open(
          Requests.to(URI.create("https://" + OTHER)),
          new QueuedBody().add(Heard.MEDIA).end(),
          other);
      transport.open(Requests.to(URI.create("https://" + SILENT)), new QueuedBody(), late);

      assertThat(await(other.end)).isEqualTo(new UploadEnd.Completed());
      assertThat(late.awaitBroken().cause()).hasMessageContaining("took longer than");
      assertThat(flooded).allSatisfy(listener -> assertThat(listener.end).isNotDone());
    }
  }

  @Test
  void endlessAcknowledgements_doNotHoldTheEnd() throws Exception {
    flooding.show(Floods.acknowledgements(HOST));
    PutMediaTransport transport = PutMediaTransport.start(settings());
    List<RecordingListener> flooded = floodedUploads(transport);

    transport.close();

    assertThat(flooded)
        .allSatisfy(
            listener -> {
              assertThat(listener.end).isDone();
              assertThat(listener.awaitFailure()).isEqualTo(Failure.ABORTED);
            });
  }

  /** Several, so that one of them always has something. */
  private List<RecordingListener> floodedUploads(PutMediaTransport transport)
      throws InterruptedException {
    List<RecordingListener> flooded = new ArrayList<>();
    for (int i = 0; i < FLOODED; i++) {
      RecordingListener listener = new CountingListener();
      transport.open(Requests.to(URI.create("https://" + HOST)), new QueuedBody(), listener);
      flooded.add(listener);
    }
    for (RecordingListener listener : flooded) {
      await(listener.responded);
    }
    return flooded;
  }

  /** Keeps no acknowledgement: there are very many. */
  private static final class CountingListener extends RecordingListener {
    @Override
    public void acknowledged(Acknowledgement acknowledgement) {}
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("floods")
  void flood_endsTheCall(String what, Peer flood) {
    flooding.show(flood);
    HttpsException ended =
        catchThrowableOfType(
            HttpsException.class,
            () ->
                new HttpsExchange(settings(), HttpsLimits.defaults())
                    .send(HttpsRequest.get(URI.create("https://" + HOST + "/")), evidence -> {}));
    assertThat(ended.failure()).isEqualTo(Failure.TLS);
  }
}
