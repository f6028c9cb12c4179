package io.github.kvssecure.internal.renewal;

import io.github.kvssecure.identity.SessionCredentials;

/** Asks somebody for a new session. Thread-safe; called by one thread at a time. */
public interface SessionIssuer extends AutoCloseable {

  /**
   * A new session.
   *
   * @return credentials with a known end that lies in the future
   * @throws io.github.kvssecure.spi.ControlPlaneException if none is given
   * @throws io.github.kvssecure.policy.PolicyViolationException if the policy refuses the way to it
   */
  SessionCredentials issue();

  /** Frees what belongs to this issuer alone. */
  @Override
  void close();
}
