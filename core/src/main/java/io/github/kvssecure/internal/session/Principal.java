package io.github.kvssecure.internal.session;

import io.github.kvssecure.identity.CredentialSource;
import io.github.kvssecure.spi.ControlPlane;
import io.github.kvssecure.spi.KeyDirectory;
import io.github.kvssecure.spi.SessionCredentialsProvider;

/**
 * Somebody who makes calls: a producer or an administrator. Closing it closes its clients.
 *
 * @param identity who it is
 * @param credentials who signs
 * @param controlPlane calls of KVS and STS
 * @param keys calls of KMS; a producer's are used for a dry run only, where the policy includes it
 */
public record Principal(
    Identity identity,
    SessionCredentialsProvider credentials,
    ControlPlane controlPlane,
    KeyDirectory keys)
    implements AutoCloseable {

  /**
   * Who somebody is.
   *
   * @param role {@link #PRODUCER}, {@link #ADMINISTRATOR} or {@link #AUDITOR}
   * @param source where the credentials come from
   * @param calls counts the calls made with them
   */
  public record Identity(String role, CredentialSource source, CallTally calls) {}

  /** Somebody who sends media. */
  public static final String PRODUCER = "producer";

  /** Somebody who makes streams. */
  public static final String ADMINISTRATOR = "administrator";

  /** Somebody who looks at keys. */
  public static final String AUDITOR = "auditor";

  /**
   * What the principal is for.
   *
   * @return one of the three roles
   */
  public String role() {
    return identity.role();
  }

  @Override
  public void close() {
    keys.close();
    controlPlane.close();
    credentials.close();
  }
}
