package io.github.kvssecure.spi;

import io.github.kvssecure.identity.SessionCredentials;

/** Gives the credentials of one credential source. Thread-safe. */
public interface SessionCredentialsProvider extends AutoCloseable {

  /**
   * Credentials that are valid now, as the source gives them; not judged yet. May block on the
   * network.
   *
   * @return the credentials
   * @throws ControlPlaneException if the source gives none
   */
  SessionCredentials resolve();

  /** Frees what the source holds. Safe to call twice. */
  @Override
  void close();
}
