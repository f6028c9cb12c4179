package io.github.kvssecure.internal.files;

import io.github.kvssecure.internal.gate.rule.FileFacts.FileState;
import io.github.kvssecure.internal.gate.rule.FileFacts.FileState.Kind;
import io.github.kvssecure.internal.gate.rule.FileFacts.FileUse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributes;
import java.util.Optional;

/** Looks at files and directories, without following links. Thread-safe. */
public final class FileStates {

  private FileStates() {}

  /**
   * As whom this process runs.
   *
   * @return the name of the user
   */
  public static String processOwner() {
    try {
      // What the kernel says; a container may lack an entry for user.name.
      return Files.getOwner(Path.of("/proc/self")).getName();
    } catch (IOException | UnsupportedOperationException e) {
      return System.getProperty("user.name", "?");
    }
  }

  /**
   * A file or directory as it is, links not followed.
   *
   * @param path where
   * @param use what for
   * @return its state; missing if there is nothing that this process may see
   */
  public static FileState of(Path path, FileUse use) {
    try {
      PosixFileAttributes found =
          Files.readAttributes(path, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      return new FileState(
          path,
          use,
          kind(found),
          Optional.of(found.owner().getName()),
          Optional.of(found.permissions()));
    } catch (UnsupportedOperationException e) {
      return withoutPermissions(path, use);
    } catch (IOException e) {
      return new FileState(path, use, Kind.MISSING, Optional.empty(), Optional.empty());
    }
  }

  private static FileState withoutPermissions(Path path, FileUse use) {
    try {
      BasicFileAttributes found =
          Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      return new FileState(path, use, kind(found), Optional.empty(), Optional.empty());
    } catch (IOException e) {
      return new FileState(path, use, Kind.MISSING, Optional.empty(), Optional.empty());
    }
  }

  private static Kind kind(BasicFileAttributes found) {
    if (found.isSymbolicLink()) {
      return Kind.SYMBOLIC_LINK;
    }
    if (found.isDirectory()) {
      return Kind.DIRECTORY;
    }
    return found.isRegularFile() ? Kind.FILE : Kind.OTHER;
  }
}
