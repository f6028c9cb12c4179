package io.github.kvssecure.local.http;

/**
 * A refusal by one of the services, in the terms every AWS protocol has: status, error type,
 * message.
 */
public final class ServiceException extends Exception {
  private static final long serialVersionUID = 1L;

  private final int status;
  private final String type;

  /**
   * Makes a refusal.
   *
   * @param status HTTP status code
   * @param type error type as clients know it, for example {@code ResourceNotFoundException}
   * @param message text for the caller; holds no secret
   */
  public ServiceException(int status, String type, String message) {
    super(message);
    this.status = status;
    this.type = type;
  }

  /** Returns the HTTP status code. */
  public int status() {
    return status;
  }

  /** Returns the error type. */
  public String type() {
    return type;
  }

  /** Returns the text for the caller. */
  public String text() {
    String message = getMessage();
    return message == null ? type : message;
  }
}
