package io.github.kvssecure.jni.internal.load;

import java.util.HexFormat;
import java.util.Optional;

/**
 * A native library whose every byte is known: where it lies, what it hashes to, where it came from.
 * Immutable.
 *
 * @param platform the {@link Platform#id} it is built for
 * @param resource its path inside the SDK's jar
 * @param sha256 its SHA-256, 64 lower-case hex digits
 * @param origin who published it and when it was built
 * @param refusal why it is never loaded although it exists; empty if it is
 */
record PinnedLibrary(
    String platform, String resource, String sha256, String origin, Optional<String> refusal) {

  PinnedLibrary {
    if (HexFormat.of().parseHex(sha256).length != 32) {
      throw new IllegalArgumentException("a SHA-256 has 64 hex digits, found '" + sha256 + "'");
    }
  }

  /** The name of the file, without folders. */
  String fileName() {
    return resource.substring(resource.lastIndexOf('/') + 1);
  }
}
