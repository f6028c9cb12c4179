package io.github.kvssecure.internal.aws;

import io.github.kvssecure.identity.CredentialSource;
import io.github.kvssecure.identity.SessionCredentials;
import io.github.kvssecure.internal.renewal.RenewalTerms;
import io.github.kvssecure.internal.renewal.RenewingCredentials;
import io.github.kvssecure.internal.renewal.SessionIssuer;
import io.github.kvssecure.spi.SessionCredentialsProvider;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.utils.SdkAutoCloseable;

/** Opens credential sources. Thread-safe. */
public final class CredentialResolver {

  private final AwsClients clients;
  private final RenewalTerms terms;
  private final BaseJudge judge;
  private final Machine machine;
  private final Devices devices;

  /** Asks AWS IoT for the sessions of devices. */
  @FunctionalInterface
  public interface Devices {

    /**
     * Asks for the sessions of a device.
     *
     * @param source the device
     * @return an issuer
     */
    SessionIssuer issuer(CredentialSource.IotCertificate source);
  }

  /** Judges credentials that are not used for media but for AssumeRole. */
  @FunctionalInterface
  public interface BaseJudge {

    /**
     * Credentials are about to sign an AssumeRole call.
     *
     * @param source where they come from
     * @param credentials the credentials
     * @throws io.github.kvssecure.policy.PolicyViolationException to refuse
     */
    void require(CredentialSource source, SessionCredentials credentials);
  }

  /**
   * A resolver for the principals of one Region.
   *
   * @param clients makes the STS clients that assume roles
   * @param terms when to renew, and who is told
   * @param judge looks at credentials that assume roles
   * @param machine where credentials are offered
   * @param devices asks for the sessions of devices of AWS IoT
   */
  public CredentialResolver(
      AwsClients clients, RenewalTerms terms, BaseJudge judge, Machine machine, Devices devices) {
    this.clients = Objects.requireNonNull(clients, "clients");
    this.terms = terms;
    this.judge = judge;
    this.machine = machine;
    this.devices = devices;
  }

  /**
   * The provider of a source, as wide as the source is. Nothing is asked of anybody yet.
   *
   * @param asked where credentials come from
   * @return a provider that the caller closes; it leaves an SDK provider of the application open
   * @throws io.github.kvssecure.stream.IngestConfigurationException if this machine lacks what the
   *     source needs
   */
  public SessionCredentialsProvider open(CredentialSource asked) {
    CredentialSource source = spelledOut(asked);
    if (source instanceof CredentialSource.Provided provided) {
      return new ProvidedCredentials(provided.provider(), terms, () -> {});
    }
    if (source instanceof CredentialSource.IotCertificate device) {
      return renewing("device " + device.device().thing(), devices.issuer(device));
    }
    if (source instanceof CredentialSource.InstanceRole) {
      return renewing("the instance role", new InstanceRoleIssuer(machine.metadataService()));
    }
    if (source instanceof CredentialSource.ContainerRole) {
      return renewing("the container role", new ContainerRoleIssuer(machine.surroundings()));
    }
    if (source instanceof CredentialSource.Profile profile) {
      return new IdentityCenter(clients, machine.surroundings(), terms.clock())
          .issuer(profile.name())
          .map(issuer -> renewing("profile " + profile.name(), issuer))
          .orElseGet(() -> owned(new SdkProviders(machine.surroundings()).profile(profile)));
    }
    if (source instanceof CredentialSource.Command process) {
      return owned(new SdkProviders(machine.surroundings()).process(process));
    }
    return openNarrowable(source)
        .map(NarrowableSource::whole)
        .orElseThrow(
            () -> new IllegalArgumentException("unknown kind of credential source: " + source));
  }

  /**
   * The source itself, with the roles of profiles spelled out.
   *
   * @param source any
   * @return the source that is meant
   * @throws io.github.kvssecure.stream.IngestConfigurationException if a profile cannot be followed
   */
  public CredentialSource spelledOut(CredentialSource source) {
    return new RoleProfiles(machine.surroundings()).spelledOut(source);
  }

  private SessionCredentialsProvider renewing(String name, SessionIssuer issuer) {
    return new RenewingCredentials(name, issuer, terms);
  }

  private SessionCredentialsProvider owned(AwsCredentialsProvider provider) {
    return new ProvidedCredentials(
        provider,
        terms,
        () -> {
          if (provider instanceof SdkAutoCloseable closeable) {
            closeable.close();
          }
        });
  }

  /**
   * A source whose sessions this library asks STS for, so that it can narrow them. Nothing is asked
   * of anybody yet.
   *
   * @param asked where credentials come from
   * @return the source, or empty if its credentials come as they are
   * @throws io.github.kvssecure.stream.IngestConfigurationException if this machine lacks what the
   *     source needs
   */
  public Optional<NarrowableSource> openNarrowable(CredentialSource asked) {
    CredentialSource source = spelledOut(asked);
    if (source instanceof CredentialSource.AssumedRole role) {
      SessionCredentialsProvider base = judged(role.base(), open(role.base()));
      StsClient sts = stsFor(base);
      return narrowable(
          role.role().value(),
          policy -> new AssumeRoleIssuer(role, policy, base, sts),
          () -> {
            sts.close();
            base.close();
          });
    }
    if (source instanceof CredentialSource.WebIdentity identity) {
      StsClient sts = clients.anonymousSts();
      return narrowable(
          identity.role().value(),
          policy -> new WebIdentityIssuer(identity, policy, sts),
          sts::close);
    }
    return Optional.empty();
  }

  private StsClient stsFor(SessionCredentialsProvider base) {
    boolean made = false;
    try {
      StsClient sts = clients.sts(base);
      made = true;
      return sts;
    } finally {
      if (!made) {
        base.close();
      }
    }
  }

  private Optional<NarrowableSource> narrowable(
      String name, Function<Optional<SessionPolicy>, SessionIssuer> issuers, Runnable onClose) {
    return Optional.of(new NarrowableSource(name, issuers, terms, onClose));
  }

  private SessionCredentialsProvider judged(
      CredentialSource source, SessionCredentialsProvider credentials) {
    return new SessionCredentialsProvider() {
      @Override
      public SessionCredentials resolve() {
        SessionCredentials resolved = credentials.resolve();
        judge.require(source, resolved);
        return resolved;
      }

      @Override
      public void refused(SessionCredentials refused) {
        credentials.refused(refused);
      }

      @Override
      public void close() {
        credentials.close();
      }
    };
  }
}
