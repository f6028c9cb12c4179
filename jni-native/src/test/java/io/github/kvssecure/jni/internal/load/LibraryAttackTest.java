package io.github.kvssecure.jni.internal.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What somebody else on the machine may try. */
class LibraryAttackTest {

  private static final byte[] LIBRARY = ElfBuilder.forThisMachine().build();
  private static final byte[] EVIL = ElfBuilder.forThisMachine().needs("libevil.so").build();

  @TempDir Path root;
  private Path parent;
  private Path lib;
  private Path library;

  @BeforeEach
  void layOut() throws IOException {
    parent = Files.createDirectory(root.resolve("private"));
    lib = root.resolve("lib");
    library = Loading.write(lib.resolve(LibraryExtractor.FILE_NAME), LIBRARY);
  }

  private void assertRefused(LibrarySource source, String... texts) {
    LibraryExtractor extractor = Loading.extractor(LIBRARY, parent, source);
    assertThatThrownBy(extractor::extract)
        .isInstanceOf(NativeLibraryException.class)
        .matches(e -> ((NativeLibraryException) e).isRefusal())
        .hasMessageContainingAll(texts);
    assertThat(parent).isEmptyDirectory();
  }

  @Test
  void changedFile_isRefusedBeforeAnythingIsWritten() throws Exception {
    byte[] changed = LIBRARY.clone();
    changed[3000] ^= 1;
    Files.write(library, changed);
    assertRefused(Loading.file(library), Sha256.of(LIBRARY), Sha256.of(changed));
  }

  /** The swap comes right after the bytes were read: what was judged is what is loaded. */
  @Test
  void fileSwappedAfterItWasRead_isNotWhatIsLoaded() throws Exception {
    LibrarySource swapping =
        new SwappedAfterReading(
            () -> {
              Path other = Loading.write(root.resolve("lib/evil"), EVIL);
              Files.move(other, library, StandardCopyOption.ATOMIC_MOVE);
            });
    try (ExtractedLibrary loaded = Loading.extractor(LIBRARY, parent, swapping).extract()) {
      assertThat(library).hasBinaryContent(EVIL);
      assertThat(loaded.path()).hasBinaryContent(LIBRARY);
    }
  }

  private interface Swap {
    void run() throws IOException;
  }

  /** Stands for the attacker who waits for the moment between the check and the load. */
  private final class SwappedAfterReading implements LibrarySource {
    private final Swap swap;

    SwappedAfterReading(Swap swap) {
      this.swap = swap;
    }

    @Override
    public Optional<byte[]> read() throws IOException {
      Optional<byte[]> bytes = Loading.file(library).read();
      swap.run();
      return bytes;
    }

    @Override
    public String description() {
      return "a file that is swapped";
    }
  }

  @Test
  void symbolicLink_isRefused_evenToTheRightFile() throws Exception {
    Path link = Files.createSymbolicLink(root.resolve("lib/link.so"), library);
    assertRefused(Loading.file(link), "symbolic link");
  }

  @Test
  void danglingLinkInTheDirectory_isRefused_notPassedOver() throws Exception {
    Files.delete(library);
    Files.createSymbolicLink(library, root.resolve("later.so"));
    assertRefused(Loading.directory(lib), "symbolic link");
  }

  @Test
  void directoryOrPipeInPlaceOfTheFile_isRefused() throws Exception {
    Files.delete(library);
    Files.createDirectory(library);
    assertRefused(Loading.file(library), "regular file");
  }

  @ParameterizedTest
  @CsvSource({"rw-rw-r--", "rw-r--rw-", "rwxrwxrwx"})
  void fileThatOthersMayWrite_isRefused(String mode) throws Exception {
    Files.setPosixFilePermissions(library, PosixFilePermissions.fromString(mode));
    assertRefused(Loading.file(library), "written by others", "chmod go-w");
  }

  @ParameterizedTest
  @CsvSource({"rwxrwxr-x", "rwxr-xrwx"})
  void directoryThatOthersMayWrite_isRefused(String mode) throws Exception {
    Files.setPosixFilePermissions(lib, PosixFilePermissions.fromString(mode));
    assertRefused(Loading.file(library), lib.toString(), "not sticky");
    assertRefused(Loading.directory(lib), "not sticky");
  }

