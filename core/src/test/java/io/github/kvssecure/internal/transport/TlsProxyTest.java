package io.github.kvssecure.internal.transport;

import static io.github.kvssecure.internal.transport.RecordingListener.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.kvssecure.fake.ConnectProxy;
import io.github.kvssecure.identity.SessionCredentials;
import io.github.kvssecure.local.LocalIdentities;
import io.github.kvssecure.local.LocalKvs;
import io.github.kvssecure.local.SessionKeys;
import io.github.kvssecure.spi.UploadEnd;
import io.github.kvssecure.spi.UploadException.Failure;
import io.github.kvssecure.spi.UploadRequest;
import io.github.kvssecure.stream.AwsRegion;
import io.github.kvssecure.stream.StreamArn;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import javax.net.ServerSocketFactory;
import javax.net.ssl.SSLServerSocket;
import org.bouncycastle.asn1.x509.GeneralName;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Uploads through a proxy that is reached by TLS: the peer's TLS goes inside the proxy's. */
@ExtendWith(NothingLeaks.class)
class TlsProxyTest {

  private static final String HOST = "s-0123abcd.kinesisvideo.eu-central-1.amazonaws.com";
  private static final String BASIC = "proxy-authorization: Basic Y2FtZXJhOmh1bnRlcjI=\r\n";

  private final TestAuthority authority = TestAuthority.ec();
  private final TlsContext trust = TlsContext.trustingOnly(List.of(authority.certificate()));
  private final LocalKvs kvs = LocalKvs.builder().region("eu-central-1").start();
  private final RecordingListener listener = new RecordingListener();

  @AfterEach
  void stop() {
    kvs.close();
  }

  private ConnectProxy proxy(ServerSocketFactory sockets, String... firstAnswers)
      throws IOException {
    return new ConnectProxy(sockets, kvs.endpoint().getPort(), firstAnswers);
  }

  private PutMediaTransport transport(ConnectProxy proxy) {
    return PutMediaTransport.start(settings(proxy));
  }

  private TransportSettings settings(ConnectProxy proxy) {
    return TransportSettings.defaults()
        .withTrust(TlsContext.trustingOnly(List.of(kvs.caCertificate())))
        .withProxies(proxy.route(trust, "camera", "hunter2"));
  }

  private UploadRequest request() {
    SessionKeys keys = kvs.identities().roleSession(LocalIdentities.CAMERA);
    return new UploadRequest(
        new UploadRequest.Target(URI.create("https://" + HOST), AwsRegion.of("eu-central-1")),
        new StreamArn(kvs.streams().create("front-door")),
        SessionCredentials.of(
            keys.accessKeyId(),
            keys.secretAccessKey(),
            Optional.of(keys.sessionToken()),
            Optional.of(keys.expiration())),
        Instant.now());
  }

  @Test
  void upload_goesThroughTheProxysTlsWithItsOwnInside() throws IOException {
    try (ConnectProxy proxy = proxy(authority.localhost().getServerSocketFactory());
        PutMediaTransport transport = transport(proxy)) {
      transport.open(request(), new QueuedBody().end(), listener);

      assertThat(await(listener.responded).status()).isEqualTo(200);
      assertThat(await(listener.end)).isEqualTo(new UploadEnd.Completed());
      assertThat(await(listener.connected).host()).isEqualTo(HOST);
      assertThat(await(listener.connected).route().proxy()).isPresent();
      assertThat(proxy.requests())
          .containsExactly(
              "CONNECT %1$s:443 HTTP/1.1\r\nhost: %1$s:443\r\n%2$s\r\n".formatted(HOST, BASIC));
      assertThat(proxy.carried()).isNotEmpty().doesNotContain("HTTP/1.1", "AWS4-HMAC", "amzn");
    }
  }

  @Test
  void proxyThatCannotProveItsName_getsNoPassword() throws IOException {
    ServerSocketFactory otherName =
        authority
            .server("CN=localhost", new GeneralName(GeneralName.dNSName, "other.example"))
            .getServerSocketFactory();
    try (ConnectProxy proxy = proxy(otherName);
        PutMediaTransport transport = transport(proxy)) {
      transport.open(request(), new QueuedBody().end(), listener);

      assertThat(listener.awaitFailure()).isEqualTo(Failure.PROXY_UNPROVEN);
      assertThat(listener.awaitBroken().cause().isRetryable()).isFalse();
      assertThat(listener.awaitBroken().cause())
          .hasMessageContaining("TLS with proxy localhost")
          .hasMessageContaining("not for the DNS name localhost");
      assertThat(proxy.requests()).isEmpty();
      assertThat(kvs.calls()).isEmpty();
    }
  }

