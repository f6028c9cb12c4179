package io.github.kvssecure.spi;

/** The native producer refused a call or did not answer; carries its status. */
public final class NativeProducerException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** There is no native status: it did not answer in time. */
  public static final int NO_STATUS = -1;

  private final int status;

  /**
   * A refusal by the native producer.
   *
   * @param status its status code, or {@link #NO_STATUS}
   * @param message what was asked, and what the status means
   */
  public NativeProducerException(int status, String message) {
    super(
        status == NO_STATUS
            ? message
            : message + " (status 0x" + Integer.toHexString(status) + ")");
    this.status = status;
  }

  /**
   * The native status code.
   *
   * @return the code, or {@link #NO_STATUS}
   */
  public int status() {
    return status;
  }
}
