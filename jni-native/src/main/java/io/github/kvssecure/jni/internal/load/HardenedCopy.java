package io.github.kvssecure.jni.internal.load;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * The bytes of a library without two wishes that nobody should grant: directories of its builder's
 * machine in which the dynamic linker would look for libstdc++ first (anybody who may create them
 * here could run code in this process), and executable stacks for all threads. Everything else is
 * the verified bytes. Immutable.
 */
final class HardenedCopy {

  private static final int EXECUTABLE = 1;

  private final byte[] bytes;
  private final List<String> notes;

  private HardenedCopy(byte[] bytes, List<String> notes) {
    this.bytes = bytes;
    this.notes = List.copyOf(notes);
  }

  /**
   * Takes them out.
   *
   * @param verified the whole library; left as it is
   * @param elf what was read from it
   */
  static HardenedCopy of(byte[] verified, ElfFile elf) {
    byte[] bytes = verified.clone();
    ByteBuffer file =
        ByteBuffer.wrap(bytes)
            .order(elf.littleEndian() ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
    List<String> notes = new ArrayList<>();
    if (!elf.searchPaths().isEmpty()) {
      withoutSearchPaths(bytes, file, elf);
      notes.add("RUNPATH " + String.join(", ", elf.searchPaths()) + " removed");
    }
    switch (elf.stack()) {
      case EXECUTABLE -> {
        int at = elf.layout().stackFlags();
        file.putInt(at, file.getInt(at) & ~EXECUTABLE);
        notes.add("executable stack refused");
      }
      case NOT_SAID -> notes.add("does not say whether it wants an executable stack");
      case NOT_EXECUTABLE -> {}
    }
    return new HardenedCopy(bytes, notes);
  }

  /** Moves up the entries that stay, and ends the section after them. */
  private static void withoutSearchPaths(byte[] bytes, ByteBuffer file, ElfFile elf) {
    int size = elf.bits() / 4;
    int from = elf.layout().dynamic();
    int to = from;
    for (int i = 0; i < elf.layout().dynamicEntries(); i++, from += size) {
      long tag = size == 16 ? file.getLong(from) : file.getInt(from);
      if (tag != ElfReader.RPATH && tag != ElfReader.RUNPATH) {
        System.arraycopy(bytes, from, bytes, to, size);
        to += size;
      }
    }
    while (to < from) {
      bytes[to++] = 0;
    }
  }

  /** What is written and loaded; not to be changed. */
  byte[] bytes() {
    return bytes;
  }

  /** What was found and taken out, one line each. */
  List<String> notes() {
    return notes;
  }
}
