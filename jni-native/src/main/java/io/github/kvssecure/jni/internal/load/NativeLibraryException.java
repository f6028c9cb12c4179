package io.github.kvssecure.jni.internal.load;

import java.util.List;

/** The native library cannot be used; says what was found, what is required and what to do. */
public final class NativeLibraryException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final boolean refusal;

  NativeLibraryException(String message) {
    super(message);
    this.refusal = false;
  }

  NativeLibraryException(String message, Throwable cause) {
    this(message, cause, /* refusal= */ false);
  }

  private NativeLibraryException(String message, Throwable cause, boolean refusal) {
    super(message, cause);
    this.refusal = refusal;
  }

  /** What was found has to go before anything else is used in its place. */
  static NativeLibraryException refusal(NativeLibraryException found) {
    return new NativeLibraryException(
        String.valueOf(found.getMessage()), found, /* refusal= */ true);
  }

  /** One exception of all that was tried; the last attempt is the one that failed. */
  static NativeLibraryException ofAll(Platform platform, List<String> attempts, Exception last) {
    StringBuilder message =
        new StringBuilder("the native producer cannot be used on ").append(platform);
    for (int i = 0; i < attempts.size(); i++) {
      message.append(i == 0 ? "; tried: (" : "; (").append(i + 1).append(") ");
      message.append(attempts.get(i));
    }
    return new NativeLibraryException(
        message.toString(), last, last instanceof NativeLibraryException e && e.isRefusal());
  }

  /**
   * Whether something was found that has to be removed before anything runs.
   *
   * @return false if there is merely nothing that can be loaded here
   */
  public boolean isRefusal() {
    return refusal;
  }
}
