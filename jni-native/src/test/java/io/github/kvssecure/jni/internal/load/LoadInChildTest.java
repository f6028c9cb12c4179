package io.github.kvssecure.jni.internal.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.kvssecure.jni.internal.bind.ForkedJvm;
import io.github.kvssecure.jni.internal.bind.RequiresTool;
import io.github.kvssecure.jni.internal.bind.ShownGone;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** The loader against the real dynamic linker, in a JVM of its own each. */
class LoadInChildTest {

  @TempDir Path root;

  private String run(String... options) throws Exception {
    return ForkedJvm.run(ForkedJvm.command(LoadInChild.class, List.of(options)), root).output();
  }

  /** One that loads, so that it would be seen among what is mapped. */
  private Path plant(String directory) throws Exception {
    Path place = root.resolve(directory);
    Loading.write(place.resolve(LibraryExtractor.FILE_NAME), ElfBuilder.forThisMachine().build());
    return place;
  }

  @Test
  void libraryPlantedInTheWorkingDirectoryAndOnTheSearchPath_isNotLoaded() throws Exception {
    plant(".");
    Path onSearchPath = plant("usr");
    String output = run("-Djava.library.path=" + onSearchPath + ":.");

    assertThat(output).contains("frames to ", "mapped ", "done");
    assertThat(output).doesNotContain("mapped " + root).doesNotContain("mapped " + onSearchPath);
  }

  /** The SDK alone would go on to the search path; here nothing is loaded at all. */
  @ShownGone("1-wrong-path")
  @Test
  void libraryPlantedElsewhere_isNotLoaded_whenTheNamedOneIsRefused() throws Exception {
    plant(".");
    Path onSearchPath = plant("usr");
    Path changed = Loading.write(root.resolve("named.so"), Loading.vendorLibrary());
    Files.write(changed, new byte[] {0}, StandardOpenOption.APPEND);
    String output =
        run(
            "-Djava.library.path=" + onSearchPath + ":.",
            "-D" + LibraryExtractor.FILE_PROPERTY + "=" + changed);

    assertThat(output).contains("refused: ", changed.toString(), "must have bacda9f0", "done");
    assertThat(output).doesNotContain("mapped ");
  }

  @Test
  void vendorsLibraryForArm_isRefusedByName_beforeTheLinkerSeesIt() throws Exception {
    Path arm = root.resolve("arm.so");
    try (var in =
        getClass()
            .getClassLoader()
            .getResourceAsStream("lib/raspian/libKinesisVideoProducerJNI.so")) {
      assertThat(in).isNotNull();
      Files.copy(in, arm);
    }
    assertThat(run("-D" + LibraryExtractor.FILE_PROPERTY + "=" + arm))
        .contains("refused: ", "for linux-arm-glibc", "SIGBUS", "done")
        .doesNotContain("mapped ");
  }

  static boolean isRoot() {
    return Loading.mine().user() == 0;
  }

  /** In a mount namespace of its own, which ends with it. */
  @Test
  @RequiresTool("unshare")
  @EnabledIf(value = "isRoot", disabledReason = "to mount a file system, run the tests as root")
  void directoryOnANoexecFileSystem_isRefusedWithWhatToDo() throws Exception {
    Path directory = Files.createDirectory(root.resolve("noexec"));
    List<String> command =
        new ArrayList<>(
            List.of(
                "unshare",
                "--mount",
                "sh",
                "-c",
                "mount -t tmpfs -o noexec,mode=700 tmpfs \"$0\" && exec \"$@\"",
                directory.toString()));
    command.addAll(
        ForkedJvm.command(
            LoadInChild.class,
            List.of("-D" + LibraryExtractor.DIRECTORY_PROPERTY + "=" + directory)));
    String output = ForkedJvm.run(command, root).output();

    assertThat(output)
        .contains(
            "refused: ",
            "linux-x86_64-glibc",
            "mounted noexec",
            "-D" + LibraryExtractor.DIRECTORY_PROPERTY,
            "done")
        .doesNotContain("frames to ");
  }

  private void assertDoesNotLoad(byte[] library, String... texts) throws Exception {
    Path file = Loading.write(root.resolve("lib.so"), library);
    Path parent = Files.createDirectories(root.resolve("private"));
    try (ExtractedLibrary extracted =
        Loading.extractor(library, parent, Loading.file(file)).extract()) {
      assertThatThrownBy(extracted::load)
          .isInstanceOf(NativeLibraryException.class)
          .hasMessageContaining(Loading.HERE.id())
          .hasMessageContainingAll(texts);
    }
  }

  /**
   * The linker is asked for a libstdc++ that nobody has: it says the same of one that is absent.
   */
  @Test
  void missingCppLibrary_isToldAsSuch() throws Exception {
    assertDoesNotLoad(
        ElfBuilder.forThisMachine().needs("libstdc++.so.99").build(),
        "C++ run-time library is missing",
        "libstdc++6");
  }

  @Test
  void otherMissingLibrary_isToldByName() throws Exception {
    assertDoesNotLoad(
        ElfBuilder.forThisMachine().needs("libnowhere.so.1").build(),
        "libnowhere.so.1",
        "is missing; install it");
  }
}
