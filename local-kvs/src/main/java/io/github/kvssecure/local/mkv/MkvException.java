package io.github.kvssecure.local.mkv;

import java.io.Serial;
import java.util.OptionalLong;

/** What was found in a Matroska stream that the reader's limits do not allow. */
public final class MkvException extends Exception {
  @Serial private static final long serialVersionUID = 1L;

  private static final long UNKNOWN = Long.MIN_VALUE;

  private final FragmentError error;
  private final long timecodeMillis;

  /**
   * An error that belongs to no fragment, or to one whose timecode is not known yet.
   *
   * @param error what PutMedia calls it
   * @param message what was found and what is required
   */
  public MkvException(FragmentError error, String message) {
    this(error, UNKNOWN, message);
  }

  private MkvException(FragmentError error, long timecodeMillis, String message) {
    super(message);
    this.error = error;
    this.timecodeMillis = timecodeMillis;
  }

  /** The same error, on the fragment with this timecode. */
  MkvException inFragment(long timecode) {
    MkvException located = new MkvException(error, timecode, getMessage());
    located.setStackTrace(getStackTrace());
    located.initCause(getCause());
    return located;
  }

  /** The same error thrown again, with the first one as its cause. */
  MkvException again() {
    MkvException repeated = new MkvException(error, timecodeMillis, getMessage());
    repeated.initCause(this);
    return repeated;
  }

  static MkvException invalid(String message) {
    return new MkvException(FragmentError.INVALID_MKV_DATA, message);
  }

  /** What PutMedia calls this error. */
  public FragmentError error() {
    return error;
  }

  /** The timecode, in milliseconds, of the fragment on which the error falls, when it is known. */
  public OptionalLong timecodeMillis() {
    return timecodeMillis == UNKNOWN ? OptionalLong.empty() : OptionalLong.of(timecodeMillis);
  }

  @Override
  public String getMessage() {
    String message = super.getMessage();
    return message == null ? error.name() : message;
  }
}
