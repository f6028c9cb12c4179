package io.github.kvssecure.jni.internal.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.kvssecure.jni.internal.bind.ShownGone;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where a library is looked for, and what becomes of it. */
class LibraryExtractorTest {

  private static final byte[] LIBRARY = ElfBuilder.forThisMachine().build();

  @TempDir Path root;
  private Path parent;

  @BeforeEach
  void makeParent() throws IOException {
    parent = Files.createDirectory(root.resolve("private"));
  }

  private List<Path> leftBehind() throws IOException {
    try (var entries = Files.list(parent)) {
      return entries.toList();
    }
  }

  @Test
  void pinnedLibrary_liesInADirectoryOfThisUserAlone_untilItIsClosed() throws Exception {
    Path file = Loading.write(root.resolve("a/any-name.so"), LIBRARY);
    ExtractedLibrary library = Loading.extractor(LIBRARY, parent, Loading.file(file)).extract();

    assertThat(library.path()).isAbsolute().hasBinaryContent(LIBRARY);
    assertThat(library.path()).hasFileName(LibraryExtractor.FILE_NAME);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(library.path())))
        .isEqualTo("r--------");
    assertThat(
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(library.path().getParent())))
        .isEqualTo("rwx------");
    assertThat(library.description())
        .contains("made for this test", "1.12.0", Sha256.of(LIBRARY).substring(0, 12));

    library.close();
    library.close();
    assertThat(leftBehind()).isEmpty();
  }

  @Test
  void namedFileThatIsMissing_isAFailure_andNothingElseIsLookedAt() {
    LibraryExtractor extractor =
        Loading.vendor(Map.of(LibraryExtractor.FILE_PROPERTY, root + "/absent.so"));
    assertThatThrownBy(extractor::extract)
        .isInstanceOf(NativeLibraryException.class)
        .hasMessageContainingAll(
            Loading.HERE.id(), "(1) ", root + "/absent.so", LibraryExtractor.FILE_PROPERTY)
        .hasMessageNotContaining("(2)");
  }

  @Test
  void directoryWithoutTheLibrary_isPassedOver() {
    LibraryExtractor extractor =
        Loading.vendor(Map.of(LibraryExtractor.SEARCH_PROPERTY, root + "/absent"));
    try (ExtractedLibrary library = extractor.extract()) {
      assertThat(library.description())
          .contains("1.12.0", "bacda9f0d171", "RUNPATH /home/ubuntu/", "removed");
    }
  }

  @Test
  void directoryWithTheVendorsLibrary_isUsed() throws Exception {
    Path lib = root.resolve("lib");
    Loading.write(lib.resolve(LibraryExtractor.FILE_NAME), Loading.vendorLibrary());
    try (ExtractedLibrary library =
        Loading.vendor(Map.of(LibraryExtractor.SEARCH_PROPERTY, lib.toString())).extract()) {
      assertThat(library.path().startsWith(lib)).isFalse();
    }
  }

  @Test
  void directoryWithAnotherLibrary_isAFailure_thoughTheJarHasTheRightOne() throws Exception {
    Path lib = root.resolve("lib");
    Loading.write(lib.resolve(LibraryExtractor.FILE_NAME), LIBRARY);
    LibraryExtractor extractor =
        Loading.vendor(Map.of(LibraryExtractor.SEARCH_PROPERTY, lib.toString()));
    assertThatThrownBy(extractor::extract)
        .isInstanceOf(NativeLibraryException.class)
        .hasMessageContainingAll(
            lib.toString(), Sha256.of(LIBRARY), "nobody knows that file", "must have bacda9f0");
  }

  /** Somebody put it there: neither the jar nor Java takes its place. */
  @Test
  void whatIsRefusedInANamedPlace_isARefusal_whatIsMissingIsNone() throws Exception {
    Path lib = root.resolve("lib");
    Loading.write(lib.resolve(LibraryExtractor.FILE_NAME), LIBRARY);
    LibraryExtractor changed =
        Loading.vendor(Map.of(LibraryExtractor.SEARCH_PROPERTY, lib.toString()));
    LibraryExtractor none = Loading.extractor(LIBRARY, parent);

    assertThat(catchThrowableOfType(NativeLibraryException.class, changed::extract).isRefusal())
        .isTrue();
    assertThat(catchThrowableOfType(NativeLibraryException.class, none::extract).isRefusal())
        .isFalse();
  }

  /** As of a directory that this user may not enter: root may, so it is no directory at all. */
  @Test
  void placeThatCannotBeLookedAt_isTold_notTakenForEmpty() throws Exception {
    Path file = Files.createFile(root.resolve("not-a-directory"));
    Path loop = root.resolve("loop");
    Files.createSymbolicLink(loop, loop);
    for (Path place : List.of(file, loop)) {
      LibraryExtractor extractor =
          Loading.vendor(Map.of(LibraryExtractor.SEARCH_PROPERTY, place.toString()));
      assertThatThrownBy(extractor::extract)
          .isInstanceOf(NativeLibraryException.class)
          .matches(e -> ((NativeLibraryException) e).isRefusal())
          .hasMessageContainingAll(place.toString(), "cannot be read", "FileSystemException");
    }
  }

  /** Two applications over one SDK would make two clients. */
  @Test
  void sdkOfAnotherClassLoader_isRefusedBeforeAnythingIsWritten() throws Exception {
    ClassLoader other = Loading.NO_SDK;
    Map<String, String> properties = Map.of(LibraryExtractor.DIRECTORY_PROPERTY, parent.toString());
    assertThatThrownBy(() -> LibraryExtractor.of(other, null, Loading.HERE, properties::get))
        .isInstanceOf(NativeLibraryException.class)
        .hasMessageContainingAll(Loading.HERE.id(), "class loader", "put both jars into one place");
    assertThat(leftBehind()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({LibraryExtractor.FILE_PROPERTY, LibraryExtractor.SEARCH_PROPERTY})
  void relativePath_isRefused_becauseTheWorkingDirectoryWouldDecide(String property) {
    LibraryExtractor extractor = Loading.vendor(Map.of(property, "lib"));
    assertThatThrownBy(extractor::extract)
        .isInstanceOf(NativeLibraryException.class)
        .hasMessageContainingAll("relative", "working directory");
  }

  @Test
  void nothingAnywhere_saysEveryPlace() {
    LibraryExtractor extractor =
        Loading.extractor(
            LIBRARY,
            parent,
            Loading.directory(root.resolve("one")),
            new LibrarySource.Packaged(
                new ClassPathCopies(Loading.NO_SDK, PinList.bundled()), "lib/none.so"));
    assertThatThrownBy(extractor::extract)
        .isInstanceOf(NativeLibraryException.class)
        .hasMessageContainingAll(
            "(1) " + root.resolve("one"), "(2) lib/none.so", "(3) ", "producer-sdk-java 1.12.0");
  }

  @Test
  void workplaceThatIsNotThere_isRefusedWithWhatToDo() throws Exception {
    Path file = Loading.write(root.resolve("a/x.so"), LIBRARY);
    LibraryExtractor extractor =
        Loading.extractor(LIBRARY, root.resolve("absent"), Loading.file(file));
    assertThatThrownBy(extractor::extract)
        .isInstanceOf(NativeLibraryException.class)
        .hasMessageContaining(LibraryExtractor.DIRECTORY_PROPERTY);
  }

  @Test
  void ownBuild_isAdmittedByItsHashAlone() throws Exception {
    Path file = Loading.write(root.resolve("own.so"), LIBRARY);
    OwnBuild own = new OwnBuild(file, Sha256.of(LIBRARY), "built from v3.4.2 for our boards");
    try (ExtractedLibrary library = own(own).extract()) {
      assertThat(library.description()).contains("own build", "built from v3.4.2 for our boards");
    }
    Files.write(file, ElfBuilder.forThisMachine().needs("libevil.so").build());
    LibraryExtractor changed = own(own);
    assertThatThrownBy(changed::extract)
        .isInstanceOf(NativeLibraryException.class)
        .hasMessageContainingAll("was pinned", own.sha256());
  }

  /** Properties cannot turn an application's choice into another. */
  private LibraryExtractor own(OwnBuild own) {
    Map<String, String> properties =
        Map.of(
            LibraryExtractor.FILE_PROPERTY,
            "/somewhere/else.so",
            LibraryExtractor.DIRECTORY_PROPERTY,
            parent.toString());
    return LibraryExtractor.of(getClass().getClassLoader(), own, Loading.HERE, properties::get);
  }

  @ParameterizedTest
  @CsvSource({
    "lib/own.so, 00, a reason that is long enough",
    "/lib/own.so, 00, a reason that is long enough",
    "/lib/own.so, zz, a reason that is long enough",
    "/lib/own.so, bacda9f0d1714ffa5727382dee1ec26330bd81b2e46804173edbb2d120cd24bb, short",
    "own.so, bacda9f0d1714ffa5727382dee1ec26330bd81b2e46804173edbb2d120cd24bb, long enough surely",
  })
  void ownBuildWithoutPathHashOrReason_isNone(String file, String sha256, String reason) {
    assertThatThrownBy(() -> new OwnBuild(Path.of(file), sha256, reason))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void ownBuildForAnotherMachine_isRefusedBeforeItIsWritten() throws Exception {
    byte[] arm = new ElfBuilder(64, ElfFile.AARCH64).needs("libc.so.6").build();
    Path file = Loading.write(root.resolve("own.so"), arm);
    LibraryExtractor extractor =
        own(new OwnBuild(file, Sha256.of(arm), "built for the wrong board"));
    assertThatThrownBy(extractor::extract)
        .isInstanceOf(NativeLibraryException.class)
        .hasMessageContainingAll("wrong architecture", "aarch64", "x86_64");
    assertThat(leftBehind()).isEmpty();
  }

  @Test
  void ownBuildThatIsPinnedButTruncated_isRefused() throws Exception {
    byte[] half = Arrays.copyOf(LIBRARY, LIBRARY.length / 2);
    Path file = Loading.write(root.resolve("own.so"), half);
    LibraryExtractor extractor =
        own(new OwnBuild(file, Sha256.of(half), "a download that broke off"));
    assertThatThrownBy(extractor::extract)
        .isInstanceOf(NativeLibraryException.class)
        .hasMessageContaining("truncated");
  }

  @ParameterizedTest
  @CsvSource({
    "linux, aarch64, glibc, Java",
    "linux, x86_64, musl, Alpine",
    "linux, x86_64, unknown, /proc",
    "linux, arm, glibc, SIGBUS",
    "macos, aarch64, '', Java",
    "macos, x86_64, '', nobody has run it",
    "windows, x86_64, '', nobody has run it",
  })
  void otherPlatforms_areRefusedEachWithItsOwnText(
      String os, String arch, String cLibrary, String text) {
    Platform platform = new Platform(os, arch, cLibrary);
    assertThatThrownBy(
            () ->
                LibraryExtractor.of(
                    getClass().getClassLoader(), null, platform, Map.<String, String>of()::get))
        .isInstanceOf(NativeLibraryException.class)
        .hasMessageContainingAll(platform.id(), "supported: linux-x86_64-glibc", text);
  }

  @Test
  void ownBuildOutsideLinux_isRefused() {
    OwnBuild own = new OwnBuild(Path.of("/own.dylib"), "00".repeat(32), "built on this laptop");
    assertThatThrownBy(
            () ->
                LibraryExtractor.of(
                    getClass().getClassLoader(),
                    own,
                    new Platform("macos", "aarch64", ""),
                    Map.<String, String>of()::get))
        .isInstanceOf(NativeLibraryException.class)
        .hasMessageContaining("Linux only");
  }

  /** Also those we never load: the list says what they are. */
  @Test
  void bundledPinsOfThisVersion_areThoseOfTheJarOnTheClassPath() throws Exception {
    List<PinnedLibrary> pins =
        PinList.bundled().all().stream().filter(pin -> pin.version().equals("1.12.0")).toList();
    assertThat(pins).hasSize(4);
    for (PinnedLibrary pin : pins) {
      try (var in = getClass().getClassLoader().getResourceAsStream(pin.file())) {
        assertThat(in).as(pin.file()).isNotNull();
        assertThat(Sha256.of(in.readAllBytes())).isEqualTo(pin.sha256());
      }
    }
    assertThat(PinList.bundled().all().stream().filter(pin -> pin.refusal().isEmpty()))
        .extracting(PinnedLibrary::platform)
        .containsExactly("linux-x86_64-glibc");
  }

  @ShownGone("1-one-file-per-loader")
  @Test
  void twoExtractions_giveTwoFiles() {
    ClassLoader sdk = getClass().getClassLoader();
    try (ExtractedLibrary one = LibraryExtractor.of(sdk, null).extract();
        ExtractedLibrary other = LibraryExtractor.of(sdk, null).extract()) {
      assertThat(one.path()).isNotEqualTo(other.path()).hasSameBinaryContentAs(other.path());
    }
  }
}
