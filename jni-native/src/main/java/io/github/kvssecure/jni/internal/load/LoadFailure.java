package io.github.kvssecure.jni.internal.load;

import java.util.regex.Pattern;

/**
 * Why the dynamic linker did not load a verified library, as its message tells, and what to do. The
 * messages are those of glibc's {@code dlopen} (elf/dl-load.c, elf/dl-version.c) and of the JVM.
 */
enum LoadFailure {
  /** {@code mmap} with PROT_EXEC is refused on a file system mounted {@code noexec}. */
  NO_EXEC(
      "failed to map segment from shared object",
      "its file system forbids execution (mounted noexec); name a private directory of another"
          + " file system with -D"
          + LibraryExtractor.DIRECTORY_PROPERTY),
  /** The C++ run-time library is not installed. */
  NO_LIBSTDCXX(
      "libstdc\\+\\+\\.so\\.\\d+: cannot open shared object file",
      "the C++ run-time library is missing; install it (Debian, Ubuntu: libstdc++6; Amazon Linux,"
          + " Fedora: libstdc++)"),
  /** glibc or libstdc++ is older than the one it was linked with. */
  TOO_OLD(
      "version `[A-Z]+_[0-9.]+' not found",
      "a system library is older than the one it was built with; run on a newer release, or build"
          + " it on this one"),
  /** Another library that it needs is not installed. */
  MISSING_LIBRARY(
      "cannot open shared object file",
      "a library that it needs is missing; install it (ldd names what is not found)"),
  /** musl does not know glibc's symbols. */
  MUSL(
      "Error relocating|Error loading shared library",
      "this JVM runs on musl (Alpine); use an image with glibc"),
  /** The file is for another processor, which the JVM tells in several ways. */
  WRONG_MACHINE(
      "wrong ELF class|Possible cause: (can't load|architecture word width mismatch|endianness)",
      "it is built for another processor; use a library for this one"),
  /** glibc 2.41 and newer refuse executable stacks. */
  EXECUTABLE_STACK(
      "cannot enable executable stack",
      "it wants an executable stack, which this system forbids; clear the mark when you build it"
          + " (-z noexecstack)");

  private final Pattern message;
  private final String remedy;

  LoadFailure(String message, String remedy) {
    this.message = Pattern.compile(message);
    this.remedy = remedy;
  }

  /**
   * What a message of the linker means and what to do.
   *
   * @param message the linker's
   * @return the message, explained where it is known
   */
  static String explain(String message) {
    for (LoadFailure failure : values()) {
      if (failure.message.matcher(message).find()) {
        return failure.remedy + " (the linker says: " + message + ")";
      }
    }
    return "the linker says: " + message;
  }
}
