package io.github.kvssecure.fake;

import io.github.kvssecure.identity.CredentialSource;
import io.github.kvssecure.internal.gate.PolicyGate;
import io.github.kvssecure.internal.session.CallTally;
import io.github.kvssecure.internal.session.CredentialInspection;
import io.github.kvssecure.internal.session.Principal;
import io.github.kvssecure.spi.ControlPlane;
import io.github.kvssecure.spi.KeyDirectory;
import io.github.kvssecure.spi.SessionCredentialsProvider;
import java.time.Clock;
import java.util.Optional;

/** Principals over fakes. */
public final class Somebody {

  private Somebody() {}

  /** Somebody with the credentials of an instance role. */
  public static Principal as(
      String role,
      SessionCredentialsProvider credentials,
      ControlPlane controlPlane,
      KeyDirectory keys) {
    return new Principal(
        new Principal.Identity(role, CredentialSource.instanceRole(), new CallTally()),
        credentials,
        controlPlane,
        keys);
  }

  /** An inspection that finds no key written down. */
  public static CredentialInspection inspection(PolicyGate gate, Clock clock) {
    return new CredentialInspection(gate, Camera.REGION, clock, credentials -> Optional.empty());
  }
}
