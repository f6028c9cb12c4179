package io.github.kvssecure.spi;

/** The media producer cannot run on this machine; says what was tried and what to do. */
public final class NativeLoadException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /**
   * A failure to load.
   *
   * @param message platform, every attempt, and what to do
   */
  public NativeLoadException(String message) {
    super(message);
  }

  /**
   * A failure to load, with its cause.
   *
   * @param message platform, every attempt, and what to do
   * @param cause what went wrong
   */
  public NativeLoadException(String message, Throwable cause) {
    super(message, cause);
  }
}
