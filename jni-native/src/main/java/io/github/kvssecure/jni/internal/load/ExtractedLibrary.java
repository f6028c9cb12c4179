package io.github.kvssecure.jni.internal.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;

/**
 * A verified native library on disk. Closing it removes the file; a library that was loaded from it
 * stays loaded.
 */
public final class ExtractedLibrary implements AutoCloseable {

  private final PrivateDirectory directory;
  private final Platform platform;
  private final String description;

  ExtractedLibrary(PrivateDirectory directory, Platform platform, String description) {
    this.directory = directory;
    this.platform = platform;
    this.description = description;
  }

  /**
   * The file.
   *
   * @return an absolute path
   */
  public Path path() {
    return directory.path().resolve(LibraryExtractor.FILE_NAME).toAbsolutePath();
  }

  /**
   * Where the library comes from, the start of its hash, and what was taken out of the copy that is
   * loaded.
   *
   * @return one line
   */
  public String description() {
    return description;
  }

  /**
   * Loads the library into the class loader of this class, which has the SDK too, so that the SDK,
   * given the same path, has nothing left to look for. Where it fails to load a path, the SDK loads
   * whatever library of that name it finds elsewhere.
   *
   * @throws NativeLibraryException if it does not load
   */
  public void load() {
    try {
      System.load(path().toString());
    } catch (UnsatisfiedLinkError e) {
      String why = LoadFailure.explain(String.valueOf(e.getMessage()));
      throw NativeLibraryException.ofAll(
          platform,
          List.of(description + ", copied to " + path() + ": it does not load: " + why),
          new NativeLibraryException(why, e));
    }
  }

  /**
   * Removes the file and its directory. Safe to call twice.
   *
   * @throws UncheckedIOException if they stay: a network file system keeps what is mapped
   */
  @Override
  public void close() {
    try {
      directory.delete(LibraryExtractor.FILE_NAME);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
