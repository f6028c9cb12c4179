package io.github.kvssecure.jni.internal.load;

/**
 * Whether a library is built for the machine this JVM runs on; asked before the dynamic linker is.
 */
final class MachineFit {

  private MachineFit() {}

  /**
   * Requires that it is.
   *
   * @param elf what the library says of itself
   * @param platform where this JVM runs
   * @throws NativeLibraryException if it is for another processor, word size, order of bytes or C
   *     library
   */
  static void require(ElfFile elf, Platform platform) {
    int bits = platform.arch().equals("arm") ? 32 : 64;
    if (!elf.machineName().equals(platform.arch()) || elf.bits() != bits || !elf.littleEndian()) {
      throw new NativeLibraryException(
          "wrong architecture: it is built for "
              + elf.machineName()
              + " ("
              + elf.bits()
              + " bit, "
              + (elf.littleEndian() ? "little" : "big")
              + " endian), and this JVM is "
              + platform.arch()
              + " ("
              + bits
              + " bit, little endian); use a library for "
              + platform
              + ", or a JVM for "
              + elf.machineName());
    }
    if (elf.isForMusl() && platform.cLibrary().equals("glibc")) {
      throw new NativeLibraryException(
          "it is linked with musl, and this JVM runs on glibc; build it on a system with glibc");
    }
    if (elf.isForGlibc() && platform.cLibrary().equals("musl")) {
      throw new NativeLibraryException(
          "it is linked with glibc, and this JVM runs on musl (Alpine); build it on Alpine, or use"
              + " an image with glibc");
    }
  }
}
