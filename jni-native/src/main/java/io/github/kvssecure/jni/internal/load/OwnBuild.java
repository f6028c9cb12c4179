package io.github.kvssecure.jni.internal.load;

import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Objects;

/**
 * A native library that the application built itself, and vouches for by its hash. Immutable.
 *
 * @param file where it lies, an absolute path
 * @param sha256 its SHA-256, 64 lower-case hex digits
 * @param reason why it is used; at least ten characters; part of every report
 */
public record OwnBuild(Path file, String sha256, String reason) {

  private static final int MIN_REASON = 10;

  /**
   * Checks that hash and reason are there.
   *
   * @throws IllegalArgumentException if the path is relative, the hash is no SHA-256, or the reason
   *     is too short
   */
  public OwnBuild {
    Objects.requireNonNull(file, "file");
    if (!file.isAbsolute()) {
      throw new IllegalArgumentException(
          "name the library by an absolute path, found '" + file + "'");
    }
    sha256 = sha256.toLowerCase(Locale.ROOT);
    if (HexFormat.of().parseHex(sha256).length != 32) {
      throw new IllegalArgumentException(
          "a SHA-256 has 64 hex digits, found " + sha256.length() + "; sha256sum prints it");
    }
    reason = reason.strip();
    if (reason.length() < MIN_REASON) {
      throw new IllegalArgumentException(
          "an own build needs a written reason of at least " + MIN_REASON + " characters");
    }
  }
}
