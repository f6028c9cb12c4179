package io.github.kvssecure.internal.session;

import io.github.kvssecure.identity.CredentialSource;
import io.github.kvssecure.stream.StreamArn;
import io.github.kvssecure.stream.StreamName;
import java.util.Optional;
import java.util.function.Function;

/** Finder and producer are one; what closes the finder leaves the producer open. */
final class FakePrincipals implements Principals {

  private final Principal producer;
  private final Function<CredentialSource, Principal> administrators;
  private Optional<String> key = Optional.empty();

  FakePrincipals(Principal producer, Function<CredentialSource, Principal> administrators) {
    this.producer = producer;
    this.administrators = administrators;
  }

  @Override
  public Principal finder(StreamName name) {
    return new Principal(
        producer.identity(),
        new SharedCredentials(producer.credentials()),
        new UnclosedControlPlane(producer.controlPlane()),
        producer.keys());
  }

  @Override
  public Principal producer(StreamArn stream, Optional<String> key) {
    this.key = key;
    return producer;
  }

  /** The key that the latest producer was narrowed to. */
  Optional<String> key() {
    return key;
  }

  @Override
  public Principal administrator(CredentialSource source) {
    return administrators.apply(source);
  }
}
