package io.github.kvssecure.spi;

/** The native producer refused a call or did not answer; carries its status. */
public final class NativeProducerException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** There is no native status: it did not answer in time. */
  public static final int NO_STATUS = -1;

  private final int status;
  private final boolean passing;

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
    this.passing = false;
  }

  /**
   * A refusal that passes as soon as media is acknowledged: the memory for media is used up.
   *
   * @param full what was refused for want of memory
   */
  public NativeProducerException(NativeProducerException full) {
    super(full.getMessage(), full);
    this.status = full.status;
    this.passing = true;
  }

  /**
   * Whether the same call can succeed as soon as media is acknowledged and freed.
   *
   * @return true if the memory for media is used up
   */
  public boolean isOutOfRoom() {
    return passing;
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
