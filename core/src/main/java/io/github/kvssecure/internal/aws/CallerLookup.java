package io.github.kvssecure.internal.aws;

import io.github.kvssecure.identity.CallerIdentity;
import io.github.kvssecure.identity.SessionCredentials;
import io.github.kvssecure.spi.ControlPlaneException;
import io.github.kvssecure.spi.SessionCredentialsProvider;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks STS whose credentials these are, with the very credentials. Thread-safe. */
public final class CallerLookup implements Function<SessionCredentials, Optional<CallerIdentity>> {

  private static final Logger LOG = LoggerFactory.getLogger(CallerLookup.class);

  private final AwsClients clients;

  /**
   * A lookup.
   *
   * @param clients of the Region
   */
  public CallerLookup(AwsClients clients) {
    this.clients = clients;
  }

  /** What STS says; empty if it does not answer. */
  @Override
  public Optional<CallerIdentity> apply(SessionCredentials credentials) {
    try {
      return Optional.of(ask(credentials));
    } catch (ControlPlaneException e) {
      LOG.warn("STS does not say whose credentials these are: {}", e.getMessage());
      return Optional.empty();
    }
  }

  /**
   * What STS says.
   *
   * @param credentials sign the question
   * @return whose they are
   * @throws ControlPlaneException if it does not answer
   */
  public CallerIdentity ask(SessionCredentials credentials) {
    try (AwsControlPlane asking = new AwsControlPlane(clients, fixed(credentials))) {
      return asking.callerIdentity(credentials);
    }
  }

  private static SessionCredentialsProvider fixed(SessionCredentials credentials) {
    return new SessionCredentialsProvider() {
      @Override
      public SessionCredentials resolve() {
        return credentials;
      }

      @Override
      public void refused(SessionCredentials refused) {}

      @Override
      public void close() {}
    };
  }
}
