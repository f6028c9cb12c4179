package io.github.kvssecure.spi;

/** A media producer refused a call or did not answer; carries the status of native code. */
public final class MediaProducerException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** There is no native status: there was no answer in time, or no native code was asked. */
  public static final int NO_STATUS = -1;

  private final int status;
  private final boolean outOfRoom;

  /**
   * A refusal.
   *
   * @param status of native code, or {@link #NO_STATUS}
   * @param message what was asked, and what the status means
   */
  public MediaProducerException(int status, String message) {
    this(status, message, false);
  }

  private MediaProducerException(int status, String message, boolean outOfRoom) {
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
   * @param status of native code, or {@link #NO_STATUS}
   * @param message what was asked, and what to do
   * @return the refusal
   */
  public static MediaProducerException outOfRoom(int status, String message) {
    return new MediaProducerException(status, message, true);
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
