package io.github.kvssecure.jni.internal.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/**
 * A verified native library on disk. Closing it removes the file; a library that was loaded from it
 * stays loaded.
 */
public final class ExtractedLibrary implements AutoCloseable {

  private final PrivateDirectory directory;
  private final String fileName;

  ExtractedLibrary(PrivateDirectory directory, String fileName) {
    this.directory = directory;
    this.fileName = fileName;
  }

  /**
   * The file.
   *
   * @return an absolute path
   */
  public Path path() {
    return directory.path().resolve(fileName).toAbsolutePath();
  }

  /** Removes the file and its directory. Safe to call twice. */
  @Override
  public void close() {
    try {
      directory.delete(fileName);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
