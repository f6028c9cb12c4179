package io.github.kvssecure.jni.internal.load;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

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

  /**
   * Loads the library, so that the SDK, given the same path, has nothing left to look for. Where it
   * fails to load a path, the SDK loads whatever library of that name it finds elsewhere.
   *
   * @param sdk the class loader that has the SDK; if it is not ours, the library has to be loaded
   *     by the SDK itself, and there must be no other of its name
   * @throws NativeLibraryException if it does not load, or another could take its place
   */
  public void loadFor(ClassLoader sdk) {
    if (ExtractedLibrary.class.getClassLoader() != sdk) {
      requireNoOther(System.getProperty("java.library.path", ""));
      return;
    }
    try {
      System.load(path().toString());
    } catch (UnsatisfiedLinkError e) {
      throw new NativeLibraryException(
          path()
              + " does not load: "
              + e.getMessage()
              + "; if its file system forbids execution (noexec), name a directory of another with"
              + " -D"
              + LibraryExtractor.DIRECTORY_PROPERTY
              + "; if libstdc++ is missing, install it",
          e);
    }
  }

  /** Refuses a library of the same name where the SDK would find it without our path. */
  void requireNoOther(String searchPath) {
    for (String directory : searchPath.split(Pattern.quote(File.pathSeparator), -1)) {
      Path other = Path.of(directory, fileName);
      if (Files.exists(other)) {
        throw new NativeLibraryException(
            other
                + " is on java.library.path, from where the SDK would load it unverified; remove it,"
                + " or put this library and the SDK into one class loader");
      }
    }
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
