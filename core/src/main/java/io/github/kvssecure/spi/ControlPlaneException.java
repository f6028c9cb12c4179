package io.github.kvssecure.spi;

/** A call of the control plane failed; carries the service's error code and request id. */
public final class ControlPlaneException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** The error code of {@link #interrupted}. */
  public static final String INTERRUPTED = "Interrupted";

  private final String errorCode;
  private final boolean retryable;

  /**
   * A failed call.
   *
   * @param errorCode the service's word for it, for example {@code AccessDeniedException}, or
   *     {@code NoAnswer}
   * @param retryable whether the same call can succeed later
   * @param message which call, of which stream, request id, what to do; without secrets
   */
  public ControlPlaneException(String errorCode, boolean retryable, String message) {
    super(message);
    this.errorCode = errorCode;
    this.retryable = retryable;
  }

  /**
   * A call that was interrupted; the flag of the calling thread is set again.
   *
   * @param what was interrupted, ending in a blank
   * @return what to throw
   */
  public static ControlPlaneException interrupted(String what) {
    Thread.currentThread().interrupt();
    return new ControlPlaneException(INTERRUPTED, true, what + "interrupted");
  }

  /**
   * Whether it says nothing about the service: the calling thread was interrupted.
   *
   * @return true for what {@link #interrupted} makes
   */
  public boolean isInterruption() {
    return errorCode.equals(INTERRUPTED);
  }

  /**
   * The service's word for it.
   *
   * @return for example {@code AccessDeniedException}
   */
  public String errorCode() {
    return errorCode;
  }

  /**
   * Whether the same call can succeed later.
   *
   * @return false if something must be mended first
   */
  public boolean isRetryable() {
    return retryable;
  }

  /**
   * Whether the service said that the caller may not make this call.
   *
   * @return true for a missing permission; false where nobody answered, or for any other reason
   */
  public boolean isDenied() {
    return switch (errorCode) {
      case "AccessDenied", "AccessDeniedException", "NotAuthorizedException" -> true;
      default -> false;
    };
  }
}
