package io.github.kvssecure.jni.internal.load;

import java.util.HexFormat;
import java.util.Optional;

/**
 * A native library whose every byte is known: where it lies, what it hashes to, where it came from.
 * Immutable.
 *
 * @param file its path inside the SDK's jar
 * @param origin who published it and when it was built
 * @param version the version of the SDK it is in
 * @param platform the {@link Platform#id} it is built for
 * @param sha256 its SHA-256, 64 lower-case hex digits
 * @param refusal why it is never loaded although it exists; empty if it is
 */
record PinnedLibrary(
    String file,
    String origin,
    String version,
    String platform,
    String sha256,
    Optional<String> refusal) {

  PinnedLibrary {
    if (HexFormat.of().parseHex(sha256).length != 32) {
      throw new IllegalArgumentException("a SHA-256 has 64 hex digits, found '" + sha256 + "'");
    }
  }

  /** Where it comes from, in words. */
  String provenance() {
    return origin + ", version " + version;
  }
}
