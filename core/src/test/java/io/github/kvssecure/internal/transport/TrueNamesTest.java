package io.github.kvssecure.internal.transport;

import static io.github.kvssecure.internal.transport.RecordingListener.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.kvssecure.event.ConnectionEvidence;
import io.github.kvssecure.event.IngestListener;
import io.github.kvssecure.fake.ConnectProxy;
import io.github.kvssecure.identity.SessionCredentials;
import io.github.kvssecure.internal.gate.PolicyGate;
import io.github.kvssecure.internal.gate.rule.Facts;
import io.github.kvssecure.internal.gate.rule.NetworkFacts;
import io.github.kvssecure.internal.gate.rule.Rules;
import io.github.kvssecure.local.LocalIdentities;
import io.github.kvssecure.local.LocalKvs;
import io.github.kvssecure.local.SessionKeys;
import io.github.kvssecure.local.tls.ServerCertificate;
import io.github.kvssecure.policy.Control;
import io.github.kvssecure.policy.Decision;
import io.github.kvssecure.policy.NetworkPolicy;
import io.github.kvssecure.policy.PolicyViolationException;
import io.github.kvssecure.policy.SecurityPolicy;
import io.github.kvssecure.policy.TlsPolicy;
import io.github.kvssecure.policy.Violation;
import io.github.kvssecure.proof.ProvesSatisfied;
import io.github.kvssecure.proof.ProvesViolated;
import io.github.kvssecure.spi.SignedHeaders;
import io.github.kvssecure.spi.UploadEnd;
import io.github.kvssecure.spi.UploadException.Failure;
import io.github.kvssecure.spi.UploadRequest;
import io.github.kvssecure.stream.AwsRegion;
import io.github.kvssecure.stream.StreamArn;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Uploads to hosts with the names that AWS uses, on port 443, with and without a proxy: only the
 * resolver or the proxy knows that the peer is the stand-in.
 */
class TrueNamesTest {

  private static final AwsRegion REGION = AwsRegion.of("eu-central-1");
  private static final URI ENDPOINT =
      URI.create("https://s-0123abcd.kinesisvideo.eu-central-1.amazonaws.com");

  /** As a session does it: every decision is the gate's. */
  private static final class GatedListener extends RecordingListener {

    private final PolicyGate gate;

    GatedListener(PolicyGate gate) {
      this.gate = gate;
    }

    @Override
    public void signed(SignedHeaders headers) {
      gate.verification()
          .of(
              Rules.SIGNED_HEAD,
              new NetworkFacts.SignedHead(Requests.STREAM.name(), headers.sent(), headers.signed()))
          .conclude();
    }

    @Override
    public void connected(ConnectionEvidence evidence) {
      super.connected(evidence);
      gate.verification().of(Rules.HANDSHAKE, new Facts.HandshakeDone(evidence)).conclude();
    }
  }

  private static PolicyGate gate(SecurityPolicy policy) {
    return new PolicyGate(policy, Clock.systemUTC(), IngestListener.NONE);
  }

  private static Decision decision(PolicyGate gate, Control control) {
    return java.util.Objects.requireNonNull(gate.report(List.of()).decisions().get(control));
  }

  private static TransportSettings settings(LocalKvs kvs) {
    return TransportSettings.defaults()
        .withTrust(TlsContext.of(TlsPolicy.strict(), List.of(kvs.caCertificate())));
  }

