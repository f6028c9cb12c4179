package io.github.kvssecure.internal.gate.rule;

import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Optional;
import java.util.Set;

/** What rules about files of this machine look at. All immutable. */
public final class FileFacts {

  private FileFacts() {}

  /** What a file is for, and how open it may be. */
  public enum FileUse {
    /** A private key, or a store with one: mode 600. */
    PRIVATE_KEY("private key", "600"),
    /** A certificate: mode 644. */
    CERTIFICATE("certificate", "644"),
    /** A configuration of a PKCS#11 provider: mode 640. */
    CONFIGURATION("PKCS#11 configuration", "640"),
    /** A PKCS#11 library that the distribution installed: nobody else may write to it. */
    LIBRARY("PKCS#11 library", "755"),
    /** Media that waits for its acknowledgement: mode 600. */
    MEDIA("media file", "600"),
    /** A directory with keys, certificates or media: mode 700. */
    DIRECTORY("directory", "700");

    private final String label;
    private final String mode;

    FileUse(String label, String mode) {
      this.label = label;
      this.mode = mode;
    }

    /**
     * What to call it.
     *
     * @return a noun
     */
    public String label() {
      return label;
    }

    /**
     * How open it may be at most.
     *
     * @return three octal digits
     */
    public String mode() {
      return mode;
    }
  }

  /**
   * A file or directory as it is, links not followed.
   *
   * @param path where
   * @param use what for
   * @param kind what it is
   * @param owner who owns it; empty if the file system does not say
   * @param permissions who may do what; empty if the file system has no POSIX permissions
   */
  public record FileState(
      Path path,
      FileUse use,
      Kind kind,
      Optional<String> owner,
      Optional<Set<PosixFilePermission>> permissions) {

    /** What is at a path. */
    public enum Kind {
      /** A regular file. */
      FILE,
      /** A directory. */
      DIRECTORY,
      /** A symbolic link, wherever it leads. */
      SYMBOLIC_LINK,
      /** A device, a pipe or a socket. */
      OTHER,
      /** Nothing, or nothing that this process may see. */
      MISSING
    }
  }
}
