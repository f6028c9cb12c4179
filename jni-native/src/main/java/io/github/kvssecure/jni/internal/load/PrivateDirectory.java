package io.github.kvssecure.jni.internal.load;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * A fresh directory that only this user can enter. What is written into it cannot be exchanged by
 * another user before it is used.
 */
final class PrivateDirectory {

  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rwx------");
  private static final Set<PosixFilePermission> OWNER_READS =
      PosixFilePermissions.fromString("r--------");

  private final Path path;

  private PrivateDirectory(Path path) {
    this.path = path;
  }

  /**
   * Makes a directory.
   *
   * @param workplace where; nobody else may be able to exchange entries there, and names must be
   *     such that nobody can guess them
   * @throws NativeLibraryException if the name is taken, or the directory is not private
   */
  static PrivateDirectory create(LibraryExtractor.Workplace workplace) throws IOException {
    Path parent = workplace.parent().toRealPath();
    try {
      workplace.ownership().requireDirectory(parent);
    } catch (NativeLibraryException e) {
      throw new NativeLibraryException(
          e.getMessage() + " with -D" + LibraryExtractor.DIRECTORY_PROPERTY, e);
    }
    Path path = parent.resolve(workplace.names().get());
    FileAttribute<Set<PosixFilePermission>> mode = PosixFilePermissions.asFileAttribute(OWNER_ONLY);
    try {
      Files.createDirectory(path, mode);
    } catch (FileAlreadyExistsException e) {
      throw new NativeLibraryException(
          path + " exists already; somebody may have planted it. Remove it", e);
    }
    requirePrivate(path);
    return new PrivateDirectory(path);
  }

  /** Refuses a directory that is a link, that others can enter, or that is another user's. */
  static void requirePrivate(Path path) throws IOException {
    PosixFileAttributes found =
        Files.readAttributes(path, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    if (!found.isDirectory() || !found.permissions().equals(OWNER_ONLY)) {
      throw new NativeLibraryException(
          path
              + " must be a directory with mode rwx------, found "
              + (found.isDirectory() ? "" : "no directory, ")
              + PosixFilePermissions.toString(found.permissions()));
    }
  }

  /**
   * Writes a file that must not exist, readable by this user alone, and reads it back.
   *
   * @return what is on disk
   * @throws NativeLibraryException if the name is taken, even by a dangling link, or the file
   *     belongs to another user than the directory
   */
  byte[] write(String name, byte[] bytes) throws IOException {
    Path file = path.resolve(name);
    Set<OpenOption> fresh =
        Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
    FileAttribute<Set<PosixFilePermission>> mode =
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    try (var channel = Files.newByteChannel(file, fresh, mode)) {
      ByteBuffer content = ByteBuffer.wrap(bytes);
      while (content.hasRemaining()) {
        channel.write(content);
      }
    } catch (FileAlreadyExistsException e) {
      throw new NativeLibraryException(
          file + " exists already; somebody may have planted it. Remove it", e);
    }
    Files.setPosixFilePermissions(file, OWNER_READS);
    if (!Files.getOwner(file, LinkOption.NOFOLLOW_LINKS)
        .equals(Files.getOwner(path, LinkOption.NOFOLLOW_LINKS))) {
      throw new NativeLibraryException(
          path + " belongs to another user; name a directory of yours");
    }
    return Files.readAllBytes(file);
  }

  Path path() {
    return path;
  }

  /** Removes the directory and the file in it; what is mapped into memory stays mapped. */
  void delete(String name) throws IOException {
    Files.deleteIfExists(path.resolve(name));
    Files.deleteIfExists(path);
  }
}
