package io.github.kvssecure.internal.transport;

import org.jspecify.annotations.Nullable;

/** The media of an upload could not be read. */
final class BodyException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /**
   * A failed read.
   *
   * @param message what failed
   * @param cause what the media threw, if it did
   */
  BodyException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
