package io.github.kvssecure.fake;

import io.github.kvssecure.identity.CallerIdentity;
import io.github.kvssecure.identity.SessionCredentials;
import io.github.kvssecure.spi.ControlPlane;
import io.github.kvssecure.spi.ControlPlaneException;
import io.github.kvssecure.stream.RetentionChange;
import io.github.kvssecure.stream.StreamArn;
import io.github.kvssecure.stream.StreamDescription;
import io.github.kvssecure.stream.StreamName;
import io.github.kvssecure.stream.StreamSpec;
import io.github.kvssecure.stream.StreamVersion;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Answers as a test says, the last answer again and again. For one thread. */
public final class FakeControlPlane implements ControlPlane {

  private final List<String> calls = new ArrayList<>();
  private final Deque<Optional<StreamDescription>> descriptions = new ArrayDeque<>();
  private Optional<StreamArn> created = Optional.of(Camera.ARN);
  private Supplier<URI> endpoint = () -> Camera.ENDPOINT;
  private final List<String> asked = new ArrayList<>();
  private Supplier<CallerIdentity> caller =
      () ->
          new CallerIdentity(
              Camera.ACCOUNT, "arn:aws:sts::123456789012:assumed-role/camera/front-door-camera");
  private boolean closed;

  /** Adds an answer to {@link #describe}. */
  public FakeControlPlane describing(StreamDescription.Builder description) {
    descriptions.add(Optional.of(description.build()));
    return this;
  }

  /** Adds the answer that there is no such stream. */
  public FakeControlPlane missing() {
    descriptions.add(Optional.empty());
    return this;
  }

  /** Answers {@link #create} as if somebody else had been faster. */
  public FakeControlPlane createdBySomebodyElse() {
    created = Optional.empty();
    return this;
  }

  /** Answers {@link #dataEndpoint}. */
  public FakeControlPlane endpoint(URI value) {
    endpoint = () -> value;
    return this;
  }

  /** Fails {@link #dataEndpoint}. */
  public FakeControlPlane withoutEndpoint(ControlPlaneException failure) {
    endpoint =
        () -> {
          throw failure;
        };
    return this;
  }

  /** Answers {@link #callerIdentity}. */
  public FakeControlPlane caller(Supplier<CallerIdentity> value) {
    caller = value;
    return this;
  }

  /** The access keys that STS was asked about; not among {@link #calls}. */
  public List<String> askedAbout() {
    return List.copyOf(asked);
  }

  public List<String> calls() {
    return List.copyOf(calls);
  }

  public boolean isClosed() {
    return closed;
  }

  @Override
  public Optional<StreamDescription> describe(StreamName name) {
    calls.add("describe");
    return descriptions.size() > 1 ? descriptions.remove() : descriptions.element();
  }

  @Override
  public Optional<StreamArn> create(StreamSpec spec) {
    calls.add("create");
    return created;
  }

  @Override
  public void changeRetention(StreamArn stream, StreamVersion seen, RetentionChange change) {
    calls.add("changeRetention " + change.hours() + " at " + seen);
  }

  @Override
  public void delete(StreamArn stream, StreamVersion seen) {
    calls.add("delete at " + seen);
  }

  @Override
  public URI dataEndpoint(StreamArn stream) {
    calls.add("dataEndpoint");
    return endpoint.get();
  }

  @Override
  public CallerIdentity callerIdentity(SessionCredentials signer) {
    asked.add(signer.accessKeyId());
    return caller.get();
  }

  @Override
  public void close() {
    closed = true;
  }
}
