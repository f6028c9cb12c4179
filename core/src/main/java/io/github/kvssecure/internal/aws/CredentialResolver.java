package io.github.kvssecure.internal.aws;

import io.github.kvssecure.identity.CredentialSource;
import io.github.kvssecure.identity.SessionCredentials;
import io.github.kvssecure.spi.SessionCredentialsProvider;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.utils.SdkAutoCloseable;

/** Opens credential sources. Thread-safe. */
public final class CredentialResolver {

  private final AwsClients clients;
  private final RenewingCredentials.Terms terms;
  private final BaseJudge judge;
  private final SdkProviders providers;

  /** Judges credentials that are not used for media but for AssumeRole. */
  @FunctionalInterface
  public interface BaseJudge {

    /** Admits everything; for tests of single adapters. */
    BaseJudge ADMITS_ALL = (source, credentials) -> {};

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
   * A resolver for the principals of one Region, without judge and listener.
   *
   * @param clients makes the STS clients that assume roles
   * @param clock tells when credentials end
   */
  public CredentialResolver(AwsClients clients, Clock clock) {
    this(clients, clock, RenewalListener.NONE, BaseJudge.ADMITS_ALL);
  }

  /**
   * A resolver for the principals of one Region.
   *
   * @param clients makes the STS clients that assume roles
   * @param clock tells when credentials end
   * @param listener told of renewals
   * @param judge looks at credentials that assume roles
   */
  public CredentialResolver(
      AwsClients clients, Clock clock, RenewalListener listener, BaseJudge judge) {
    this(
        clients,
        new RenewingCredentials.Terms(clock, new RenewalSchedule(new SecureRandom()), listener),
        judge,
        new SdkProviders(Surroundings.ofThisProcess(), SdkProviders.METADATA_SERVICE));
  }

  CredentialResolver(
      AwsClients clients,
      RenewingCredentials.Terms terms,
      BaseJudge judge,
      SdkProviders providers) {
    this.clients = Objects.requireNonNull(clients, "clients");
    this.terms = terms;
    this.judge = judge;
    this.providers = providers;
  }

  /**
   * The provider of a source, as wide as the source is. Nothing is asked of anybody yet.
   *
   * @param source where credentials come from
   * @return a provider that the caller closes; it leaves an SDK provider of the application open
   * @throws io.github.kvssecure.stream.IngestConfigurationException if this machine lacks what the
   *     source needs
   */
  public SessionCredentialsProvider open(CredentialSource source) {
    if (source instanceof CredentialSource.Provided provided) {
      return new ProvidedCredentials(provided.provider(), terms, () -> {});
    }
    if (source instanceof CredentialSource.InstanceRole) {
      return owned(providers.instanceRole());
    }
    if (source instanceof CredentialSource.ContainerRole) {
      return owned(providers.containerRole());
    }
    if (source instanceof CredentialSource.Profile profile) {
      return owned(providers.profile(profile));
    }
    if (source instanceof CredentialSource.Command process) {
      return owned(providers.process(process));
    }
    return openNarrowable(source)
        .map(NarrowableSource::whole)
        .orElseThrow(
            () -> new IllegalArgumentException("unknown kind of credential source: " + source));
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
   * @param source where credentials come from
   * @return the source, or empty if its credentials come as they are
   */
  public Optional<NarrowableSource> openNarrowable(CredentialSource source) {
    if (source instanceof CredentialSource.AssumedRole role) {
      SessionCredentialsProvider base = judged(role.base(), open(role.base()));
      StsClient sts = clients.sts(base);
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
      public void close() {
        credentials.close();
      }
    };
  }
}
