package io.github.kvssecure.internal.session;

import io.github.kvssecure.identity.SessionCredentials;
import io.github.kvssecure.spi.SessionCredentialsProvider;

/**
 * Credentials that several principals share: none of them closes the source. Thread-safe.
 *
 * @param source gives them; its owner closes it
 */
public record SharedCredentials(SessionCredentialsProvider source)
    implements SessionCredentialsProvider {

  @Override
  public SessionCredentials resolve() {
    return source.resolve();
  }

  @Override
  public void refused(SessionCredentials refused) {
    source.refused(refused);
  }

  @Override
  public void close() {}
}
