package io.github.kvssecure.internal.session;

import io.github.kvssecure.spi.ControlPlane;
import io.github.kvssecure.spi.KeyDirectory;
import io.github.kvssecure.spi.SessionCredentialsProvider;

/**
 * Somebody who makes calls: a producer or an administrator. Closing it closes its clients.
 *
 * @param role {@code producer}, {@code administrator} or {@code auditor}, for messages
 * @param credentials who signs
 * @param controlPlane calls of KVS and STS
 * @param keys calls of KMS; a producer's are used for a dry run only, where the policy includes it
 */
public record Principal(
    String role,
    SessionCredentialsProvider credentials,
    ControlPlane controlPlane,
    KeyDirectory keys)
    implements AutoCloseable {

  @Override
  public void close() {
    keys.close();
    controlPlane.close();
    credentials.close();
  }
}
