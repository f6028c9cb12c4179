package io.github.kvssecure.internal.aws;

import io.github.kvssecure.identity.CredentialSource;
import io.github.kvssecure.spi.SessionCredentialsProvider;
import java.time.Clock;
import java.util.Objects;
import java.util.function.Function;

/** Opens credential sources. Thread-safe. */
public final class CredentialResolver {

  private final AwsClients clients;
  private final Clock clock;
  private final Function<CredentialSource.IotCertificate, SessionCredentialsProvider> devices;

  /**
   * A resolver for the principals of one Region, none of them a device of AWS IoT.
   *
   * @param clients makes the STS clients that assume roles
   * @param clock tells when credentials end
   */
  public CredentialResolver(AwsClients clients, Clock clock) {
    this(
        clients,
        clock,
        device -> {
          throw new IllegalArgumentException("no device of AWS IoT is expected here");
        });
  }

  /**
   * A resolver for the principals of one Region.
   *
   * @param clients makes the STS clients that assume roles
   * @param clock tells when credentials end
   * @param devices opens the credentials of a device of AWS IoT
   */
  public CredentialResolver(
      AwsClients clients,
      Clock clock,
      Function<CredentialSource.IotCertificate, SessionCredentialsProvider> devices) {
    this.clients = Objects.requireNonNull(clients, "clients");
    this.clock = Objects.requireNonNull(clock, "clock");
    this.devices = Objects.requireNonNull(devices, "devices");
  }

  /**
   * The provider of a source. Nothing is asked of anybody yet.
   *
   * @param source where credentials come from
   * @return a provider that the caller closes; it leaves an SDK provider of the application open
   */
  public SessionCredentialsProvider open(CredentialSource source) {
    if (source instanceof CredentialSource.Provided provided) {
      return new ProvidedCredentials(provided.provider(), clock);
    }
    if (source instanceof CredentialSource.AssumedRole role) {
      SessionCredentialsProvider base = open(role.base());
      return new AssumedRoleCredentials(role, clients.sts(base), base, clock);
    }
    if (source instanceof CredentialSource.IotCertificate device) {
      return devices.apply(device);
    }
    throw new IllegalArgumentException("unknown kind of credential source: " + source);
  }
}
