package io.github.kvssecure.jni.internal.load;

/** A file is no ELF shared library, or a damaged one. */
final class MalformedElfException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  MalformedElfException(String message) {
    super(message);
  }
}
