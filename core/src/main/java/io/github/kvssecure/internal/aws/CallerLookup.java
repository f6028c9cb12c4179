package io.github.kvssecure.internal.aws;

import io.github.kvssecure.identity.CallerIdentity;
import io.github.kvssecure.identity.SessionCredentials;
import io.github.kvssecure.spi.ControlPlaneException;
import io.github.kvssecure.spi.SessionCredentialsProvider;

/** Asks STS whose credentials these are, with the very credentials. Thread-safe. */
public final class CallerLookup {

  private final AwsClients clients;

  /**
   * A lookup.
   *
   * @param clients of the Region
   */
  public CallerLookup(AwsClients clients) {
    this.clients = clients;
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
