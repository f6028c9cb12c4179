package io.github.kvssecure.spi;

/** The native producer refused a call or did not answer; carries its status. */
public final class NativeProducerException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** There is no native status: it did not answer in time. */
  public static final int NO_STATUS = -1;

  private final int status;
  private final boolean outOfRoom;

  /**
   * A refusal by the native producer.
   *
   * @param status its status code, or {@link #NO_STATUS}
   * @param message what was asked, and what the status means
   */
  public NativeProducerException(int status, String message) {
    this(status, message, false);
  }

  private NativeProducerException(int status, String message, boolean outOfRoom) {
    super(
        status == NO_STATUS
            ? message
            : message + " (status 0x" + Integer.toHexString(status) + ")");
    this.status = status;
    this.outOfRoom = outOfRoom;
  }

  /**
   * A refusal that passes as soon as media is acknowledged: the memory for media is used up.
   *
   * @param status its status code, or {@link #NO_STATUS}
   * @param message what was asked, and what to do
   * @return the refusal
   */
  public static NativeProducerException outOfRoom(int status, String message) {
    return new NativeProducerException(status, message, true);
  }

  /**
   * Whether the same call can succeed as soon as media is acknowledged and freed.
   *
   * @return true if the memory for media is used up
   */
  public boolean isOutOfRoom() {
    return outOfRoom;
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
