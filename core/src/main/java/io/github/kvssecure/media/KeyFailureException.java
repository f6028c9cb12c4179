package io.github.kvssecure.media;

import java.util.Objects;

/**
 * The service cannot encrypt with the stream's key any more, so the stream has stopped. Never
 * retried: somebody must mend the key first.
 */
public final class KeyFailureException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final KeyFailure failure;

  /**
   * A stream that stopped because of its key.
   *
   * @param stream what the stream is called in the message
   * @param failure what the service said
   */
  public KeyFailureException(String stream, KeyFailure failure) {
    super(
        "stream "
            + stream
            + " stopped: "
            + failure.cause()
            + " (acknowledgement "
            + failure.id()
            + "); "
            + failure.remedy());
    this.failure = Objects.requireNonNull(failure, "failure");
  }

  /**
   * What the service said of the key.
   *
   * @return the failure, with cause and remedy
   */
  public KeyFailure failure() {
    return failure;
  }
}
