package io.github.kvssecure.internal.ambient;

/** A configuration file is there, and nobody can tell what it says. */
final class UnreadableFileException extends Exception {

  private static final long serialVersionUID = 1L;

  /**
   * A file that cannot be read.
   *
   * @param found what is wrong with it, without what it says
   */
  UnreadableFileException(String found) {
    super(found);
  }
}
