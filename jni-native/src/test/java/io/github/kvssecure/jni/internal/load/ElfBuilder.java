package io.github.kvssecure.jni.internal.load;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes the smallest shared library that the dynamic linker loads: one segment, no symbols, and
 * the wishes that a test gives it. Source: System V ABI, chapters 4 and 5.
 */
final class ElfBuilder {

  private static final int SIZE = 16384;

  private final int bits;
  private final int machine;
  private ByteOrder order = ByteOrder.LITTLE_ENDIAN;
  private int type = 3;
  private int stackFlags = 6;
  private boolean stackHeader = true;
  private final List<String> needed = new ArrayList<>();
  private final List<String> runPaths = new ArrayList<>();

  ElfBuilder(int bits, int machine) {
    this.bits = bits;
    this.machine = machine;
  }

  /** A library for x86-64 and glibc. */
  static ElfBuilder forThisMachine() {
    return new ElfBuilder(64, ElfFile.X86_64).needs("libc.so.6");
  }

  ElfBuilder needs(String library) {
    needed.add(library);
    return this;
  }

  ElfBuilder runPath(String path) {
    runPaths.add(path);
    return this;
  }

  ElfBuilder executableStack() {
    stackFlags = 7;
    return this;
  }

  ElfBuilder withoutStackHeader() {
    stackHeader = false;
    return this;
  }

  ElfBuilder bigEndian() {
    order = ByteOrder.BIG_ENDIAN;
    return this;
  }

  ElfBuilder executable() {
    type = 2;
    return this;
  }

  byte[] build() {
    boolean wide = bits == 64;
    ByteBuffer out = ByteBuffer.allocate(SIZE).order(order);
    out.put(new byte[] {0x7f, 'E', 'L', 'F', (byte) (wide ? 2 : 1)});
    out.put((byte) (order == ByteOrder.LITTLE_ENDIAN ? 1 : 2)).put((byte) 1);
    out.position(16);
    out.putShort((short) type).putShort((short) machine).putInt(1);
    int header = wide ? 64 : 52;
    word(out, 0);
    word(out, header);
    word(out, 0).putInt(0);
    out.putShort((short) header).putShort((short) (wide ? 56 : 32));
    out.putShort((short) (stackHeader ? 3 : 2));

    int dynamic = 1024;
    int strings = 4096;
    int symbols = 12288;
    int hash = 13312;
    out.position(header);
    segment(out, 1, 7, 0, SIZE);
    segment(out, 2, 6, dynamic, 512);
    if (stackHeader) {
      segment(out, 0x6474e551, stackFlags, 0, 0);
    }

    int name = 1;
    out.position(dynamic);
    for (int i = 0; i < needed.size() + runPaths.size(); i++) {
      boolean need = i < needed.size();
      String text = need ? needed.get(i) : runPaths.get(i - needed.size());
      entry(out, need ? 1 : 29, name);
      byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
      out.duplicate().position(strings + name).put(bytes);
      name += bytes.length + 1;
    }
    entry(out, 5, strings);
    entry(out, 10, name);
    entry(out, 6, symbols);
    entry(out, 11, wide ? 24 : 16);
    entry(out, 4, hash);
    entry(out, 0, 0);
    // A hash table of one bucket and one symbol, which is none.
    out.position(hash);
    out.putInt(1).putInt(1);
    return out.array();
  }

  private ByteBuffer word(ByteBuffer out, long value) {
    return bits == 64 ? out.putLong(value) : out.putInt((int) value);
  }

  private void entry(ByteBuffer out, long tag, long value) {
    word(out, tag);
    word(out, value);
  }

  private void segment(ByteBuffer out, int kind, int flags, int offset, int size) {
    out.putInt(kind);
    if (bits == 64) {
      out.putInt(flags);
    }
    word(out, offset);
    word(out, offset);
    word(out, offset);
    word(out, size);
    word(out, size);
    if (bits == 32) {
      out.putInt(flags);
    }
    word(out, kind == 1 ? 4096 : 8);
  }
}
