package io.github.kvssecure.jni.internal.load;

import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * A place where a native library may lie. Its bytes are read once, into memory: what is judged
 * later is what was read, whatever happens to the place meanwhile.
 */
interface LibrarySource {

  /** Larger than any build of the library, and small enough to be read. */
  int MAX_BYTES = 64 << 20;

  /**
   * Reads the library.
   *
   * @return its bytes; empty if there is none here
   * @throws NativeLibraryException if there is one that must not be used
   */
  Optional<byte[]> read() throws IOException;

  /** What it is called in messages. */
  String description();

  /** Whether somebody named this place, who then has to hear of it when it cannot be used. */
  default boolean isNamed() {
    return true;
  }

  /**
   * A file that somebody named. If it cannot be used, nothing else is.
   *
   * @param file an absolute path
   * @param named by what
   * @param ownership who else may write it
   */
  record NamedFile(Path file, String named, Ownership ownership) implements LibrarySource {
    @Override
    public Optional<byte[]> read() throws IOException {
      if (!file.isAbsolute()) {
        throw new NativeLibraryException(
            "the path is relative, so the working directory would decide; name an absolute one");
      }
      return Optional.of(
          FileReading.read(file, ownership)
              .orElseThrow(
                  () ->
                      new NativeLibraryException(
                          "there is no such file; correct the path, or leave it out to use the"
                              + " library in the vendor's jar")));
    }

    @Override
    public String description() {
      return file + " (" + named + ")";
    }
  }

  /**
   * A directory in which a library of the usual name may lie.
   *
   * @param directory an absolute path
   * @param named by what
   * @param ownership who else may write it
   */
  record NamedDirectory(Path directory, String named, Ownership ownership)
      implements LibrarySource {
    @Override
    public Optional<byte[]> read() throws IOException {
      if (!directory.isAbsolute()) {
        throw new NativeLibraryException(
            "the path is relative, so the working directory would decide; name an absolute one");
      }
      return FileReading.read(directory.resolve(LibraryExtractor.FILE_NAME), ownership);
    }

    @Override
    public String description() {
      return directory.resolve(LibraryExtractor.FILE_NAME) + " (" + named + ")";
    }
  }

  /**
   * The library inside the vendor's jar.
   *
   * @param copies the class path
   * @param resource its path in the jar
   */
  record Packaged(ClassPathCopies copies, String resource) implements LibrarySource {
    @Override
    public Optional<byte[]> read() throws IOException {
      return copies.only(resource);
    }

    @Override
    public String description() {
      return resource + " of the SDK's jar";
    }

    @Override
    public boolean isNamed() {
      return false;
    }
  }

  /** Reads a file that only its rightful owner can have written. */
  final class FileReading {

    private FileReading() {}

    /** Where it really is. Empty only if there surely is none. */
    static Optional<Path> find(Path file) throws IOException {
      Path parent = file.getParent();
      if (parent == null) {
        return Optional.empty();
      }
      try {
        Path directory = parent.toRealPath();
        if (!Files.isDirectory(directory)) {
          // Newer JDKs call what would lie in it a file that does not exist.
          throw new FileSystemException(directory.toString(), null, "not a directory");
        }
        Path real = directory.resolve(file.getFileName());
        BasicFileAttributes unused =
            Files.readAttributes(real, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        return Optional.of(real);
      } catch (NoSuchFileException e) {
        return Optional.empty();
      }
    }

    /** Empty only if there surely is none: a place that may not be looked at is an error. */
    private static Optional<byte[]> read(Path file, Ownership ownership) throws IOException {
      Optional<Path> found = find(file);
      if (found.isEmpty()) {
        return Optional.empty();
      }
      Path real = found.get();
      ownership.requireDirectory(Objects.requireNonNull(real.getParent()));
      ownership.requireFile(real);
      try (SeekableByteChannel channel =
              Files.newByteChannel(
                  real, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS));
          var in = Channels.newInputStream(channel)) {
        byte[] bytes = in.readNBytes(MAX_BYTES + 1);
        if (bytes.length > MAX_BYTES) {
          throw new NativeLibraryException(
              "it has more than " + (MAX_BYTES >> 20) + " MiB; no build of the library has");
        }
        return Optional.of(bytes);
      }
    }
  }
}
