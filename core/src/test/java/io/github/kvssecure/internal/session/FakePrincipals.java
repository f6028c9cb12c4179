package io.github.kvssecure.internal.session;

import io.github.kvssecure.fake.Camera;
import io.github.kvssecure.identity.CredentialSource;
import io.github.kvssecure.internal.gate.PolicyGate;
import io.github.kvssecure.spi.ControlPlane;
import io.github.kvssecure.spi.KeyDirectory;
import io.github.kvssecure.spi.SessionCredentialsProvider;
import io.github.kvssecure.stream.StreamArn;
import io.github.kvssecure.stream.StreamName;
import java.time.Clock;
import java.util.Optional;
import java.util.function.Function;

/** Finder and producer are one; what closes the finder leaves the producer open. */
final class FakePrincipals implements Principals {

  private final Principal producer;
  private final Function<CredentialSource, Principal> administrators;

  FakePrincipals(Principal producer, Function<CredentialSource, Principal> administrators) {
    this.producer = producer;
    this.administrators = administrators;
  }

  /** Somebody with credentials of no particular source. */
  static Principal somebody(
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
  static CredentialInspection inspection(PolicyGate gate, Clock clock) {
    return new CredentialInspection(gate, Camera.REGION, clock, credentials -> Optional.empty());
  }

  @Override
  public Principal finder(StreamName name) {
    return new Principal(
        producer.identity(),
        producer.credentials(),
        new UnclosedControlPlane(producer.controlPlane()),
        producer.keys());
  }

  @Override
  public Principal producer(StreamArn stream, Optional<String> key) {
    return producer;
  }

  @Override
  public Principal administrator(CredentialSource source) {
    return administrators.apply(source);
  }
}
