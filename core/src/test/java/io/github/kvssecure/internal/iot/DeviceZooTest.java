package io.github.kvssecure.internal.iot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.kvssecure.event.IngestListener;
import io.github.kvssecure.fake.ConnectProxy;
import io.github.kvssecure.identity.CredentialSource;
import io.github.kvssecure.identity.CredentialSource.IotCertificate;
import io.github.kvssecure.identity.Device;
import io.github.kvssecure.identity.IotEndpoint;
import io.github.kvssecure.identity.RoleAlias;
import io.github.kvssecure.identity.SessionCredentials;
import io.github.kvssecure.identity.ThingName;
import io.github.kvssecure.internal.gate.PolicyGate;
import io.github.kvssecure.internal.transport.TlsContext;
import io.github.kvssecure.internal.transport.TransportSettings;
import io.github.kvssecure.local.tls.CertificateAuthority;
import io.github.kvssecure.policy.Control;
import io.github.kvssecure.policy.PolicyViolationException;
import io.github.kvssecure.policy.SecurityPolicy;
import io.github.kvssecure.policy.Violation;
import io.github.kvssecure.spi.ControlPlaneException;
import io.github.kvssecure.spi.UploadException.Failure;
import io.github.kvssecure.stream.AwsRegion;
import io.github.kvssecure.zoo.Heard;
import io.github.kvssecure.zoo.Specimen;
import io.github.kvssecure.zoo.Zoo;
import io.github.kvssecure.zoo.ZooServer;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The zoo, met by a device that asks the AWS IoT credentials provider under its true name, directly
 * and by a proxy.
 */
class DeviceZooTest {

  private static final String HOST = "c0123456789abc.credentials.iot.eu-central-1.amazonaws.com";

  /** What a policy refuses; other failures are tried again or reported as they are. */
  private static final Set<Failure> OF_SECURITY =
      EnumSet.of(Failure.PEER_NAME, Failure.PEER_UNTRUSTED, Failure.TLS_NEGOTIATION);

  @TempDir static Path directory;

  private static ZooServer server;
  private static IotCertificate source;
  private static ConnectProxy proxy;
  private static DeviceSurroundings direct;
  private static DeviceSurroundings proxied;

  @BeforeAll
  static void open() throws Exception {
    server = new ZooServer();
    CertificateAuthority.Device device = new CertificateAuthority().device("EC");
    source =
        CredentialSource.iot(
            IotEndpoint.of(HOST),
            RoleAlias.of("cameras"),
            Device.of(
                ThingName.of("door"),
                TestDevice.pem(directory, device.privateKey(), device.certificate())));
    // The authorities of the zoo are not those of AWS, which is all that is waived.
    SecurityPolicy policy =
        SecurityPolicy.strict()
            .insecurelyWaive(
                Control.IOT_03,
                "the peers of this test have authorities of their own",
                LocalDate.now(ZoneOffset.UTC).plusDays(1));
    proxy = new ConnectProxy(server.port());
    TransportSettings settings =
        TransportSettings.defaults().withTrust(TlsContext.trustingOnly(Zoo.authorities()));
    direct = surroundings(policy, settings.withResolver((host, port) -> server.addresses()));
    proxied = surroundings(policy, settings.withProxies(proxy.route()));
  }

  private static DeviceSurroundings surroundings(
      SecurityPolicy policy, TransportSettings settings) {
    return new DeviceSurroundings(
        new PolicyGate(policy, Clock.systemUTC(), IngestListener.NONE),
        AwsRegion.of("eu-central-1"),
        Optional.empty(),
        settings,
        Clock.systemUTC());
  }

  @AfterAll
  static void close() throws Exception {
    proxy.close();
    server.close();
  }

  static List<Specimen> specimens() {
    return Zoo.all();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("specimens")
  void credentialsProvider(Specimen specimen) throws Exception {
    meet(specimen, direct);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("specimens")
  void throughAProxy(Specimen specimen) throws Exception {
    meet(specimen, proxied);
    assertThat(proxy.requests())
        .isNotEmpty()
        .allSatisfy(request -> assertThat(request).startsWith("CONNECT " + HOST + ":443 "));
  }

  private static void meet(Specimen specimen, DeviceSurroundings surroundings) throws Exception {
    Heard heard = server.show(specimen.peer(HOST));
    CredentialsCall call =
        new CredentialsCall(source, surroundings, new DeviceGuard(source, surroundings));
    List<SessionCredentials> credentials = new ArrayList<>();
    Throwable thrown = catchThrowable(() -> credentials.add(call.ask()));
    heard.awaitEnd();

    assertThat(heard.authorizationHeaders()).isZero();
    if (specimen.refusal().isEmpty()) {
      assertThat(thrown).isNull();
      assertThat(credentials.get(0).sessionToken()).isPresent();
      assertThat(heard.decryptedBytes()).isPositive();
      return;
    }
    assertThat(credentials).isEmpty();
    if (!specimen.trusted()) {
      assertThat(heard.decryptedBytes()).isZero();
    }
    if (OF_SECURITY.contains(specimen.refusal().get())) {
      assertThat(thrown).isInstanceOf(PolicyViolationException.class);
      assertThat(((PolicyViolationException) thrown).violations())
          .extracting(Violation::control)
          .containsExactly(Control.IOT_02);
    } else {
      assertThat(thrown)
          .isInstanceOfSatisfying(
              ControlPlaneException.class,
              failure -> assertThat(failure.errorCode()).isEqualTo("NoAnswer"));
    }
  }
}
