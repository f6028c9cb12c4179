package io.github.kvssecure.internal.gate.rule;

import io.github.kvssecure.internal.gate.rule.FileFacts.FileState;
import io.github.kvssecure.internal.gate.rule.FileFacts.FileState.Kind;
import io.github.kvssecure.internal.gate.rule.FileFacts.FileUse;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Whether files are no more open than their use allows, belong to whom the process runs as, and are
 * no links that somebody could turn.
 */
final class FileModes {

  private final List<FileState> files;
  private final String processOwner;
  private final List<String> found = new ArrayList<>();
  private final List<String> remedies = new ArrayList<>();

  private FileModes(List<FileState> files, String processOwner) {
    this.files = files;
    this.processOwner = processOwner;
  }

  /**
   * Judges files.
   *
   * @param files as they are
   * @param processOwner as whom this process runs
   */
  static FileModes of(List<FileState> files, String processOwner) {
    FileModes modes = new FileModes(files, processOwner);
    files.forEach(modes::judge);
    return modes;
  }

  /** What is wrong; empty if nothing is. */
  List<String> found() {
    return found;
  }

  /** What mends it, as commands of a shell where there is one. */
  List<String> remedies() {
    return remedies;
  }

  /** Whether the file system says who owns each file and who may read it. */
  boolean areTold() {
    return files.stream().allMatch(f -> f.permissions().isPresent() && f.owner().isPresent());
  }

  private void judge(FileState file) {
    String name = file.use().label() + " " + file.path();
    Kind wanted = file.use() == FileUse.DIRECTORY ? Kind.DIRECTORY : Kind.FILE;
    if (file.kind() != wanted) {
      found.add(name + " is " + words(file.kind()));
      remedies.add(
          file.kind() == Kind.SYMBOLIC_LINK
              ? "name the file itself: " + quoted(file) + " is a link"
              : "put the " + file.use().label() + " at " + quoted(file));
      return;
    }
    // A library and its package manager belong to root; for the rest, root is somebody else.
    boolean rootMayOwn = file.use() == FileUse.LIBRARY;
    file.owner()
        .filter(owner -> !owner.equals(processOwner) && !(rootMayOwn && owner.equals("root")))
        .ifPresent(
            owner -> {
              found.add(name + " belongs to " + owner);
              remedies.add("chown " + processOwner + " " + quoted(file));
            });
    file.permissions()
        .filter(permissions -> (octal(permissions) & ~allowed(file)) != 0)
        .ifPresent(
            permissions -> {
              found.add(name + " has mode " + Integer.toOctalString(octal(permissions)));
              remedies.add("chmod " + file.use().mode() + " " + quoted(file));
            });
  }

  /** What is required of these files. */
  String required() {
    List<String> modes = new ArrayList<>();
    for (FileState file : files) {
      String mode = file.use().label() + " " + file.use().mode();
      if (!modes.contains(mode)) {
        modes.add(mode);
      }
    }
    return "owned by " + processOwner + ", no links, at most " + String.join(", ", modes);
  }

  private static String words(Kind kind) {
    return switch (kind) {
      case FILE -> "a file";
      case DIRECTORY -> "a directory";
      case SYMBOLIC_LINK -> "a symbolic link";
      case OTHER -> "no regular file";
      case MISSING -> "missing";
    };
  }

  private static int allowed(FileState file) {
    return Integer.parseInt(file.use().mode(), 8);
  }

  private static int octal(Set<PosixFilePermission> permissions) {
    int bits = 0;
    for (char flag : PosixFilePermissions.toString(permissions).toCharArray()) {
      bits = bits << 1 | (flag == '-' ? 0 : 1);
    }
    return bits;
  }

  /** As a shell takes it, whatever is in the name. */
  private static String quoted(FileState file) {
    String text = file.path().toString();
    return text.matches("[\\w./@:+-]+") ? text : "'" + text.replace("'", "'\\''") + "'";
  }
}