  private static AddressResolver resolver(LocalKvs kvs) {
    return (host, port) ->
        List.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), kvs.endpoint().getPort()));
  }

  private static UploadRequest request(LocalKvs kvs) {
    SessionKeys keys = kvs.identities().roleSession(LocalIdentities.CAMERA);
    return new UploadRequest(
        new UploadRequest.Target(ENDPOINT, REGION),
        new StreamArn(kvs.streams().create("front-door")),
        SessionCredentials.of(
            keys.accessKeyId(),
            keys.secretAccessKey(),
            Optional.of(keys.sessionToken()),
            Optional.of(keys.expiration())),
        Instant.now());
  }

  @Test
  @ProvesSatisfied({"NET-01", "NET-02", "WIRE-01", "NET-06", "NET-13", "NET-15"})
  @ProvesViolated("NET-07")
  void nameOfKvs_isProvenOnPort443() {
    PolicyGate gate = gate(SecurityPolicy.strict());
    GatedListener listener = new GatedListener(gate);
    gate.verification()
        .of(
            Rules.DATA_ENDPOINT,
            new Facts.EndpointUse("data endpoint", ENDPOINT, REGION, Optional.empty()))
        .conclude();
    try (LocalKvs kvs = LocalKvs.builder().region(REGION.id()).start();
        PutMediaTransport transport =
            PutMediaTransport.start(settings(kvs).withResolver(resolver(kvs)))) {
      transport.open(request(kvs), new QueuedBody().end(), listener);

      assertThat(await(listener.responded).status()).isEqualTo(200);
      assertThat(await(listener.end)).isEqualTo(new UploadEnd.Completed());
    }
    for (Control control :
        List.of(
            Control.NET_01,
            Control.NET_02,
            Control.WIRE_01,
            Control.NET_04,
            Control.NET_05,
            Control.NET_06,
            Control.NET_13,
            Control.NET_15)) {
      assertThat(decision(gate, control)).isInstanceOf(Decision.Satisfied.class);
    }
    assertThat(decision(gate, Control.NET_07)).isInstanceOf(Decision.Violated.class);
  }

  @ParameterizedTest
  @EnumSource(value = ServerCertificate.class, mode = EnumSource.Mode.EXCLUDE, names = "NORMAL")
  @ProvesViolated("NET-06")
  void peerThatCannotProveTheName_getsNothing(ServerCertificate certificate) {
    RecordingListener listener = new RecordingListener();
    try (LocalKvs kvs = LocalKvs.builder().certificate(certificate).start();
        PutMediaTransport transport =
            PutMediaTransport.start(settings(kvs).withResolver(resolver(kvs)))) {
      transport.open(request(kvs), new QueuedBody().end(), listener);

      assertThat(listener.awaitFailure()).isIn(Failure.PEER_NAME, Failure.PEER_UNTRUSTED);
      assertThat(listener.connected).isNotDone();
      assertThat(kvs.calls()).isEmpty();
    }
  }

  @Test
  @ProvesViolated("NET-09")
  void addressOutsideThePrivatePath_getsNothing() {
    GatedListener listener =
        new GatedListener(
            gate(
                SecurityPolicy.strict()
                    .withNetwork(NetworkPolicy.strict().requiringPrivatePath())));
    try (LocalKvs kvs = LocalKvs.start();
        PutMediaTransport transport =
            PutMediaTransport.start(settings(kvs).withResolver(resolver(kvs)))) {
      transport.open(request(kvs), new QueuedBody().end(), listener);

      PolicyViolationException refusal =
          (PolicyViolationException) listener.awaitBroken().refusal().orElseThrow();
      assertThat(refusal.violations())
          .extracting(Violation::control)
          .containsExactly(Control.NET_09);
      assertThat(kvs.calls()).isEmpty();
    }
  }

  @Test
  void proxy_carriesAnUploadThatItCannotRead() throws IOException {
    RecordingListener listener = new RecordingListener();
    try (LocalKvs kvs = LocalKvs.builder().region(REGION.id()).start();
        ConnectProxy proxy = new ConnectProxy(kvs.endpoint().getPort());
        PutMediaTransport transport =
            PutMediaTransport.start(settings(kvs).withProxies(proxy.route()))) {
      transport.open(request(kvs), new QueuedBody().end(), listener);

      assertThat(await(listener.responded).status()).isEqualTo(200);
      assertThat(await(listener.end)).isEqualTo(new UploadEnd.Completed());
      ConnectionEvidence evidence = await(listener.connected);
      assertThat(evidence.host()).isEqualTo(ENDPOINT.getHost());
      assertThat(evidence.route().proxy()).isPresent();
      assertThat(proxy.requests())
          .singleElement()
          .asString()
          .isEqualTo("CONNECT %1$s:443 HTTP/1.1\r\nhost: %1$s:443\r\n\r\n", ENDPOINT.getHost());
    }
  }

  @Test
  void proxyThatOpensTls_getsNothing() throws IOException {
    RecordingListener listener = new RecordingListener();
    try (LocalKvs kvs = LocalKvs.start();
        LocalKvs impostor = LocalKvs.start();
        ConnectProxy proxy = new ConnectProxy(impostor.endpoint().getPort());
        PutMediaTransport transport =
            PutMediaTransport.start(settings(kvs).withProxies(proxy.route()))) {
      transport.open(request(kvs), new QueuedBody().end(), listener);

      assertThat(listener.awaitFailure()).isEqualTo(Failure.PEER_UNTRUSTED);
      assertThat(impostor.calls()).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "HTTP/1.1 407 Proxy Authentication Required~~ | wants credentials, and has none",
        "HTTP/1.1 403 Forbidden~~<html> | refuses CONNECT with status 403",
        "HTTP/1.1 302 Found~location: http://portal~~ | refuses CONNECT with status 302",
        "HTTP/1.1 200 OK~~too much | speaks into the tunnel",
        "SSH-2.0-proxy~~ | something else than HTTP",
        "HTTP/1.1 200 OK~half a head | hung up",
        "'' | hung up"
      })
  void proxyThatDoesNotTunnel_isNamed(String answer, String message) throws IOException {
    RecordingListener listener = new RecordingListener();
    try (LocalKvs kvs = LocalKvs.start();
        ConnectProxy proxy =
            new ConnectProxy(kvs.endpoint().getPort(), answer.replace("~", "\r\n"));
        PutMediaTransport transport =
            PutMediaTransport.start(settings(kvs).withProxies(proxy.route()))) {
      transport.open(request(kvs), new QueuedBody().end(), listener);

      assertThat(listener.awaitBroken().cause())
          .hasMessageContaining("no connection to")
          .satisfies(failure -> assertThat(failure.getCause()).hasMessageContaining(message));
      assertThat(kvs.calls()).isEmpty();
    }
  }
}
