package io.github.kvssecure.stream;

/**
 * The application asked for something that cannot work, whatever the policy: a stream without
 * tracks, two tracks with one number, a name that is open already. Never retried.
 */
public final class IngestConfigurationException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /**
   * A configuration that cannot work.
   *
   * @param message what was found, what is required and what to write instead
   */
  public IngestConfigurationException(String message) {
    super(message);
  }
}
