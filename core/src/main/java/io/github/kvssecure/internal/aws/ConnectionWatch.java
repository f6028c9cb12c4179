package io.github.kvssecure.internal.aws;

import io.github.kvssecure.event.ConnectionEvidence;
import io.github.kvssecure.spi.UploadException.Failure;
import java.time.Instant;

/**
 * Told of every connection to the control plane: KVS, KMS and STS, each attempt of each call. Must
 * be thread-safe; what it throws ends the call and reaches the caller as it is.
 */
public interface ConnectionWatch {

  /** Looks at nothing. The rules of TLS itself hold all the same. */
  ConnectionWatch NONE =
      new ConnectionWatch() {
        @Override
        public void connected(ConnectionEvidence evidence) {}

        @Override
        public void refused(String host, Failure failure, String message) {}

        @Override
        public void answered(String host, int status) {}

        @Override
        public void dated(String host, Instant theirs) {}
      };

  /**
   * A handshake is over, and nothing was sent yet.
   *
   * @param evidence what it settled, with whom
   */
  void connected(ConnectionEvidence evidence);

  /**
   * TLS refused the peer; nothing was sent.
   *
   * @param host the name that was asked for
   * @param failure a wrong name, no trust, or no common version or suite
   * @param message what happened
   */
  void refused(String host, Failure failure, String message);

  /**
   * A response is here. It may be throwing: the response is then dropped.
   *
   * @param host who answered
   * @param status of HTTP
   */
  void answered(String host, int status);

  /**
   * A response says what time it is at the service. It may be throwing: the response is then
   * dropped.
   *
   * @param host who says so
   * @param theirs its time, to the second
   */
  void dated(String host, Instant theirs);
}
