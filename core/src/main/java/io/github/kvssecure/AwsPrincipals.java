package io.github.kvssecure;

import io.github.kvssecure.identity.CredentialSource;
import io.github.kvssecure.identity.RoleArn;
import io.github.kvssecure.internal.aws.AwsClients;
import io.github.kvssecure.internal.aws.AwsControlPlane;
import io.github.kvssecure.internal.aws.AwsKeyDirectory;
import io.github.kvssecure.internal.aws.CredentialResolver;
import io.github.kvssecure.internal.aws.NarrowableSource;
import io.github.kvssecure.internal.aws.SessionPolicy;
import io.github.kvssecure.internal.gate.PolicyGate;
import io.github.kvssecure.internal.gate.rule.IdentityFacts;
import io.github.kvssecure.internal.gate.rule.Rules;
import io.github.kvssecure.internal.session.CallTally;
import io.github.kvssecure.internal.session.CredentialInspection;
import io.github.kvssecure.internal.session.Principal;
import io.github.kvssecure.internal.session.Principals;
import io.github.kvssecure.internal.session.ProducerCalls;
import io.github.kvssecure.internal.session.SharedCredentials;
import io.github.kvssecure.spi.ControlPlane;
import io.github.kvssecure.spi.SessionCredentialsProvider;
import io.github.kvssecure.stream.AwsRegion;
import io.github.kvssecure.stream.StreamArn;
import io.github.kvssecure.stream.StreamName;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;

/**
 * Everybody who makes calls of AWS for one producer. Thread-safe. Where the library asks STS
 * itself, each stream gets a session of its own, first to look for the stream by name, then to
 * produce to exactly its ARN; where credentials come as they are, all share them.
 */
final class AwsPrincipals implements Principals, AutoCloseable {

  private final AwsRegion region;
  private final AwsClients clients;
  private final PolicyGate gate;
  private final SourceChecks sources;
  private final CredentialInspection inspection;
  private final Function<AwsClients, CredentialResolver> resolvers;
  private final Principal.Identity producer;
  private final AwsClients producerClients;
  private final Optional<NarrowableSource> narrowable;
  private final Optional<SessionCredentialsProvider> shared;

  /**
   * Everybody.
   *
   * @param source the producer's credentials
   * @param clients makes the clients
   * @param resolvers opens sources with given clients
   * @param gate judges what a producer calls
   * @param sources judges the sources of others
   * @param inspection judges credentials before they sign
   */
  AwsPrincipals(
      CredentialSource source,
      AwsClients clients,
      Function<AwsClients, CredentialResolver> resolvers,
      PolicyGate gate,
      SourceChecks sources,
      CredentialInspection inspection) {
    this.region = clients.region();
    this.clients = clients;
    this.gate = gate;
    this.sources = sources;
    this.inspection = inspection;
    this.resolvers = resolvers;
    CallTally calls = new CallTally();
    this.producer = new Principal.Identity(Principal.PRODUCER, source, calls);
    this.producerClients = clients.recordingInto(calls::count);
    CredentialResolver resolver = resolvers.apply(producerClients);
    this.narrowable = resolver.openNarrowable(source);
    this.shared = narrowable.isPresent() ? Optional.empty() : Optional.of(resolver.open(source));
  }

  @Override
  public Principal finder(StreamName name) {
    return producer(account -> SessionPolicy.lookingFor(region, account, name));
  }

  @Override
  public Principal producer(StreamArn stream, Optional<String> key) {
    return producer(account -> SessionPolicy.producingTo(stream, key));
  }

  private Principal producer(Function<String, SessionPolicy> policy) {
    SessionCredentialsProvider credentials =
        narrowable
            .map(source -> source.narrowedTo(policy.apply(roleOf(producer.source()).account())))
            .orElseGet(() -> new SharedCredentials(shared.orElseThrow()));
    return principal(producer, producerClients, credentials);
  }

  private static RoleArn roleOf(CredentialSource source) {
    if (source instanceof CredentialSource.AssumedRole role) {
      return role.role();
    }
    if (source instanceof CredentialSource.WebIdentity identity) {
      return identity.role();
    }
    throw new IllegalStateException("no role behind " + source);
  }

  @Override
  public Principal administrator(CredentialSource asked) {
    CredentialSource source = resolvers.apply(clients).spelledOut(asked);
    PolicyGate.Inspection inspection =
        gate.admission()
            .of(Rules.SEPARATION, new IdentityFacts.Separation(producer.source(), source));
    sources.other(Principal.ADMINISTRATOR, source, inspection);
    inspection.conclude();
    return other(Principal.ADMINISTRATOR, source);
  }

  /**
   * Somebody who looks at keys.
   *
   * @param source the auditor's credentials
   * @return to be closed
   */
  Principal auditor(CredentialSource source) {
    return other(Principal.AUDITOR, source);
  }

  private Principal other(String role, CredentialSource source) {
    CallTally calls = new CallTally();
    AwsClients own = clients.recordingInto(calls::count);
    SessionCredentialsProvider credentials = resolvers.apply(own).open(source);
    return principal(new Principal.Identity(role, source, calls), own, credentials);
  }

  /** Whoever calls does so with credentials that were judged, whenever the source was asked. */
  private Principal principal(
      Principal.Identity identity, AwsClients own, SessionCredentialsProvider credentials) {
    AtomicReference<Principal> itself = new AtomicReference<>();
    SessionCredentialsProvider signing =
        new JudgedCredentials(
            credentials,
            given ->
                inspection.require(
                    Objects.requireNonNull(itself.get(), "principal"), given, Optional.empty()));
    try (OpenedParts opened = new OpenedParts()) {
      opened.add(credentials, SessionCredentialsProvider::close);
      ControlPlane calls = opened.add(new AwsControlPlane(own, signing), ControlPlane::close);
      Principal principal =
          new Principal(
              identity,
              credentials,
              identity.role().equals(Principal.PRODUCER) ? new ProducerCalls(calls, gate) : calls,
              new AwsKeyDirectory(own, signing));
      itself.set(principal);
      opened.keep();
      return principal;
    }
  }

  @Override
  public void close() {
    narrowable.ifPresent(NarrowableSource::close);
    shared.ifPresent(SessionCredentialsProvider::close);
  }
}
