package io.github.kvssecure;

import io.github.kvssecure.identity.CredentialSource;
import io.github.kvssecure.identity.CredentialSource.AssumedRole;
import io.github.kvssecure.identity.CredentialSource.IotCertificate;
import io.github.kvssecure.internal.aws.AwsClients;
import io.github.kvssecure.internal.aws.CallerLookup;
import io.github.kvssecure.internal.gate.PolicyGate;
import io.github.kvssecure.internal.iot.DeviceGuard;
import io.github.kvssecure.internal.iot.DeviceIssuer;
import io.github.kvssecure.internal.iot.DeviceSurroundings;
import io.github.kvssecure.internal.iot.DeviceUploadWatch;
import io.github.kvssecure.internal.renewal.SessionIssuer;
import io.github.kvssecure.internal.transport.TlsContext;
import io.github.kvssecure.spi.UploadTransport;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/** What a producer needs of AWS IoT, if its credentials come from there. Thread-safe. */
final class Devices {

  private final ProducerRuntime.Settings settings;
  private final PolicyGate gate;
  private final Clock clock;

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

  /**
   * The guard of the device that the producer is, itself or through a role; empty if it is none.
   */
  Optional<DeviceGuard> guard() {
    CredentialSource source = settings.credentials();
    while (source instanceof AssumedRole role) {
      source = role.base();
    }
    return source instanceof IotCertificate device
        ? Optional.of(new DeviceGuard(device, surroundings()))
        : Optional.empty();
  }

  /** Asks for the sessions of a device. */
  SessionIssuer issuer(IotCertificate source, AwsClients clients) {
    return new DeviceIssuer(source, surroundings(), new CallerLookup(clients)::ask);
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
        gate,
        settings.region(),
        settings.loopback(),
        settings.transport().withTrust(trust.through(settings.policy().network().tls())),
        clock);
  }
}
