package io.github.kvssecure.internal.packaging.codec;

/** Bytes are not what their codec says they are. */
public final class MalformedMediaException extends Exception {

  private static final long serialVersionUID = 1L;

  /**
   * Malformed bytes.
   *
   * @param message what was found, what is required and what to do; without media
   */
  public MalformedMediaException(String message) {
    super(message);
  }
}
