package io.github.kvssecure.internal.aws;

import io.github.kvssecure.identity.SessionCredentials;

/** Asks somebody for a new session. Thread-safe; called by one thread at a time. */
interface SessionIssuer extends AutoCloseable {

  /**
   * A new session.
   *
   * @return credentials with a known end that lies in the future
   * @throws io.github.kvssecure.spi.ControlPlaneException if none is given
   */
  SessionCredentials issue();

  /** Frees what belongs to this issuer alone. */
  @Override
  void close();
}
