package io.github.kvssecure.jni.internal.load;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import org.junit.jupiter.api.Timeout;

/**
 * Fuzz target of what a file can say of itself. The seeds run with the tests; {@code mvn -Pfuzz}
 * fuzzes. Reading may refuse a file, and nothing else; what it accepts can be hardened, and says
 * the same afterwards but for what was taken out.
 */
class ElfReaderFuzzTest {

  @FuzzTest(maxDuration = "2m")
  @Timeout(10)
  void libraries(byte[] data) {
    ElfFile elf;
    try {
      elf = ElfReader.read(data);
    } catch (MalformedElfException refused) {
      return;
    }
    assertThat(elf.needed()).hasSizeLessThanOrEqualTo(1024);
    byte[] hardened = HardenedCopy.of(data, elf).bytes();
    assertThat(hardened).hasSameSizeAs(data);
  }
}
