package io.github.kvssecure.internal.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.kvssecure.event.ConnectionEvidence;
import io.github.kvssecure.event.IngestListener;
import io.github.kvssecure.fake.ConnectProxy;
import io.github.kvssecure.fake.FakeCredentials;
import io.github.kvssecure.internal.gate.PolicyGate;
import io.github.kvssecure.internal.gate.rule.Facts;
import io.github.kvssecure.internal.gate.rule.Rules;
import io.github.kvssecure.internal.transport.HttpsException;
import io.github.kvssecure.internal.transport.TlsContext;
import io.github.kvssecure.internal.transport.TransportSettings;
import io.github.kvssecure.policy.Control;
import io.github.kvssecure.policy.PolicyViolationException;
import io.github.kvssecure.policy.SecurityPolicy;
import io.github.kvssecure.policy.Violation;
import io.github.kvssecure.spi.UploadException.Failure;
import io.github.kvssecure.stream.AwsRegion;
import io.github.kvssecure.zoo.Heard;
import io.github.kvssecure.zoo.Specimen;
import io.github.kvssecure.zoo.Zoo;
import io.github.kvssecure.zoo.ZooServer;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.services.kinesisvideo.KinesisVideoClient;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.sts.StsClient;

/** The zoo, met by calls of KVS, KMS and STS under their true names, directly and by a proxy. */
class ControlPlaneZooTest {

  private static final AwsRegion REGION = AwsRegion.of("eu-central-1");
  private static final Watch WATCH = new Watch();

  /** The controls that name a failure; the other failures can pass by themselves. */
  private static final Map<Failure, List<Control>> REFUSED_BY =
      Map.of(
          Failure.PEER_NAME, List.of(Control.NET_06),
          Failure.PEER_UNTRUSTED, List.of(Control.NET_06),
          Failure.TLS_NEGOTIATION, List.of(Control.NET_04, Control.NET_05));

  private static ZooServer server;
  private static ConnectProxy proxy;
  private static Clients direct;
  private static Clients proxied;

  /** One of each. */
  private record Clients(KinesisVideoClient kinesisVideo, KmsClient kms, StsClient sts) {

    static Clients of(TransportSettings settings) {
      AwsClients clients =
          new AwsClients(
              AwsEndpoints.of(REGION),
              settings.withTrust(TlsContext.trustingOnly(Zoo.authorities())),
              WATCH);
      FakeCredentials camera = new FakeCredentials();
      return new Clients(clients.kinesisVideo(camera), clients.kms(camera), clients.sts(camera));
    }

    void callKinesisVideo(Specimen specimen) throws Exception {
      meet(
          specimen,
          "kinesisvideo.eu-central-1.amazonaws.com",
          () -> kinesisVideo.describeStream(call -> call.streamName("front-door")));
    }

    void callKms(Specimen specimen) throws Exception {
      meet(
          specimen,
          "kms.eu-central-1.amazonaws.com",
          () -> kms.describeKey(call -> call.keyId("alias/camera")));
    }

    void callSts(Specimen specimen) throws Exception {
      meet(specimen, "sts.eu-central-1.amazonaws.com", sts::getCallerIdentity);
    }

    void close() {
      kinesisVideo.close();
      kms.close();
      sts.close();
    }
  }

  /** Notes who was met, and has the gate judge failures, as a producer does. */
  private static final class Watch implements ConnectionWatch {
    final Queue<String> connected = new ConcurrentLinkedQueue<>();
    final Queue<Failure> refused = new ConcurrentLinkedQueue<>();
    private final PolicyGate gate =
        new PolicyGate(SecurityPolicy.strict(), Clock.systemUTC(), IngestListener.NONE);

    @Override
    public void answered(String host, int status) {}

    @Override
    public void connected(ConnectionEvidence evidence) {
      connected.add(evidence.host());
    }

    @Override
    public void refused(String host, Failure failure, String message) {
      refused.add(failure);
      gate.admission()
          .of(Rules.HANDSHAKE, new Facts.HandshakeFailed(host, failure, message))
          .conclude();
    }

    @Override
    public void dated(String host, Instant theirs) {}
  }

  @BeforeAll
  static void open() throws Exception {
    server = new ZooServer();
    proxy = new ConnectProxy(server.port());
    TransportSettings settings = TransportSettings.defaults();
    direct = Clients.of(settings.withResolver((host, port) -> server.addresses()));
    proxied = Clients.of(settings.withProxies(proxy.route()));
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
  void kinesisVideo(Specimen specimen) throws Exception {
    direct.callKinesisVideo(specimen);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("specimens")
  void kms(Specimen specimen) throws Exception {
    direct.callKms(specimen);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("specimens")
  void sts(Specimen specimen) throws Exception {
    direct.callSts(specimen);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("specimens")
  void throughAProxy(Specimen specimen) throws Exception {
    int before = proxy.requests().size();
    proxied.callKinesisVideo(specimen);
    proxied.callKms(specimen);
    proxied.callSts(specimen);

    assertThat(proxy.requests())
        .hasSizeGreaterThanOrEqualTo(before + 3)
        .allSatisfy(
            request ->
                assertThat(request).startsWith("CONNECT ").doesNotContainIgnoringCase("authoriz"));
  }

  private static void meet(Specimen specimen, String host, Runnable call) throws Exception {
    WATCH.connected.clear();
    WATCH.refused.clear();
    Heard heard = server.show(specimen.peer(host));
    Throwable thrown = catchThrowable(call::run);
    heard.awaitEnd();

    if (specimen.refusal().isEmpty()) {
      assertThat(thrown).isNull();
      assertThat(heard.authorizationHeaders()).isEqualTo(1);
      assertThat(WATCH.connected).containsExactly(host);
      return;
    }
    if (!specimen.trusted()) {
      assertThat(heard.decryptedBytes()).isZero();
      assertThat(heard.authorizationHeaders()).isZero();
      assertThat(WATCH.connected).isEmpty();
    }
    Failure expected = specimen.refusal().get();
    if (REFUSED_BY.containsKey(expected)) {
      assertThat(WATCH.refused).containsExactly(expected);
      assertThat(thrown).isInstanceOf(PolicyViolationException.class);
      assertThat(((PolicyViolationException) thrown).violations())
          .extracting(Violation::control)
          .containsExactlyElementsOf(REFUSED_BY.get(expected));
    } else {
      assertThat(WATCH.refused).isEmpty();
      HttpsException failure = exchangeFailure(thrown).orElseThrow();
      assertThat(failure.failure()).as("%s", failure).isEqualTo(expected);
    }
  }

  private static Optional<HttpsException> exchangeFailure(@Nullable Throwable thrown) {
    Throwable link = thrown;
    while (link != null && !(link instanceof HttpsException)) {
      link = link.getCause();
    }
    return Optional.ofNullable((HttpsException) link);
  }
}
