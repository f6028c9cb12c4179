package io.github.kvssecure.internal.iot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.kvssecure.event.IngestListener;
import io.github.kvssecure.fake.Camera;
import io.github.kvssecure.identity.CallerIdentity;
import io.github.kvssecure.identity.CredentialSource;
import io.github.kvssecure.identity.Device;
import io.github.kvssecure.identity.IotEndpoint;
import io.github.kvssecure.identity.RoleAlias;
import io.github.kvssecure.identity.RoleArn;
import io.github.kvssecure.identity.StreamBinding;
import io.github.kvssecure.identity.ThingName;
import io.github.kvssecure.identity.policy.LeastPrivilege;
import io.github.kvssecure.internal.gate.PolicyGate;
import io.github.kvssecure.internal.gate.rule.Facts.LoopbackOption;
import io.github.kvssecure.internal.transport.TlsContext;
import io.github.kvssecure.internal.transport.TransportSettings;
import io.github.kvssecure.local.DeviceKeys;
import io.github.kvssecure.local.LocalKvs;
import io.github.kvssecure.media.Track;
import io.github.kvssecure.policy.SecurityPolicy;
import io.github.kvssecure.spi.ControlPlaneException;
import io.github.kvssecure.stream.AwsRegion;
import io.github.kvssecure.stream.StreamSpec;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The documents that LeastPrivilege writes for a device, kept by a credentials provider. */
class DevicePoliciesTest {

  private static final String ACCOUNT = "123456789012";
  private static final RoleAlias CAMERAS = RoleAlias.of("cameras");
  private static final RoleAlias OTHERS = RoleAlias.of("others");

  private final LocalKvs kvs = LocalKvs.start();
  private final DeviceKeys keys = kvs.things().create("door");
  private final AwsRegion region = AwsRegion.of(kvs.region());
  private final LeastPrivilege documents =
      LeastPrivilege.of(StreamSpec.builder(Camera.STREAM, Track.h264(1)).build(), region, ACCOUNT);
  @TempDir private Path directory = Path.of("");

  @BeforeEach
  void deploy() {
    kvs.identities()
        .role(
            "device",
            documents.deviceTrust(CAMERAS),
            documents.deviceRole(StreamBinding.byThingName()));
    for (RoleAlias alias : List.of(CAMERAS, OTHERS)) {
      kvs.things().roleAlias(alias.value(), "device", Duration.ofHours(1));
    }
  }

  @AfterEach
  void stop() {
    kvs.close();
  }

  private DeviceIssuer issuer(RoleAlias alias) {
    String role = kvs.identities().roleArn("device");
    CallerIdentity caller =
        new CallerIdentity(
            ACCOUNT, "arn:aws:sts::" + ACCOUNT + ":assumed-role/device/" + "0".repeat(64));
    return new DeviceIssuer(
        CredentialSource.iot(
                new IotEndpoint(kvs.things().credentialsEndpoint()),
                alias,
                Device.of(
                    ThingName.of("door"),
                    TestDevice.pem(directory, keys.privateKey(), keys.certificate())))
            .expectingRole(RoleArn.of(role)),
        new DeviceSurroundings(
            new PolicyGate(SecurityPolicy.strict(), Clock.systemUTC(), IngestListener.NONE),
            region,
            Optional.of(new LoopbackOption(kvs.endpoint(), "a test on this machine")),
            TransportSettings.defaults()
                .withTrust(TlsContext.trustingOnly(List.of(kvs.caCertificate()))),
            Clock.systemUTC()),
        credentials -> caller);
  }

  private String refusal(RoleAlias alias) {
    ControlPlaneException refused =
        catchThrowableOfType(ControlPlaneException.class, () -> issuer(alias).issue());
    assertThat(refused).as("refusal").isNotNull();
    return refused.errorCode() + ": " + refused.getMessage();
  }

  @Test
  void deviceWithItsPolicies_getsCredentials() {
    kvs.things().attachPolicy(keys, documents.certificate(CAMERAS));

    assertThat(issuer(CAMERAS).issue().sessionToken()).isPresent();
  }

  @Test
  void certificate_mayUseNoOtherAlias() {
    kvs.things().attachPolicy(keys, documents.certificate(CAMERAS));

    assertThat(refusal(OTHERS)).contains("iot:AssumeRoleWithCertificate");
  }

  /** The certificate may use it, and the role does not trust it. */
  @Test
  void role_isAssumedThroughNoOtherAlias() {
    kvs.things().attachPolicy(keys, documents.certificate(OTHERS));

    assertThat(refusal(OTHERS)).contains("trust policy", "credentials.iot.amazonaws.com");
  }
}
