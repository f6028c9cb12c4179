package io.github.kvssecure.jni.internal.load;

import java.util.List;

/** The native library cannot be used; says what was found, what is required and what to do. */
public final class NativeLibraryException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  NativeLibraryException(String message) {
    super(message);
  }

  NativeLibraryException(String message, Throwable cause) {
    super(message, cause);
  }

  /** One exception of all that was tried; the last attempt is the one that failed. */
  static NativeLibraryException ofAll(Platform platform, List<String> attempts, Exception last) {
    StringBuilder message =
        new StringBuilder("the native producer cannot be used on ").append(platform);
    for (int i = 0; i < attempts.size(); i++) {
      message.append(i == 0 ? "; tried: (" : "; (").append(i + 1).append(") ");
      message.append(attempts.get(i));
    }
    return new NativeLibraryException(message.toString(), last);
  }
}
