package io.github.kvssecure.jni.internal.load;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MachineFitTest {

  private static ElfFile elf(int bits, int machine, String cLibrary) {
    return ElfReader.read(new ElfBuilder(bits, machine).needs(cLibrary).build());
  }

  @ParameterizedTest
  @CsvSource({
    "64, 62, libc.so.6, x86_64, glibc",
    "64, 183, libc.so.6, aarch64, glibc",
    "32, 40, libc.so.6, arm, glibc",
    "64, 183, libc.musl-aarch64.so.1, aarch64, musl",
  })
  void libraryForThisMachine_fits(
      int bits, int machine, String needed, String arch, String cLibrary) {
    Platform platform = new Platform("linux", arch, cLibrary);
    assertThatCode(() -> MachineFit.require(elf(bits, machine, needed), platform))
        .doesNotThrowAnyException();
  }

  @ParameterizedTest
  @CsvSource({
    "64, 183, libc.so.6, x86_64, glibc, wrong architecture: it is built for aarch64",
    "64, 62, libc.so.6, aarch64, glibc, wrong architecture: it is built for x86_64",
    "32, 40, libc.so.6, aarch64, glibc, wrong architecture: it is built for arm (32 bit",
    "32, 62, libc.so.6, x86_64, glibc, wrong architecture: it is built for x86_64 (32 bit",
    "64, 62, libc.musl-x86_64.so.1, x86_64, glibc, linked with musl",
    "64, 62, libc.so, x86_64, glibc, linked with musl",
    "64, 62, libc.so.6, x86_64, musl, linked with glibc",
  })
  void libraryForAnotherMachine_doesNot(
      int bits, int machine, String needed, String arch, String cLibrary, String text) {
    Platform platform = new Platform("linux", arch, cLibrary);
    assertThatThrownBy(() -> MachineFit.require(elf(bits, machine, needed), platform))
        .isInstanceOf(NativeLibraryException.class)
        .hasMessageContaining(text);
  }

  @Test
  void otherOrderOfBytes_doesNotFit() {
    ElfFile elf =
        ElfReader.read(new ElfBuilder(64, ElfFile.AARCH64).bigEndian().needs("libc.so.6").build());
    assertThatThrownBy(() -> MachineFit.require(elf, new Platform("linux", "aarch64", "glibc")))
        .hasMessageContaining("big endian");
  }
}
