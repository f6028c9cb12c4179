package io.github.kvssecure.jni.internal.load;

import java.util.List;

/**
 * What an ELF shared library says of itself before it is loaded: for which machine it is, what it
 * wants loaded with it and from where, and whether it wants stacks to be executable. Immutable.
 *
 * @param bits 32 or 64
 * @param littleEndian the order of bytes
 * @param machine the {@code e_machine} number
 * @param needed the libraries it names (DT_NEEDED)
 * @param searchPaths the directories it wants searched first (DT_RPATH, DT_RUNPATH), colons and all
 * @param stack whether it wants an executable stack
 * @param layout where those facts stand in the file
 * @see ElfReader
 */
record ElfFile(
    int bits,
    boolean littleEndian,
    int machine,
    List<String> needed,
    List<String> searchPaths,
    Stack stack,
    Layout layout) {

  /** {@code e_machine} of Intel 386 (gABI, figure 4-4). */
  static final int I386 = 3;

  /** {@code e_machine} of 32-bit ARM. */
  static final int ARM = 40;

  /** {@code e_machine} of AMD x86-64. */
  static final int X86_64 = 62;

  /** {@code e_machine} of 64-bit ARM. */
  static final int AARCH64 = 183;

  /** What PT_GNU_STACK says. */
  enum Stack {
    /** Stacks stay as they are. */
    NOT_EXECUTABLE,
    /** The loader would make every stack of the process executable. */
    EXECUTABLE,
    /** There is no such header: on x86 the loader takes that for {@link #EXECUTABLE}. */
    NOT_SAID
  }

  /**
   * Where in the file the facts stand that are rewritten before it is loaded; offsets in bytes.
   *
   * @param stackFlags the flags of PT_GNU_STACK; 0 if there is none
   * @param dynamic the first entry of the dynamic section
   * @param dynamicEntries how many entries it has, the ending one included
   */
  record Layout(int stackFlags, int dynamic, int dynamicEntries) {}

  ElfFile {
    needed = List.copyOf(needed);
    searchPaths = List.copyOf(searchPaths);
  }

  /** The machine in the words of {@link Platform#arch}. */
  String machineName() {
    return switch (machine) {
      case I386 -> "x86";
      case ARM -> "arm";
      case X86_64 -> "x86_64";
      case AARCH64 -> "aarch64";
      default -> "machine " + machine;
    };
  }

  /** Whether it is linked with musl, whose libraries have other names than glibc's. */
  boolean isForMusl() {
    return needed.stream()
        .anyMatch(
            name ->
                name.equals("libc.so")
                    || name.startsWith("libc.musl-")
                    || name.startsWith("ld-musl-"));
  }

  /** Whether it is linked with glibc. */
  boolean isForGlibc() {
    return needed.contains("libc.so.6");
  }
}
