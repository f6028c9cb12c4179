package io.github.kvssecure.internal.session;

import io.github.kvssecure.identity.CallerIdentity;
import io.github.kvssecure.identity.SessionCredentials;
import io.github.kvssecure.spi.ControlPlane;
import io.github.kvssecure.stream.RetentionChange;
import io.github.kvssecure.stream.StreamArn;
import io.github.kvssecure.stream.StreamDescription;
import io.github.kvssecure.stream.StreamName;
import io.github.kvssecure.stream.StreamSpec;
import io.github.kvssecure.stream.StreamVersion;
import java.net.URI;
import java.util.Optional;

/** Makes the calls of another control plane, which stays open. */
record UnclosedControlPlane(ControlPlane calls) implements ControlPlane {

  @Override
  public Optional<StreamDescription> describe(StreamName name) {
    return calls.describe(name);
  }

  @Override
  public Optional<StreamArn> create(StreamSpec spec) {
    return calls.create(spec);
  }

  @Override
  public void changeRetention(StreamArn stream, StreamVersion seen, RetentionChange change) {
    calls.changeRetention(stream, seen, change);
  }

  @Override
  public void delete(StreamArn stream, StreamVersion seen) {
    calls.delete(stream, seen);
  }

  @Override
  public URI dataEndpoint(StreamArn stream) {
    return calls.dataEndpoint(stream);
  }

  @Override
  public CallerIdentity callerIdentity(SessionCredentials signer) {
    return calls.callerIdentity(signer);
  }

  @Override
  public void close() {}
}
