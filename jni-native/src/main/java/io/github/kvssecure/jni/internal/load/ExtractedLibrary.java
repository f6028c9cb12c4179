package io.github.kvssecure.jni.internal.load;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

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
   * Loads the library, so that the SDK, given the same path, has nothing left to look for. Where it
   * fails to load a path, the SDK loads whatever library of that name it finds elsewhere.
   *
   * @param sdk the class loader that has the SDK; if it is not ours, the library has to be loaded
   *     by the SDK itself, and there must be no other of its name
   * @throws NativeLibraryException if it does not load, or another could take its place
   */
  public void loadFor(ClassLoader sdk) {
    try {
      if (ExtractedLibrary.class.getClassLoader() != sdk) {
        requireNoOther(System.getProperty("java.library.path", ""));
        return;
      }
      System.load(path().toString());
    } catch (UnsatisfiedLinkError e) {
      throw failed(
          new NativeLibraryException(LoadFailure.explain(String.valueOf(e.getMessage())), e));
    } catch (NativeLibraryException e) {
      throw failed(e);
    }
  }

  private NativeLibraryException failed(NativeLibraryException cause) {
    return NativeLibraryException.ofAll(
        platform,
        List.of(
            description + ", copied to " + path() + ": it does not load: " + cause.getMessage()),
        cause);
  }

  /** Refuses a library of the same name where the SDK would find it without our path. */
  void requireNoOther(String searchPath) {
    for (String each : searchPath.split(Pattern.quote(File.pathSeparator), -1)) {
      Path other = Path.of(each, LibraryExtractor.FILE_NAME).toAbsolutePath();
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
      directory.delete(LibraryExtractor.FILE_NAME);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
