package io.github.kvssecure.spi;

import io.github.kvssecure.identity.CallerIdentity;
import io.github.kvssecure.identity.SessionCredentials;
import io.github.kvssecure.stream.RetentionChange;
import io.github.kvssecure.stream.StreamArn;
import io.github.kvssecure.stream.StreamDescription;
import io.github.kvssecure.stream.StreamName;
import io.github.kvssecure.stream.StreamSpec;
import io.github.kvssecure.stream.StreamVersion;
import java.net.URI;
import java.util.Optional;

/**
 * The calls of KVS and STS that a principal makes beside the upload. Thread-safe; every call
 * blocks. Failures of the service are {@link ControlPlaneException}.
 */
public interface ControlPlane extends AutoCloseable {

  /**
   * What the service reports about a stream.
   *
   * @param name the stream
   * @return its description, or empty if there is no such stream
   * @throws ControlPlaneException if the service refuses or cannot be reached
   */
  Optional<StreamDescription> describe(StreamName name);

  /**
   * Asks for a stream to be made; it is not ready yet when this returns.
   *
   * @param spec name, media type, key, retention and tags
   * @return the new stream's ARN, or empty if a stream of that name is there already
   * @throws ControlPlaneException if the service refuses or cannot be reached
   */
  Optional<StreamArn> create(StreamSpec spec);

  /**
   * Changes how long a stream keeps media. Media that is older than the new retention is gone.
   *
   * @param stream which
   * @param seen the state of its settings that the change is based on
   * @param change from what to what; not the same twice
   * @throws ControlPlaneException if the service refuses, also because the stream has changed since
   *     it was seen, or cannot be reached
   */
  void changeRetention(StreamArn stream, StreamVersion seen, RetentionChange change);

  /**
   * Deletes a stream and everything stored in it.
   *
   * @param stream which
   * @param seen the state of its settings that was looked at
   * @throws ControlPlaneException if the service refuses, also because the stream has changed since
   *     it was seen, or cannot be reached
   */
  void delete(StreamArn stream, StreamVersion seen);

  /**
   * Where PutMedia of a stream goes.
   *
   * @param stream which
   * @return the endpoint as reported; not judged yet
   * @throws ControlPlaneException if the service refuses or cannot be reached, or answers with no
   *     URI
   */
  URI dataEndpoint(StreamArn stream);

  /**
   * Whose credentials these are.
   *
   * @param signer signs the question, and nothing else does: the answer is about these credentials
   * @return the caller; needs no permission
   * @throws ControlPlaneException if STS cannot be reached
   */
  CallerIdentity callerIdentity(SessionCredentials signer);

  /** Frees the clients. Safe to call twice. */
  @Override
  void close();
}
