package io.github.kvssecure.jni.internal.load;

/** The native library cannot be used; says what was found, what is required and what to do. */
public final class NativeLibraryException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  NativeLibraryException(String message) {
    super(message);
  }

  NativeLibraryException(String message, Throwable cause) {
    super(message, cause);
  }
}
