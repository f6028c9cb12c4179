package io.github.kvssecure.internal.iot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.kvssecure.event.IngestEvent.ConnectionMade;
import io.github.kvssecure.event.IngestEvent.ConnectionPurpose;
import io.github.kvssecure.event.IngestEvent.ControlDecided;
import io.github.kvssecure.fake.ConnectProxy;
import io.github.kvssecure.fake.RecordedEvents;
import io.github.kvssecure.identity.CredentialSource;
import io.github.kvssecure.identity.CredentialSource.IotCertificate;
import io.github.kvssecure.identity.Device;
import io.github.kvssecure.identity.IotEndpoint;
import io.github.kvssecure.identity.RoleAlias;
import io.github.kvssecure.identity.ThingName;
import io.github.kvssecure.internal.gate.PolicyGate;
import io.github.kvssecure.internal.gate.rule.Facts.LoopbackOption;
import io.github.kvssecure.internal.transport.ProxyRoute;
import io.github.kvssecure.internal.transport.TlsContext;
import io.github.kvssecure.internal.transport.TransportSettings;
import io.github.kvssecure.local.DeviceKeys;
import io.github.kvssecure.local.LocalKvs;
import io.github.kvssecure.policy.AddressRange;
import io.github.kvssecure.policy.Control;
import io.github.kvssecure.policy.Decision;
import io.github.kvssecure.policy.NetworkPolicy;
import io.github.kvssecure.policy.PolicyViolationException;
import io.github.kvssecure.policy.SecurityPolicy;
import io.github.kvssecure.policy.Violation;
import io.github.kvssecure.proof.ProvesSatisfied;
import io.github.kvssecure.proof.ProvesViolated;
import io.github.kvssecure.stream.AwsRegion;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is asked of every connection is asked of the one that hands out credentials, too. */
class DeviceConnectionTest {

  private static final NetworkPolicy THIS_MACHINE =
      NetworkPolicy.strict()
          .requiringPathWithin(AddressRange.of("127.0.0.0/8"), AddressRange.of("::1/128"));

  @TempDir Path directory;

  private final RecordedEvents events = new RecordedEvents();
  private LocalKvs kvs;

  @BeforeEach
  void start() {
    kvs = LocalKvs.builder().start();
    kvs.identities()
        .role(
            "device",
            """
            {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"kinesisvideo:*",
             "Resource":"*"}]}\
            """);
    kvs.things().roleAlias("cameras", "device", Duration.ofHours(1));
  }

  @AfterEach
  void stop() {
    kvs.close();
  }

  private CredentialsCall call(NetworkPolicy network, ProxyRoute proxies) {
    DeviceKeys keys = kvs.things().create("door", "EC");
    IotCertificate source =
        CredentialSource.iot(
            new IotEndpoint(kvs.things().credentialsEndpoint()),
            RoleAlias.of("cameras"),
            Device.of(
                ThingName.of("door"),
                TestDevice.pem(directory, keys.privateKey(), keys.certificate())));
    SecurityPolicy policy = SecurityPolicy.strict().withNetwork(network);
    DeviceSurroundings surroundings =
        new DeviceSurroundings(
            new PolicyGate(policy, Clock.systemUTC(), events),
            AwsRegion.of(kvs.region()),
            Optional.of(new LoopbackOption(kvs.endpoint(), "a test on this machine")),
            TransportSettings.defaults()
                .withTrust(TlsContext.trustingOnly(List.of(kvs.caCertificate())))
                .withProxies(proxies),
            Clock.systemUTC());
    return new CredentialsCall(source, surroundings, new DeviceGuard(source, surroundings));
  }

  private void requireNothingGiven() {
    assertThat(kvs.calls()).isEmpty();
    assertThat(events.of(ConnectionMade.class))
        .singleElement()
        .satisfies(
            made -> {
              assertThat(made.purpose()).isEqualTo(ConnectionPurpose.DEVICE_CREDENTIALS);
              assertThat(made.evidence().host()).isEqualTo("localhost");
              assertThat(made.evidence().peer().sha256()).matches("[0-9a-f]{64}");
            });
  }

  private static Violation only(Control control, PolicyViolationException refused) {
    assertThat(refused).isNotNull();
    assertThat(refused.violations()).extracting(Violation::control).containsExactly(control);
    return refused.violations().get(0);
  }

  @Test
  @ProvesViolated("NET-09")
  void publicPath_getsNoCredentialsWhereAPrivateOneIsAskedFor() {
    CredentialsCall call = call(NetworkPolicy.strict().requiringPrivatePath(), ProxyRoute.DIRECT);

    PolicyViolationException refused =
        catchThrowableOfType(PolicyViolationException.class, call::ask);

    assertThat(only(Control.NET_09, refused).remedy()).contains("iot.credentials");
    requireNothingGiven();
  }

  @Test
  @ProvesViolated("NET-09")
  void proxy_getsNoCredentialsWhereAPrivatePathIsAskedFor() throws IOException {
    try (ConnectProxy proxy = new ConnectProxy(kvs.things().credentialsEndpoint().getPort())) {
      CredentialsCall call = call(THIS_MACHINE, proxy.route());

      PolicyViolationException refused =
          catchThrowableOfType(PolicyViolationException.class, call::ask);

      assertThat(only(Control.NET_09, refused).found()).contains("a proxy");
      requireNothingGiven();
    }
  }

  @Test
  @ProvesSatisfied({"NET-09", "NET-15"})
  void pathWithinTheRanges_getsCredentials() throws Exception {
    assertThat(call(THIS_MACHINE, ProxyRoute.DIRECT).ask().sessionToken()).isPresent();

    assertThat(events.of(ConnectionMade.class)).hasSize(1);
    assertThat(events.of(ControlDecided.class))
        .extracting(ControlDecided::decision)
        .filteredOn(Decision.Satisfied.class::isInstance)
        .extracting(Decision::control)
        .contains(Control.IOT_02, Control.NET_09, Control.NET_15);
  }
}
