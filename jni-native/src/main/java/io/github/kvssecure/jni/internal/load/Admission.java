package io.github.kvssecure.jni.internal.load;

import java.util.Optional;

/**
 * Decides whether bytes may be loaded: by their hash first, before anything in them is believed,
 * then by what they say of the machine they are for. Immutable.
 *
 * @param pins the vendor's libraries
 * @param own the application's own build, which is the only one admitted then
 * @param platform where this JVM runs
 */
record Admission(PinList pins, Optional<OwnBuild> own, Platform platform) {

  private static final int SHORT_HASH = 12;

  /**
   * A library that may be loaded.
   *
   * @param copy what to load
   * @param description where it comes from, its hash, and what was taken out of it
   */
  record Admitted(HardenedCopy copy, String description) {}

  /**
   * Requires that there can be a library for this platform at all.
   *
   * @throws NativeLibraryException if there is none
   */
  void requirePlatform() {
    if (own.isEmpty()) {
      PinnedLibrary unused = pins.require(platform);
    } else if (!platform.os().equals("linux")) {
      throw new NativeLibraryException(
          "own builds can be verified on Linux only, found "
              + platform
              + "; give SecureProducer a media producer in Java");
    }
  }

  /**
   * Admits a library.
   *
   * @param bytes the whole of it
   * @return what to load
   * @throws NativeLibraryException if its hash is not the one required, or it is for another
   *     machine
   * @throws MalformedElfException if it is damaged
   */
  Admitted admit(byte[] bytes) {
    String found = Sha256.of(bytes);
    String origin = own.isPresent() ? ofOwn(own.get(), found) : ofVendor(found);
    ElfFile elf = ElfReader.read(bytes);
    MachineFit.require(elf, platform);
    HardenedCopy copy = HardenedCopy.of(bytes, elf);
    StringBuilder description =
        new StringBuilder(origin).append(", SHA-256 ").append(found, 0, SHORT_HASH).append("...");
    copy.notes().forEach(note -> description.append("; ").append(note));
    return new Admitted(copy, description.toString());
  }

  private static String ofOwn(OwnBuild build, String found) {
    if (!found.equals(build.sha256())) {
      throw new NativeLibraryException(
          "it has SHA-256 "
              + found
              + " but "
              + build.sha256()
              + " was pinned; if you built it anew, pin the new hash, else find out who changed it");
    }
    return "own build " + build.file() + " (" + build.reason() + ")";
  }

  private String ofVendor(String found) {
    PinnedLibrary required = pins.require(platform);
    if (found.equals(required.sha256())) {
      return required.provenance();
    }
    String known =
        pins.withHash(found)
            .map(
                pin ->
                    " (that is "
                        + pin.provenance()
                        + ", for "
                        + pin.platform()
                        + pin.refusal().map(refusal -> ": " + refusal).orElse("")
                        + ")")
            .orElse(" (nobody knows that file)");
    throw new NativeLibraryException(
        "it has SHA-256 "
            + found
            + known
            + " but must have "
            + required.sha256()
            + " ("
            + required.provenance()
            + "). Use the SDK's jar from Maven Central, version 1.12.0, once on the class path, or"
            + " pin a build of your own");
  }
}
