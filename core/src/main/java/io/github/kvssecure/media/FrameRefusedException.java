package io.github.kvssecure.media;

/**
 * A frame was not accepted; it was not sent. Nothing else was changed, but that the oldest
 * fragments may have been given up where the stream's buffer limits say so. Carries the reason as a
 * value.
 */
public final class FrameRefusedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** Why a frame is not accepted. */
  public enum Reason {
    /** It has no bytes. */
    EMPTY,
    /** Its track was not declared in the stream spec. */
    UNDECLARED_TRACK,
    /**
     * No key frame has come yet, so nothing could decode it; or none since the native producer got
     * no frame for 20 seconds and ended the fragment by itself.
     */
    BEFORE_KEY_FRAME,
    /** Its timestamp does not come after the one before it. */
    TIMESTAMP_NOT_INCREASING,
    /** Its timestamp is before 1970 or after 2200. */
    TIMESTAMP_OUT_OF_RANGE,
    /** The fragment it belongs to would last longer than a fragment may. */
    FRAGMENT_TOO_LONG,
    /** The fragment it belongs to would have more bytes than a fragment may have. */
    FRAGMENT_TOO_LARGE,
    /** It is larger than a frame may be. */
    TOO_LARGE,
    /**
     * The buffer stayed full for as long as the caller was willing to wait. A fragment that gets no
     * frame of a track for that reason is given up as a whole when the next one begins.
     */
    BUFFER_FULL,
    /** The stream no longer takes frames. */
    STREAM_CLOSED
  }

  private final Reason reason;

  /**
   * A refusal.
   *
   * @param reason why
   * @param message what was found, what is required and what to do
   */
  public FrameRefusedException(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  /**
   * Why the frame was not accepted.
   *
   * @return the reason
   */
  public Reason reason() {
    return reason;
  }
}
