package io.github.kvssecure.internal.iot;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kvssecure.event.IngestListener;
import io.github.kvssecure.fake.Camera;
import io.github.kvssecure.identity.CredentialSource;
import io.github.kvssecure.identity.Device;
import io.github.kvssecure.identity.DeviceKey;
import io.github.kvssecure.identity.IotEndpoint;
import io.github.kvssecure.identity.RoleAlias;
import io.github.kvssecure.identity.ThingName;
import io.github.kvssecure.internal.gate.PolicyGate;
import io.github.kvssecure.internal.transport.TlsContext;
import io.github.kvssecure.internal.transport.TransportSettings;
import io.github.kvssecure.policy.Control;
import io.github.kvssecure.policy.SecurityPolicy;
import io.github.kvssecure.policy.Violation;
import io.github.kvssecure.stream.AwsRegion;
import io.github.kvssecure.stream.IngestConfigurationException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where the policy asks for FIPS, credentials of devices come from a host of FIPS as well. */
class DeviceFipsTest {

  private static final AwsRegion GOV_CLOUD = AwsRegion.of("us-gov-west-1");

  @TempDir Path directory;

  private List<Control> refused(String host) {
    Clock clock = Clock.fixed(Camera.NOW, ZoneOffset.UTC);
    PolicyGate gate = new PolicyGate(SecurityPolicy.fips(), clock, IngestListener.NONE);
    DeviceKey nowhere = DeviceKey.pem(directory.resolve("key"), directory.resolve("certificate"));
    DeviceGuard guard =
        new DeviceGuard(
            CredentialSource.iot(
                IotEndpoint.of(host),
                RoleAlias.of("cameras"),
                Device.of(ThingName.of("front-door"), nowhere)),
            new DeviceSurroundings(
                gate,
                GOV_CLOUD,
                Optional.empty(),
                TransportSettings.defaults().withTrust(TlsContext.jvmTrust()),
                clock));
    PolicyGate.Inspection inspection = gate.admission();
    try {
      guard.inspect(inspection);
    } catch (IngestConfigurationException e) {
      assertThat(e).hasMessageContaining("key");
    }
    return inspection.refused().stream().map(Violation::control).toList();
  }

  @Test
  void regularHost_isRefused() {
    assertThat(refused("abc.credentials.iot.us-gov-west-1.amazonaws.com"))
        .contains(Control.NET_10, Control.CMP_04)
        .doesNotContain(Control.IOT_01);
  }

  @Test
  void hostOfFips_isLetThrough() {
    assertThat(refused("data.credentials.iot-fips.us-gov-west-1.amazonaws.com"))
        .doesNotContain(Control.NET_10, Control.CMP_04, Control.IOT_01);
  }
}
