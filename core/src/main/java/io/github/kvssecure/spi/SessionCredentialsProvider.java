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

  /**
   * Notes that a service refused credentials which this source gave. The next {@link #resolve} asks
   * the source anew, and does not give them again because they are still valid; a source that has
   * no others may. Does not block.
   *
   * @param refused what was refused
   */
  void refused(SessionCredentials refused);

  /** Frees what the source holds. Safe to call twice. */
  @Override
  void close();
}
