package io.github.kvssecure.spi;

/** The media producer cannot run on this machine; says what was tried and what to do. */
public final class NativeLoadException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final boolean refusal;

  /**
   * A failure to load.
   *
   * @param message platform, every attempt, and what to do
   */
  public NativeLoadException(String message) {
    super(message);
    this.refusal = false;
  }

  /**
   * A failure to load, with its cause.
   *
   * @param message platform, every attempt, and what to do
   * @param cause what went wrong
   */
  public NativeLoadException(String message, Throwable cause) {
    super(message, cause);
    this.refusal = false;
  }

  private NativeLoadException(String message, Throwable cause, boolean refusal) {
    super(message, cause);
    this.refusal = refusal;
  }

  /**
   * The refusal of something that must not be in this process, or that somebody put there and that
   * is not what it should be. Another media producer does not take its place: that would hide it.
   *
   * @param message platform, every attempt, and what to do
   * @param cause what was found
   * @return an exception of which {@link #isRefusal} is true
   */
  public static NativeLoadException refusal(String message, Throwable cause) {
    return new NativeLoadException(message, cause, /* refusal= */ true);
  }

  /**
   * Whether something was found that has to be removed before anything runs.
   *
   * @return false if there is merely nothing that can run here
   */
  public boolean isRefusal() {
    return refusal;
  }
}