  @Test
  void proxyOfAnUnknownAuthority_getsNoPassword() throws IOException {
    try (ConnectProxy proxy = proxy(TestAuthority.ec().localhost().getServerSocketFactory());
        PutMediaTransport transport = transport(proxy)) {
      transport.open(request(), new QueuedBody().end(), listener);

      assertThat(listener.awaitFailure()).isEqualTo(Failure.PROXY_UNPROVEN);
      assertThat(listener.awaitBroken().cause())
          .hasMessageContaining("no trusted authority vouches");
      assertThat(proxy.requests()).isEmpty();
    }
  }

  @Test
  void proxyWithoutGoodTls_isNoPassingFailure() throws Exception {
    try (ConnectProxy proxy = proxy(new OldTls(authority.localhost().getServerSocketFactory()));
        PutMediaTransport transport = transport(proxy)) {
      transport.open(request(), new QueuedBody().end(), listener);

      assertThat(listener.awaitFailure()).isEqualTo(Failure.TLS_NEGOTIATION);
      assertThat(listener.awaitBroken().cause().isRetryable()).isFalse();
      assertThat(listener.awaitBroken().cause()).hasMessageContaining("TLS with proxy localhost");
      assertThat(proxy.requests()).isEmpty();
    }
  }

  @Test
  void callsThroughAProxyThatCannotProveItsName_areRefusedForGood() throws Exception {
    try (ConnectProxy proxy = proxy(TestAuthority.ec().localhost().getServerSocketFactory())) {
      HttpsExchange exchange = new HttpsExchange(settings(proxy), HttpsLimits.defaults());
      HttpsException refused =
          catchThrowableOfType(
              HttpsException.class,
              () ->
                  exchange.send(
                      HttpsRequest.get(URI.create("https://" + HOST + "/")), evidence -> {}));

      assertThat(refused.failure()).isEqualTo(Failure.PROXY_UNPROVEN);
      assertThat(refused.isRetryable()).isFalse();
      assertThat(proxy.requests()).isEmpty();
      assertThat(kvs.calls()).isEmpty();
    }
  }

  @Test
  void passwordThatIsNotAccepted_isNamedAndNotShown() throws IOException {
    try (ConnectProxy proxy =
            proxy(
                authority.localhost().getServerSocketFactory(),
                "HTTP/1.1 407 Proxy Authentication Required\r\n\r\n");
        PutMediaTransport transport = transport(proxy)) {
      transport.open(request(), new QueuedBody().end(), listener);

      assertThat(listener.awaitBroken().cause().getCause())
          .hasMessageContaining("does not accept the user name and password")
          .hasMessageNotContaining("hunter2");
    }
  }

  @Test
  void passwordForAProxyWithoutTls_cannotBeSaid() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                new ProxyRoute.Proxy(
                    "proxy", 3128, Optional.empty(), Optional.of(ProxyLogin.of("a", "b"))))
        .withMessageContaining("over TLS only");
    assertThat(ProxyLogin.of("camera", "hunter2").toString()).doesNotContain("camera", "hunter2");
  }

  /** Sockets whose only suite has no authenticated encryption. */
  private static final class OldTls extends ServerSocketFactory {
    private final ServerSocketFactory sockets;

    OldTls(ServerSocketFactory sockets) {
      this.sockets = sockets;
    }

    @Override
    public ServerSocket createServerSocket(int port, int backlog, InetAddress address)
        throws IOException {
      SSLServerSocket socket = (SSLServerSocket) sockets.createServerSocket(port, backlog, address);
      socket.setEnabledProtocols(new String[] {"TLSv1.2"});
      socket.setEnabledCipherSuites(new String[] {"TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA384"});
      return socket;
    }

    @Override
    public ServerSocket createServerSocket(int port, int backlog) throws IOException {
      return createServerSocket(port, backlog, InetAddress.getLoopbackAddress());
    }

    @Override
    public ServerSocket createServerSocket(int port) throws IOException {
      return createServerSocket(port, 50);
    }
  }
}
