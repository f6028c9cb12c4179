package io.github.kvssecure.jni.internal.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LibraryExtractorTest {

  private static final Platform HERE = new Platform("linux", "x86_64", "glibc");
  private static final byte[] LIBRARY = "a library".getBytes(StandardCharsets.UTF_8);
  private static final String NAME = "kvs-0123";

  @TempDir Path parent;

  @BeforeEach
  void closeParent() throws IOException {
    Files.setPosixFilePermissions(parent, PosixFilePermissions.fromString("rwx------"));
  }

  private static PinnedLibrary pin(byte[] content) throws Exception {
    return new PinnedLibrary(
        HERE.id(),
        "lib/test/libTest.so",
        HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content)),
        "made for this test",
        Optional.empty());
  }

  private LibraryExtractor extractor(byte[] pinned, byte[] found) throws Exception {
    return new LibraryExtractor(
        HERE,
        new PinList(List.of(pin(pinned))),
        path -> new ByteArrayInputStream(found),
        parent,
        () -> NAME);
  }

  private List<Path> leftBehind() throws IOException {
    try (var entries = Files.list(parent)) {
      return entries.toList();
    }
  }

  @Test
  void pinnedLibrary_liesInADirectoryOfThisUserAlone_untilItIsClosed() throws Exception {
    ExtractedLibrary library = extractor(LIBRARY, LIBRARY).extract();

    assertThat(library.path()).isAbsolute().hasBinaryContent(LIBRARY);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(library.path())))
        .isEqualTo("r--------");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(parent.resolve(NAME))))
        .isEqualTo("rwx------");

    library.close();
    library.close();
    assertThat(leftBehind()).isEmpty();
  }

  @Test
  void changedLibrary_isRefusedBeforeAnythingIsWritten() throws Exception {
    byte[] changed = LIBRARY.clone();
    changed[3] ^= 1;
    LibraryExtractor extractor = extractor(LIBRARY, changed);

    assertThatThrownBy(extractor::extract)
        .isInstanceOf(NativeLibraryException.class)
        .hasMessageContainingAll(pin(LIBRARY).sha256(), pin(changed).sha256(), "1.12.0");
    assertThat(leftBehind()).isEmpty();
  }

  @Test
  void missingLibrary_isRefused() throws Exception {
    LibraryExtractor extractor =
        new LibraryExtractor(
            HERE, new PinList(List.of(pin(LIBRARY))), path -> null, parent, () -> NAME);
    assertThatThrownBy(extractor::extract)
        .isInstanceOf(NativeLibraryException.class)
        .hasMessageContaining("lib/test/libTest.so");
  }

  @Test
  void plantedDirectory_isRefused() throws Exception {
    Files.createDirectory(parent.resolve(NAME));
    LibraryExtractor extractor = extractor(LIBRARY, LIBRARY);
    assertThatThrownBy(extractor::extract)
        .isInstanceOf(NativeLibraryException.class)
        .hasMessageContaining("planted");
  }

  @Test
  void plantedLink_isNotFollowed() throws Exception {
    Path elsewhere = Files.createDirectory(parent.resolve("elsewhere"));
    Files.createSymbolicLink(parent.resolve(NAME), elsewhere);
    LibraryExtractor extractor = extractor(LIBRARY, LIBRARY);

    assertThatThrownBy(extractor::extract)
        .isInstanceOf(NativeLibraryException.class)
        .hasMessageContaining("planted");
    assertThat(elsewhere).isEmptyDirectory();
  }

  @Test
  void plantedFileOrLinkInTheDirectory_isNeitherUsedNorFollowed() throws Exception {
    PrivateDirectory directory = PrivateDirectory.create(parent, NAME);
    Path target = parent.resolve("target");
    Files.createSymbolicLink(directory.path().resolve("libTest.so"), target);
    assertThatThrownBy(() -> directory.write("libTest.so", LIBRARY))
        .isInstanceOf(NativeLibraryException.class)
        .hasMessageContaining("planted");
    assertThat(target).doesNotExist();

    Files.writeString(directory.path().resolve("other.so"), "planted");
    assertThatThrownBy(() -> directory.write("other.so", LIBRARY))
        .isInstanceOf(NativeLibraryException.class);
  }

  @ParameterizedTest
  @CsvSource({"rwxr-x---", "rwx--x--x", "rwxrwxrwx", "r-x------"})
  void directoryOfAnotherMode_isNotPrivate(String mode) throws Exception {
    Path directory = Files.createDirectory(parent.resolve("d"));
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString(mode));
    assertThatThrownBy(() -> PrivateDirectory.requirePrivate(directory))
        .isInstanceOf(NativeLibraryException.class)
        .hasMessageContaining(mode);
  }

  @Test
  void linkToAPrivateDirectory_isNotPrivate() throws Exception {
    PrivateDirectory directory = PrivateDirectory.create(parent, NAME);
    Path link = Files.createSymbolicLink(parent.resolve("link"), directory.path());
    assertThatThrownBy(() -> PrivateDirectory.requirePrivate(link))
        .isInstanceOf(NativeLibraryException.class);
  }

  @Test
  void parentThatOthersMayWrite_mustBeSticky() throws Exception {
    LibraryExtractor extractor = extractor(LIBRARY, LIBRARY);
    Files.setPosixFilePermissions(parent, PosixFilePermissions.fromString("rwxrwxrwx"));
    assertThatThrownBy(extractor::extract)
        .isInstanceOf(NativeLibraryException.class)
        .hasMessageContainingAll("777", LibraryExtractor.DIRECTORY_PROPERTY);
    Files.setAttribute(parent, "unix:mode", 01777);
    extractor.extract().close();
  }

  @Test
  void parentThatIsNotThere_isRefusedWithWhatToDo() throws Exception {
    LibraryExtractor extractor =
        new LibraryExtractor(
            HERE,
            new PinList(List.of(pin(LIBRARY))),
            path -> new ByteArrayInputStream(LIBRARY),
            parent.resolve("absent"),
            () -> NAME);
    assertThatThrownBy(extractor::extract)
        .isInstanceOf(NativeLibraryException.class)
        .hasMessageContaining(LibraryExtractor.DIRECTORY_PROPERTY);
  }

  @ParameterizedTest
  @CsvSource({
    "linux, aarch64, glibc",
    "linux, x86_64, musl",
    "linux, x86_64, unknown",
    "linux, arm, glibc",
    "macos, aarch64, ''",
    "macos, x86_64, ''",
    "windows, x86_64, ''",
  })
  void otherPlatforms_areRefusedBeforeTheLibraryIsTouched(String os, String arch, String cLibrary) {
    Platform platform = new Platform(os, arch, cLibrary);
    LibraryExtractor extractor =
        new LibraryExtractor(
            platform,
            PinList.bundled(),
            path -> {
              throw new AssertionError("must not be read");
            },
            parent,
            () -> NAME);
    assertThatThrownBy(extractor::extract)
        .isInstanceOf(NativeLibraryException.class)
        .hasMessageContainingAll(platform.id(), "supported: linux-x86_64-glibc");
  }

  /** Also those we never load: the list says what they are. */
  @ParameterizedTest
  @CsvSource({
    "linux, x86_64, glibc",
    "linux, arm, glibc",
    "macos, x86_64, ''",
    "windows, x86_64, ''",
  })
  void bundledPins_areThoseOfTheJarOnTheClassPath(String os, String arch, String cLibrary)
      throws Exception {
    PinnedLibrary pin = PinList.bundled().find(new Platform(os, arch, cLibrary)).orElseThrow();
    try (var in = getClass().getClassLoader().getResourceAsStream(pin.resource())) {
      assertThat(in).isNotNull();
      assertThat(pin(in.readAllBytes()).sha256()).isEqualTo(pin.sha256());
    }
  }

  @Test
  void libraryThatDoesNotLoad_isRefusedWithWhatToDo() throws Exception {
    ClassLoader ours = ExtractedLibrary.class.getClassLoader();
    try (ExtractedLibrary library = extractor(LIBRARY, LIBRARY).extract()) {
      assertThatThrownBy(() -> library.loadFor(ours))
          .isInstanceOf(NativeLibraryException.class)
          .hasMessageContainingAll("noexec", LibraryExtractor.DIRECTORY_PROPERTY);
    }
  }

  /** The SDK falls back to whatever library of that name it finds. */
  @Test
  void otherLibraryOfThatNameOnTheSearchPath_isRefused() throws Exception {
    Path elsewhere = Files.createDirectory(parent.resolve("lib"));
    try (ExtractedLibrary library = extractor(LIBRARY, LIBRARY).extract()) {
      String searchPath = "/usr/lib" + File.pathSeparator + elsewhere;
      assertThatCode(() -> library.requireNoOther(searchPath)).doesNotThrowAnyException();
      Files.writeString(elsewhere.resolve("libTest.so"), "another");
      assertThatThrownBy(() -> library.requireNoOther(searchPath))
          .isInstanceOf(NativeLibraryException.class)
          .hasMessageContaining(elsewhere.toString());
    }
  }

  @Test
  void twoExtractions_giveTwoFiles() {
    LibraryExtractor extractor = LibraryExtractor.of(getClass().getClassLoader());
    try (ExtractedLibrary one = extractor.extract();
        ExtractedLibrary other = extractor.extract()) {
      assertThat(one.path()).isNotEqualTo(other.path()).hasSameBinaryContentAs(other.path());
    }
  }
}
