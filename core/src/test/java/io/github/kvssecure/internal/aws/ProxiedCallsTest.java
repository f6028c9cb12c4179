package io.github.kvssecure.internal.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.kvssecure.fake.ConnectProxy;
import io.github.kvssecure.internal.transport.TlsContext;
import io.github.kvssecure.internal.transport.TransportSettings;
import io.github.kvssecure.local.LocalIdentities;
import io.github.kvssecure.local.LocalKvs;
import io.github.kvssecure.local.SessionKeys;
import io.github.kvssecure.policy.TlsPolicy;
import io.github.kvssecure.spi.ControlPlaneException;
import io.github.kvssecure.spi.SessionCredentialsProvider;
import io.github.kvssecure.stream.AwsRegion;
import io.github.kvssecure.stream.KmsKeyId;
import io.github.kvssecure.stream.StreamName;
import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Calls of KVS, STS and KMS through a proxy, which counts them and cannot read them. */
class ProxiedCallsTest {

  private final LocalKvs kvs = LocalKvs.start();
  private final SessionKeys administrator =
      kvs.identities().roleSession(LocalIdentities.ADMINISTRATOR);
  private ConnectProxy proxy;

  @BeforeEach
  void start() throws IOException {
    proxy = new ConnectProxy(kvs.endpoint().getPort());
  }

  @AfterEach
  void stop() throws IOException {
    proxy.close();
    kvs.close();
  }

  private AwsClients clients(TlsContext trust) {
    return new AwsClients(
        AwsEndpoints.standIn(
            AwsRegion.of(kvs.region()), kvs.endpoint(), List.of(kvs.caCertificate())),
        TransportSettings.defaults().withTrust(trust).withProxies(proxy.route()),
        ConnectionWatch.NONE);
  }

  private TlsContext trust() {
    return TlsContext.of(TlsPolicy.strict(), List.of(kvs.caCertificate()));
  }

  private SessionCredentialsProvider principal() {
    return StandIn.principal(kvs, StandIn.source(administrator));
  }

  private void assertCarriedUnread(String operation, Consumer<AwsClients> call) {
    call.accept(clients(trust()));

    assertThat(proxy.requests())
        .singleElement()
        .asString()
        .isEqualTo(
            "CONNECT localhost:%1$d HTTP/1.1\r\nhost: localhost:%1$d\r\n\r\n",
            kvs.endpoint().getPort());
    assertThat(kvs.calls())
        .singleElement()
        .satisfies(seen -> assertThat(seen.operation()).isEqualTo(operation));
    assertThat(proxy.carried())
        .isNotEmpty()
        .doesNotContain("HTTP/1.1", "AWS4-HMAC", administrator.accessKeyId());
  }

  @Test
  void kvs_isCalledThroughTheProxy() {
    kvs.streams().create("door");

    assertCarriedUnread(
        "DescribeStream",
        clients -> {
          try (AwsControlPlane calls = new AwsControlPlane(clients, principal())) {
            assertThat(calls.describe(StreamName.of("door"))).isPresent();
          }
        });
  }

  @Test
  void sts_isCalledThroughTheProxy() {
    assertCarriedUnread(
        "GetCallerIdentity",
        clients -> {
          try (AwsControlPlane calls = new AwsControlPlane(clients, principal())) {
            assertThat(calls.callerIdentity(StandIn.credentials(administrator)).account())
                .isEqualTo(kvs.account());
          }
        });
  }

  @Test
  void kms_isCalledThroughTheProxy() {
    String key = kvs.keys().create().arn();

    assertCarriedUnread(
        "DescribeKey",
        clients -> {
          try (AwsKeyDirectory keys = new AwsKeyDirectory(clients, principal())) {
            assertThat(keys.describe(KmsKeyId.of(key))).isPresent();
          }
        });
  }

  @Test
  void proxyThatOpensTls_seesNoCall() {
    // The peer behind the proxy has a certificate of an authority that is not trusted here.
    try (AwsControlPlane calls = new AwsControlPlane(clients(TlsContext.jvmTrust()), principal())) {
      assertThatExceptionOfType(ControlPlaneException.class)
          .isThrownBy(() -> calls.describe(StreamName.of("door")));
    }
    assertThat(proxy.requests()).isNotEmpty();
    assertThat(kvs.calls()).isEmpty();
  }
}
