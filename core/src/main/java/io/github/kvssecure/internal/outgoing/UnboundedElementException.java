package io.github.kvssecure.internal.outgoing;

/** Bytes that are about to leave are no Matroska whose elements have bounds. */
final class UnboundedElementException extends Exception {

  private static final long serialVersionUID = 1L;

  /**
   * What was found.
   *
   * @param message in plain words, without media
   */
  UnboundedElementException(String message) {
    super(message);
  }
}
