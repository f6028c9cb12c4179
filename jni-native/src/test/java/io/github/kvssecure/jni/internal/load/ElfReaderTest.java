package io.github.kvssecure.jni.internal.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ElfReaderTest {

  private static byte[] vendor(String resource) throws IOException {
    try (var in = ElfReaderTest.class.getClassLoader().getResourceAsStream(resource)) {
      assertThat(in).isNotNull();
      return in.readAllBytes();
    }
  }

  /** As {@code readelf -hdlW} shows them. */
  @Test
  void vendorLibraryForX86_namesTheDirectoryOfItsBuilder() throws Exception {
    ElfFile elf = ElfReader.read(vendor("lib/ubuntu/libKinesisVideoProducerJNI.so"));

    assertThat(elf.machineName()).isEqualTo("x86_64");
    assertThat(elf.bits()).isEqualTo(64);
    assertThat(elf.needed())
        .containsExactly(
            "libdl.so.2", "libstdc++.so.6", "libgcc_s.so.1", "libpthread.so.0", "libc.so.6");
    assertThat(elf.searchPaths()).singleElement().asString().startsWith("/home/ubuntu/");
    assertThat(elf.stack()).isEqualTo(ElfFile.Stack.NOT_EXECUTABLE);
    assertThat(elf.isForGlibc()).isTrue();
  }

  @Test
  void vendorLibraryForArm_isReadToo() throws Exception {
    ElfFile elf = ElfReader.read(vendor("lib/raspian/libKinesisVideoProducerJNI.so"));

    assertThat(elf.machineName()).isEqualTo("arm");
    assertThat(elf.bits()).isEqualTo(32);
    assertThat(elf.needed()).contains("libstdc++.so.6", "libc.so.6");
    assertThat(elf.searchPaths()).isEmpty();
  }

  static Stream<byte[]> damaged() {
    byte[] good = ElfBuilder.forThisMachine().needs("libdl.so.2").build();
    return Stream.of(
        new byte[0],
        new byte[] {0x7f, 'E', 'L', 'F'},
        "no library at all".getBytes(StandardCharsets.UTF_8),
        new byte[100_000],
        but(good, file -> file.putLong(64 + 56 + 8, Long.MAX_VALUE)),
        but(good, file -> file.putShort(56, (short) -1)),
        but(good, file -> file.putLong(32, -8)),
        but(good, file -> file.putLong(1024 + 8, 1L << 40)),
        but(good, file -> file.putLong(1024 + 2 * 16, 99)),
        but(good, file -> file.putLong(1024 + 2 * 16 + 8, 1L << 40)),
        but(good, file -> file.put(4, (byte) 3)),
        but(good, file -> file.put(5, (byte) 0)),
        ElfBuilder.forThisMachine().needs("x".repeat(5000)).build(),
        ElfBuilder.forThisMachine().executable().build());
  }

  private static byte[] but(byte[] good, Consumer<ByteBuffer> change) {
    byte[] changed = good.clone();
    change.accept(ByteBuffer.wrap(changed).order(ByteOrder.LITTLE_ENDIAN));
    return changed;
  }

  @ParameterizedTest
  @MethodSource("damaged")
  void damagedFile_isRefused(byte[] file) {
    assertThatThrownBy(() -> ElfReader.read(file)).isInstanceOf(MalformedElfException.class);
  }

  @Test
  void truncatedFile_isRefusedWhereverItEnds() {
    byte[] good = ElfBuilder.forThisMachine().needs("libdl.so.2").build();
    IntStream.range(0, good.length)
        .forEach(
            length ->
                assertThatThrownBy(() -> ElfReader.read(Arrays.copyOf(good, length)))
                    .as("first %d bytes", length)
                    .isInstanceOf(MalformedElfException.class));
  }

  @Test
  void everyClassAndOrderOfBytes_isRead() {
    assertThat(ElfReader.read(new ElfBuilder(32, ElfFile.ARM).needs("libc.so.6").build()))
        .returns(32, ElfFile::bits)
        .returns("arm", ElfFile::machineName)
        .returns(List.of("libc.so.6"), ElfFile::needed);
    assertThat(ElfReader.read(new ElfBuilder(64, 22).bigEndian().needs("libc.so.6").build()))
        .returns(false, ElfFile::littleEndian)
        .returns("machine 22", ElfFile::machineName)
        .returns(List.of("libc.so.6"), ElfFile::needed);
  }
}