  @Test
  void directoryFurtherUpThatOthersMayWrite_isRefused() throws Exception {
    Path deep = Loading.write(root.resolve("open/to/all/lib.so"), LIBRARY);
    Files.setPosixFilePermissions(
        root.resolve("open"), PosixFilePermissions.fromString("rwxrwxrwx"));
    assertRefused(Loading.file(deep), root.resolve("open") + " may be written");
  }

  /** The link is followed once; what it led to is judged with all that is above it. */
  @Test
  void linkedDirectory_isJudgedWhereItLeads() throws Exception {
    Path open = root.resolve("open");
    Loading.write(open.resolve("lib.so"), LIBRARY);
    Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxrwxrwx"));
    Path link = Files.createSymbolicLink(root.resolve("looks-private"), open);
    assertRefused(Loading.file(link.resolve("lib.so")), open + " may be written");
  }

  @Test
  void fileOrDirectoryOfAnotherUser_isRefused() throws Exception {
    int owner = (Integer) Files.getAttribute(library, "unix:uid");
    Ownership asRoot = new Ownership(0);
    Ownership asAnother = new Ownership(owner + 4712);
    // Run as root, the file is root's, whom everybody trusts; then it is given away.
    if (owner == 0) {
      Files.setAttribute(library, "unix:uid", 4711);
      assertThatThrownBy(() -> asRoot.requireFile(library))
          .isInstanceOf(NativeLibraryException.class)
          .hasMessageContainingAll("belongs to user 4711", "root");
      Files.setAttribute(lib, "unix:uid", 4711);
    }
    assertThatThrownBy(() -> asAnother.requireDirectory(lib))
        .isInstanceOf(NativeLibraryException.class)
        .hasMessageContaining("belongs to user");
  }

  @Test
  void hugeFile_isNotRead() throws Exception {
    try (var file = Files.newByteChannel(library, StandardOpenOption.WRITE)) {
      file.position(LibrarySource.MAX_BYTES + 10L);
      file.write(ByteBuffer.allocate(1));
    }
    assertRefused(Loading.file(library), "MiB");
  }

  @Test
  void plantedPrivateDirectory_isRefused_andALinkNotFollowed() throws Exception {
    Path elsewhere = Files.createDirectory(root.resolve("elsewhere"));
    Files.createSymbolicLink(parent.resolve(Loading.NAME), elsewhere);
    LibraryExtractor extractor = Loading.extractor(LIBRARY, parent, Loading.file(library));
    assertThatThrownBy(extractor::extract)
        .isInstanceOf(NativeLibraryException.class)
        .hasMessageContaining("planted");
    assertThat(elsewhere).isEmptyDirectory();

    Files.delete(parent.resolve(Loading.NAME));
    Files.createDirectory(parent.resolve(Loading.NAME));
    assertThatThrownBy(extractor::extract).hasMessageContaining("planted");
  }

  @Test
  void plantedFileOrLinkInThePrivateDirectory_isNeitherUsedNorFollowed() throws Exception {
    PrivateDirectory directory = PrivateDirectory.create(Loading.workplace(parent));
    Path target = root.resolve("target");
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
    PrivateDirectory directory = PrivateDirectory.create(Loading.workplace(parent));
    Path link = Files.createSymbolicLink(parent.resolve("link"), directory.path());
    assertThatThrownBy(() -> PrivateDirectory.requirePrivate(link))
        .isInstanceOf(NativeLibraryException.class);
  }

  @Test
  void workplaceThatOthersMayWrite_mustBeSticky() throws Exception {
    LibraryExtractor extractor = Loading.extractor(LIBRARY, parent, Loading.file(library));
    Files.setPosixFilePermissions(parent, PosixFilePermissions.fromString("rwxrwxrwx"));
    assertThatThrownBy(extractor::extract)
        .isInstanceOf(NativeLibraryException.class)
        .hasMessageContainingAll("777", LibraryExtractor.DIRECTORY_PROPERTY);
    Files.setAttribute(parent, "unix:mode", 01777);
    extractor.extract().close();
  }
}
