package io.github.kvssecure.jni.internal.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class HardenedCopyTest {

  private static HardenedCopy harden(byte[] bytes) {
    return HardenedCopy.of(bytes, ElfReader.read(bytes));
  }

  @Test
  void libraryWithoutWishes_isCopiedAsItIs() {
    byte[] plain = ElfBuilder.forThisMachine().build();
    HardenedCopy copy = harden(plain);
    assertThat(copy.bytes()).isEqualTo(plain).isNotSameAs(plain);
    assertThat(copy.notes()).isEmpty();
  }

  @Test
  void searchPathsAndExecutableStack_areTakenOut_andNothingElse() {
    for (int bits : List.of(32, 64)) {
      byte[] greedy =
          new ElfBuilder(bits, ElfFile.X86_64)
              .needs("libc.so.6")
              .runPath("/home/builder/lib:.")
              .runPath("$ORIGIN/..")
              .executableStack()
              .build();
      byte[] before = greedy.clone();
      HardenedCopy copy = harden(greedy);
      ElfFile found = ElfReader.read(copy.bytes());

      assertThat(greedy).isEqualTo(before);
      assertThat(found.searchPaths()).isEmpty();
      assertThat(found.stack()).isEqualTo(ElfFile.Stack.NOT_EXECUTABLE);
      assertThat(found.needed()).containsExactly("libc.so.6");
      assertThat(copy.notes())
          .containsExactly(
              "RUNPATH /home/builder/lib:., $ORIGIN/.. removed", "executable stack refused");
      // All that differs lies in the headers and the dynamic section.
      assertThat(Arrays.mismatch(copy.bytes(), greedy)).isGreaterThan(52);
      assertThat(Arrays.equals(copy.bytes(), 1536, greedy.length, greedy, 1536, greedy.length))
          .isTrue();
      assertThat(harden(copy.bytes()).bytes()).isEqualTo(copy.bytes());
    }
  }

  @Test
  void libraryThatSaysNothingOfStacks_isReported() {
    assertThat(harden(ElfBuilder.forThisMachine().withoutStackHeader().build()).notes())
        .containsExactly("does not say whether it wants an executable stack");
  }

  @Test
  void vendorLibrary_losesTheDirectoryOfItsBuilderAndOneEntryOnly() throws Exception {
    byte[] vendor;
    try (var in =
        getClass()
            .getClassLoader()
            .getResourceAsStream("lib/ubuntu/libKinesisVideoProducerJNI.so")) {
      assertThat(in).isNotNull();
      vendor = in.readAllBytes();
    }
    HardenedCopy copy = harden(vendor);
    int changed = 0;
    for (int i = 0; i < vendor.length; i++) {
      changed += vendor[i] == copy.bytes()[i] ? 0 : 1;
    }
    assertThat(copy.bytes()).hasSameSizeAs(vendor);
    assertThat(changed).isBetween(1, 512);
    assertThat(ElfReader.read(copy.bytes()).searchPaths()).isEmpty();
    assertThat(ElfReader.read(copy.bytes()).needed()).isEqualTo(ElfReader.read(vendor).needed());
  }
}
