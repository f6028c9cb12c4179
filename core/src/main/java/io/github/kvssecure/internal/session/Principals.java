package io.github.kvssecure.internal.session;

import io.github.kvssecure.identity.CredentialSource;
import io.github.kvssecure.stream.StreamArn;
import io.github.kvssecure.stream.StreamName;
import java.util.Optional;

/** Gives everybody credentials that are as narrow as the source allows. Thread-safe. */
public interface Principals {

  /**
   * Somebody who may look for a stream of this name.
   *
   * @param name of the stream
   * @return to be closed; closing leaves credentials open that others share
   */
  Principal finder(StreamName name);

  /**
   * Somebody who may produce to this stream.
   *
   * @param stream exactly this one
   * @param key its key, as the service reports it
   * @return to be closed; closing leaves credentials open that others share
   */
  Principal producer(StreamArn stream, Optional<String> key);

  /**
   * Somebody who may make streams.
   *
   * @param source the administrator's credentials
   * @return to be closed
   */
  Principal administrator(CredentialSource source);
}
