package io.github.kvssecure.jni.internal.load;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What dynamic linkers and JVMs say, and what somebody is told to do about it. */
class LoadFailureTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "/x.so: failed to map segment from shared object: Operation not permitted | noexec",
        "/x.so: /x.so: failed to map segment from shared object | noexec",
        "/x.so: libstdc++.so.6: cannot open shared object file: No such file or directory | libstdc++6",
        "/x.so: libz.so.1: cannot open shared object file: No such file or directory | ldd",
        "/lib/libc.so.6: version `GLIBC_2.38' not found (required by /x.so) | newer release",
        "/libstdc++.so.6: version `GLIBCXX_3.4.30' not found (required by /x.so) | newer release",
        "Error relocating /x.so: __vsnprintf_chk: symbol not found | Alpine",
        "Error loading shared library libstdc++.so.6: No such file or directory (needed by /x.so) | Alpine",
        "/x.so: wrong ELF class: ELFCLASS32 (Possible cause: architecture word width mismatch) | another processor",
        "/x.so: cannot open: (Possible cause: can't load ARM 32-bit .so on a AMD 64-bit platform) | another processor",
        "/x.so: cannot enable executable stack as shared object requires: Invalid argument | noexecstack",
        "something new | something new",
      })
  void everyKnownMessage_hasItsOwnText(String message, String text) {
    assertThat(LoadFailure.explain(message)).contains(text, message);
  }
}
