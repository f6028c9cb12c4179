package io.github.kvssecure.jni.internal.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/**
 * Who else could change a file: judged by owner and mode of the file and of every directory above
 * it. Another user who may write to one of them could exchange what lies below. Immutable.
 *
 * @param user the numeric id of the user this process runs as
 */
record Ownership(int user) {

  private static final int ROOT = 0;
  private static final int STICKY = 01000;
  private static final int WRITABLE_BY_OTHERS = 022;
  private static final int PERMISSIONS = 07777;

  /** How this process judges. */
  static Ownership ofThisProcess() throws IOException {
    return new Ownership((Integer) Files.getAttribute(Path.of("/proc/self"), "unix:uid"));
  }

  /**
   * Requires that nobody else can put or exchange an entry of a directory. One that others may
   * write to must be sticky, as {@code /tmp} is: there, each may exchange only what is his own.
   *
   * @param directory a real path, without links
   * @throws NativeLibraryException if somebody could; names the directory
   */
  void requireDirectory(Path directory) throws IOException {
    for (Path each = directory; each != null; each = each.getParent()) {
      requireOwner(each);
      int mode = mode(each);
      if ((mode & WRITABLE_BY_OTHERS) != 0 && (mode & STICKY) == 0) {
        throw new NativeLibraryException(
            each
                + " may be written by others and is not sticky (mode "
                + Integer.toOctalString(mode)
                + "), so a library in it could be exchanged; chmod go-w "
                + each
                + ", or use a directory of your own");
      }
    }
  }

  /**
   * Requires a regular file that nobody else may write.
   *
   * @throws NativeLibraryException if it is a link or another kind of file, another user's, or
   *     writable by others
   */
  void requireFile(Path file) throws IOException {
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      throw new NativeLibraryException(
          file
              + " must be a regular file, found "
              + (Files.isSymbolicLink(file) ? "a symbolic link" : "another kind")
              + "; name the file itself");
    }
    requireOwner(file);
    int mode = mode(file);
    if ((mode & WRITABLE_BY_OTHERS) != 0) {
      throw new NativeLibraryException(
          file
              + " may be written by others (mode "
              + Integer.toOctalString(mode)
              + "); chmod go-w "
              + file);
    }
  }

  private void requireOwner(Path path) throws IOException {
    int owner = number(path, "unix:uid");
    if (owner != ROOT && owner != user) {
      throw new NativeLibraryException(
          path
              + " belongs to user "
              + owner
              + ", who could exchange a library there; it must belong to root or to user "
              + user
              + ", as whom this process runs");
    }
  }

  private static int number(Path path, String attribute) throws IOException {
    return (Integer) Files.getAttribute(path, attribute, LinkOption.NOFOLLOW_LINKS);
  }

  private static int mode(Path path) throws IOException {
    return number(path, "unix:mode") & PERMISSIONS;
  }
}
