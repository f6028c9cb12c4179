package io.github.kvssecure.jni.internal.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlatformTest {

  private static final String GLIBC_MAP =
      "7f0000000000-7f0000001000 r--p 0 08:01 1 /usr/lib/x86_64-linux-gnu/libc.so.6\n";
  private static final String OLD_GLIBC_MAP = "7f0000000000 r--p 0 08:01 1 /lib64/libc-2.17.so\n";
  private static final String MUSL_MAP = "7f0000000000 r--p 0 08:01 1 /lib/ld-musl-x86_64.so.1\n";

  @TempDir Path directory;

  private String id(String os, String arch, String maps) throws IOException {
    Path file = Files.writeString(directory.resolve("maps"), maps);
    return Platform.detect(
            name -> Map.of("os.name", os, "os.arch", arch).getOrDefault(name, ""), file)
        .id();
  }

  @ParameterizedTest
  @CsvSource({
    "Linux, amd64, linux-x86_64-glibc",
    "Linux, x86_64, linux-x86_64-glibc",
    "Linux, aarch64, linux-aarch64-glibc",
    "Linux, arm, linux-arm-glibc",
    "Linux, riscv64, linux-riscv64-glibc",
    "Mac OS X, aarch64, macos-aarch64",
    "Mac OS X, x86_64, macos-x86_64",
    "Windows 11, amd64, windows-x86_64",
    "FreeBSD, amd64, freebsd-x86_64",
  })
  void operatingSystemAndProcessor_haveOneNameEach(String os, String arch, String expected)
      throws Exception {
    assertThat(id(os, arch, GLIBC_MAP)).isEqualTo(expected);
  }

  @Test
  void theCLibraryInUse_isToldFromWhatIsMapped() throws Exception {
    assertThat(id("Linux", "amd64", OLD_GLIBC_MAP)).isEqualTo("linux-x86_64-glibc");
    assertThat(id("Linux", "amd64", MUSL_MAP)).isEqualTo("linux-x86_64-musl");
    assertThat(id("Linux", "amd64", MUSL_MAP + GLIBC_MAP)).isEqualTo("linux-x86_64-musl");
    assertThat(id("Linux", "amd64", "")).isEqualTo("linux-x86_64-unknown");
  }

  @Test
  void withoutProc_theCLibraryIsUnknown() {
    Platform platform =
        Platform.detect(
            name -> "os.name".equals(name) ? "Linux" : "amd64", directory.resolve("no"));
    assertThat(platform).hasToString("linux-x86_64-unknown");
  }
}
