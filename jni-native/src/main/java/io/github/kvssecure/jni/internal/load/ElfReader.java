package io.github.kvssecure.jni.internal.load;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads the headers of an ELF shared library without trusting them: every offset is checked against
 * the file, every loop is bounded, and nothing is allocated by a size that the file names.
 *
 * <p>Source: System V ABI, chapters 4 and 5 (ELF header, program header, dynamic section), and the
 * manual page elf(5) for PT_GNU_STACK.
 */
final class ElfReader {

  private static final int CLASS = 4;
  private static final int DATA = 5;
  private static final int SHARED_OBJECT = 3;
  private static final int LOADED = 1;
  private static final int DYNAMIC = 2;
  private static final int GNU_STACK = 0x6474e551;
  private static final int EXECUTABLE = 1;
  private static final int END = 0;
  private static final int NEEDED = 1;
  private static final int STRING_TABLE = 5;
  static final int RPATH = 15;
  static final int RUNPATH = 29;

  private static final int MAX_PROGRAM_HEADERS = 64;
  private static final int MAX_DYNAMIC_ENTRIES = 1024;
  private static final int MAX_STRING = 4096;

  private final ByteBuffer file;
  private final boolean wide;
  private final List<Segment> loaded = new ArrayList<>();
  private final List<Long> needed = new ArrayList<>();
  private final List<Long> searchPaths = new ArrayList<>();
  private long stringTable = -1;
  private int dynamic;
  private int dynamicEntries;
  private int stackFlags;

  /** A part of the file that is mapped to an address. */
  private record Segment(long offset, long address, long size) {}

  private ElfReader(byte[] bytes) {
    this.file = ByteBuffer.wrap(bytes);
    if (unsigned(0, 4) != 0x7f454c46L) {
      throw new MalformedElfException("it is no ELF file");
    }
    this.wide = oneOf("class", CLASS) == 2;
    file.order(oneOf("order of bytes", DATA) == 1 ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
  }

  /**
   * Reads a library.
   *
   * @throws MalformedElfException if it is not one, or says something impossible
   */
  static ElfFile read(byte[] bytes) {
    return new ElfReader(bytes).read();
  }

  private ElfFile read() {
    if (unsigned(16, 2) != SHARED_OBJECT) {
      throw new MalformedElfException("it is an ELF file, but no shared library");
    }
    programHeaders();
    if (loaded.isEmpty() || dynamicEntries == 0) {
      throw new MalformedElfException("it has nothing to load");
    }
    return new ElfFile(
        wide ? 64 : 32,
        file.order() == ByteOrder.LITTLE_ENDIAN,
        (int) unsigned(18, 2),
        strings(needed),
        strings(searchPaths),
        stack(),
        new ElfFile.Layout(stackFlags, dynamic, dynamicEntries));
  }

  private int oneOf(String what, int at) {
    int value = (int) unsigned(at, 1);
    if (value != 1 && value != 2) {
      throw new MalformedElfException("its " + what + " must be 1 or 2, found " + value);
    }
    return value;
  }

  private void programHeaders() {
    long table = word(wide ? 32 : 28);
    long size = unsigned(wide ? 54 : 42, 2);
    long count = unsigned(wide ? 56 : 44, 2);
    if (size != (wide ? 56 : 32) || count > MAX_PROGRAM_HEADERS) {
      throw new MalformedElfException(count + " program headers of " + size + " bytes");
    }
    long dynamicAt = 0;
    long dynamicSize = 0;
    for (int i = 0; i < count; i++) {
      long header = position(table, i * size);
      long offset = word(header + (wide ? 8 : 4));
      long length = word(header + (wide ? 32 : 16));
      switch ((int) unsigned(header, 4)) {
        case LOADED -> {
          position(offset, length);
          loaded.add(new Segment(offset, word(header + (wide ? 16 : 8)), length));
        }
        case DYNAMIC -> {
          position(offset, length);
          dynamicAt = offset;
          dynamicSize = length;
        }
        case GNU_STACK -> stackFlags = (int) header + (wide ? 4 : 24);
        default -> {}
      }
    }
    dynamicEntries(dynamicAt, dynamicSize);
  }

  private void dynamicEntries(long start, long size) {
    int entry = wide ? 16 : 8;
    dynamic = (int) start;
    for (long at = start; at + entry <= start + size; at += entry) {
      if (++dynamicEntries > MAX_DYNAMIC_ENTRIES) {
        throw new MalformedElfException("more than " + MAX_DYNAMIC_ENTRIES + " dynamic entries");
      }
      long tag = word(at);
      long value = word(at + entry / 2);
      if (tag == END) {
        return;
      } else if (tag == NEEDED) {
        needed.add(value);
      } else if (tag == RPATH || tag == RUNPATH) {
        searchPaths.add(value);
      } else if (tag == STRING_TABLE) {
        stringTable = offsetOf(value);
      }
    }
    if (size > 0) {
      throw new MalformedElfException("its dynamic section has no end");
    }
  }

  /** Where in the file an address lies. */
  private long offsetOf(long address) {
    for (Segment segment : loaded) {
      long inside = address - segment.address();
      if (inside >= 0 && inside < segment.size()) {
        return segment.offset() + inside;
      }
    }
    throw new MalformedElfException("an address lies outside of what is loaded");
  }

  private List<String> strings(List<Long> offsets) {
    return offsets.stream().map(this::string).toList();
  }

  private String string(long offset) {
    if (stringTable < 0) {
      throw new MalformedElfException("it has names, but no table of them");
    }
    long start = position(stringTable, offset);
    int length = 0;
    while (unsigned(start + length, 1) != 0) {
      if (++length > MAX_STRING) {
        throw new MalformedElfException("a name is longer than " + MAX_STRING + " bytes");
      }
    }
    return new String(file.array(), (int) start, length, StandardCharsets.ISO_8859_1);
  }

  private ElfFile.Stack stack() {
    if (stackFlags == 0) {
      return ElfFile.Stack.NOT_SAID;
    }
    return (unsigned(stackFlags, 4) & EXECUTABLE) == 0
        ? ElfFile.Stack.NOT_EXECUTABLE
        : ElfFile.Stack.EXECUTABLE;
  }

  private long word(long at) {
    return unsigned(at, wide ? 8 : 4);
  }

  /** A place in the file, after the last byte at most. */
  private long position(long start, long length) {
    if (start < 0 || length < 0 || start > file.limit() || length > file.limit() - start) {
      throw new MalformedElfException("it is shorter than it says: truncated, or damaged");
    }
    return start + length;
  }

  private long unsigned(long at, int bytes) {
    position(at, bytes);
    int index = (int) at;
    return switch (bytes) {
      case 1 -> file.get(index) & 0xffL;
      case 2 -> file.getShort(index) & 0xffffL;
      case 4 -> file.getInt(index) & 0xffffffffL;
      default -> file.getLong(index);
    };
  }
}
