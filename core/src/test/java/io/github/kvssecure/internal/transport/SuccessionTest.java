package io.github.kvssecure.internal.transport;

import static io.github.kvssecure.internal.transport.RecordingListener.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.kvssecure.spi.UploadEnd;
import io.github.kvssecure.spi.UploadException.Failure;
import io.github.kvssecure.zoo.Heard;
import io.github.kvssecure.zoo.Specimen;
import io.github.kvssecure.zoo.Succession;
import io.github.kvssecure.zoo.Zoo;
import io.github.kvssecure.zoo.ZooServer;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A certificate that took another's place behind the same tickets is verified like any first. */
@ExtendWith(NothingLeaks.class)
class SuccessionTest {

  private static final String HOST = "s-0123abcd.kinesisvideo.eu-central-1.amazonaws.com";
  private static final URI ENDPOINT = URI.create("https://" + HOST);

  private static ZooServer server;
  private static PutMediaTransport transport;
  private static HttpsExchange exchange;

  /** One way to connect: keeps the hash of the certificate that was shown; empty means all well. */
  private interface Visit {
    Optional<Failure> once(List<String> hashes);
  }

  @BeforeAll
  static void open() throws Exception {
    server = new ZooServer();
    TransportSettings settings =
        TransportSettings.defaults()
            .withTrust(TlsContext.trustingOnly(Zoo.authorities()))
            .withResolver((host, port) -> server.addresses());
    transport = PutMediaTransport.start(settings);
    exchange = new HttpsExchange(settings, HttpsLimits.defaults());
  }

  @AfterAll
  static void close() throws Exception {
    transport.close();
    server.close();
  }

  static List<Specimen> heirs() {
    return Succession.heirs();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("heirs")
  void uploads_verifyWhoTookThePlace(Specimen heir) throws Exception {
    meet(heir, SuccessionTest::upload);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("heirs")
  void calls_verifyWhoTookThePlace(Specimen heir) throws Exception {
    meet(heir, SuccessionTest::call);
  }

  private static void meet(Specimen heir, Visit visit) throws Exception {
    for (String protocol : List.of("TLSv1.3", "TLSv1.2")) {
      Succession succession = Succession.of(HOST, protocol, heir);
      List<String> hashes = new ArrayList<>();
      Heard first = server.show(succession.peer());
      assertThat(visit.once(hashes)).isEmpty();
      first.awaitEnd();

      succession.takePlace();
      Heard second = server.show(succession.peer());
      assertThat(visit.once(hashes)).as(protocol).isEqualTo(heir.refusal());
      second.awaitEnd();

      assertThat(hashes).doesNotHaveDuplicates().hasSize(heir.refusal().isEmpty() ? 2 : 1);
      if (heir.refusal().isPresent()) {
        assertThat(second.decryptedBytes()).isZero();
        assertThat(second.authorizationHeaders()).isZero();
        assertThat(second.mediaBytes()).isZero();
      }
    }
  }

  private static Optional<Failure> upload(List<String> hashes) {
    RecordingListener listener = new RecordingListener();
    transport.open(Requests.to(ENDPOINT), new QueuedBody().add(Heard.MEDIA).end(), listener);
    UploadEnd end = await(listener.end);
    if (listener.connected.isDone()) {
      hashes.add(await(listener.connected).peer().sha256());
    }
    return end instanceof UploadEnd.Broken broken
        ? Optional.of(broken.cause().failure())
        : Optional.empty();
  }

  private static Optional<Failure> call(List<String> hashes) {
    try {
      exchange.send(HttpsRequest.get(ENDPOINT), evidence -> hashes.add(evidence.peer().sha256()));
      return Optional.empty();
    } catch (HttpsException e) {
      return Optional.of(e.failure());
    }
  }
}
