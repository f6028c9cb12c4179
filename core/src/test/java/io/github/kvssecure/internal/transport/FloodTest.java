package io.github.kvssecure.internal.transport;

import static io.github.kvssecure.internal.transport.RecordingListener.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.kvssecure.spi.UploadEnd;
import io.github.kvssecure.spi.UploadException.Failure;
import io.github.kvssecure.zoo.Floods;
import io.github.kvssecure.zoo.Heard;
import io.github.kvssecure.zoo.Peer;
import io.github.kvssecure.zoo.Zoo;
import io.github.kvssecure.zoo.ZooServer;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Peers that never stop sending what changes nothing. There is always something to read, so that no
 * wait ends; still they hold neither a call nor the thread that other uploads share.
 */
class FloodTest {

  private static final String HOST = "s-0123abcd.kinesisvideo.eu-central-1.amazonaws.com";
  private static final String OTHER = "s-4567cdef.kinesisvideo.eu-central-1.amazonaws.com";

  private ZooServer flooding;
  private ZooServer proper;

  @BeforeEach
  void open() throws Exception {
    flooding = new ZooServer();
    proper = new ZooServer();
    proper.show(Zoo.good(OTHER));
  }

  @AfterEach
  void close() throws Exception {
    flooding.close();
    proper.close();
  }

  static Stream<Arguments> floods() {
    return Stream.of(
        Arguments.of("warnings instead of a ServerHello", Floods.warnings()),
        Arguments.of("ChangeCipherSpec after a ServerHello", Floods.changeCipherSpecs()),
        Arguments.of("KeyUpdate after the handshake", Floods.keyUpdates(HOST)));
  }

  private List<InetSocketAddress> addresses(String host) {
    return (host.equals(OTHER) ? proper : flooding).addresses();
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
