package io.github.kvssecure.internal.transport;

import static io.github.kvssecure.internal.transport.RecordingListener.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.kvssecure.fake.ConnectProxy;
import io.github.kvssecure.spi.Upload;
import io.github.kvssecure.spi.UploadEnd;
import io.github.kvssecure.zoo.Heard;
import io.github.kvssecure.zoo.Specimen;
import io.github.kvssecure.zoo.Zoo;
import io.github.kvssecure.zoo.ZooServer;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The zoo, met by PutMedia: on the first connection, on a reconnect, and through a proxy. */
@ExtendWith(NothingLeaks.class)
class UploadZooTest {

  private static final String HOST = "s-0123abcd.kinesisvideo.eu-central-1.amazonaws.com";

  private static ZooServer server;
  private static ConnectProxy proxy;
  private static PutMediaTransport direct;
  private static PutMediaTransport proxied;

  @BeforeAll
  static void open() throws Exception {
    server = new ZooServer();
    proxy = new ConnectProxy(server.port());
    TransportSettings settings =
        TransportSettings.defaults().withTrust(TlsContext.trustingOnly(Zoo.authorities()));
    direct = PutMediaTransport.start(settings.withResolver((host, port) -> server.addresses()));
    proxied = PutMediaTransport.start(settings.withProxies(proxy.route()));
  }

  @AfterAll
  static void close() throws Exception {
    direct.close();
    proxied.close();
    proxy.close();
    server.close();
  }

  static List<Specimen> specimens() {
    return Zoo.all();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("specimens")
  void firstConnection(Specimen specimen) throws Exception {
    meet(specimen, direct);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("specimens")
  void reconnect(Specimen specimen) throws Exception {
    Heard good = server.show(Zoo.good(HOST));
    RecordingListener first = new RecordingListener();
    Upload upload = open(direct, new QueuedBody().add(Heard.MEDIA), first);
    await(first.responded);
    server.hangUp();
    upload.dataAvailable();
    assertThat(first.awaitBroken().cause().isRetryable()).isTrue();
    good.awaitEnd();
    assertThat(good.authorizationHeaders()).isEqualTo(1);

    meet(specimen, direct);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("specimens")
  void throughAProxy(Specimen specimen) throws Exception {
    meet(specimen, proxied);
    assertThat(proxy.requests())
        .allSatisfy(
            request ->
                assertThat(request).startsWith("CONNECT ").doesNotContainIgnoringCase("authoriz"));
  }

  private static void meet(Specimen specimen, PutMediaTransport transport) throws Exception {
    Heard heard = server.show(specimen.peer(HOST));
    RecordingListener listener = new RecordingListener();
    QueuedBody body = new QueuedBody().add(Heard.MEDIA).end();
    open(transport, body, listener);
    UploadEnd end = await(listener.end);
    heard.awaitEnd();

    assertThat(listener.offences).isEmpty();
    if (specimen.refusal().isEmpty()) {
      assertThat(end).isEqualTo(new UploadEnd.Completed());
      assertThat(heard.authorizationHeaders()).isEqualTo(1);
      assertThat(heard.mediaBytes()).isEqualTo(Heard.MEDIA.length);
      return;
    }
    UploadEnd.Broken broken = listener.awaitBroken();
    assertThat(broken.cause().failure())
        .as("%s, from %s", broken.cause(), broken.cause().getCause())
        .isEqualTo(specimen.refusal().get());
    if (!specimen.trusted()) {
      assertThat(listener.connected).isNotDone();
      assertThat(heard.decryptedBytes()).isZero();
      assertThat(heard.authorizationHeaders()).isZero();
      assertThat(heard.mediaBytes()).isZero();
      assertThat(body.reads()).isZero();
    }
  }

  private static Upload open(
      PutMediaTransport transport, QueuedBody body, RecordingListener listener) {
    return transport.open(Requests.to(URI.create("https://" + HOST)), body, listener);
  }
}
