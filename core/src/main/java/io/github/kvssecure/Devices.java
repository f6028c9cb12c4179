package io.github.kvssecure;

import io.github.kvssecure.identity.CredentialSource.IotCertificate;
import io.github.kvssecure.internal.aws.AwsClients;
import io.github.kvssecure.internal.aws.CallerLookup;
import io.github.kvssecure.internal.gate.PolicyGate;
import io.github.kvssecure.internal.iot.DeviceCredentials;
import io.github.kvssecure.internal.iot.DeviceGuard;
import io.github.kvssecure.internal.iot.DeviceSurroundings;
import io.github.kvssecure.internal.iot.DeviceUploadWatch;
import io.github.kvssecure.internal.transport.TlsContext;
import io.github.kvssecure.spi.SessionCredentialsProvider;
import io.github.kvssecure.spi.UploadTransport;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/** What a producer needs of AWS IoT, if its credentials come from there. Thread-safe. */
final class Devices {

  private final ProducerRuntime.Settings settings;
  private final PolicyGate gate;
  private final Clock clock;
  private final SecureRandom random = new SecureRandom();

  /**
   * The devices of a producer.
   *
   * @param settings what the builder collected
   * @param gate judges
   * @param clock the present
   */
  Devices(ProducerRuntime.Settings settings, PolicyGate gate, Clock clock) {
    this.settings = settings;
    this.gate = gate;
    this.clock = clock;
  }

  /** The guard of the device that the producer is; empty if it is none. */
  Optional<DeviceGuard> guard() {
    return settings.credentials() instanceof IotCertificate source
        ? Optional.of(new DeviceGuard(source, surroundings()))
        : Optional.empty();
  }

  /** The credentials of a device. */
  SessionCredentialsProvider credentials(IotCertificate source, AwsClients clients) {
    return new DeviceCredentials(
        source, surroundings(), new CallerLookup(clients), random::nextDouble);
  }

  /** The transport, watched for a second user of the device's key. */
  UploadTransport watched(UploadTransport transport) {
    return guard()
        .<UploadTransport>map(guard -> new DeviceUploadWatch(transport, guard))
        .orElse(transport);
  }

  private DeviceSurroundings surroundings() {
    TlsContext trust =
        settings
            .standIn()
            .map(standIn -> TlsContext.trustingOnly(List.of(standIn.authority())))
            .orElseGet(() -> DeviceSurroundings.trustOf(settings.region()));
    return new DeviceSurroundings(
        gate, settings.region(), settings.loopback(), settings.transport().withTrust(trust), clock);
  }
}
