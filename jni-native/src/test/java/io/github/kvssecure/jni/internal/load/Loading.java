package io.github.kvssecure.jni.internal.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Extractors for tests: pins, sources and owners of their own, in a directory of their own. */
final class Loading {

  static final Platform HERE = new Platform("linux", "x86_64", "glibc");
  static final String NAME = "kvs-0123";

  /** Sees no SDK at all. */
  static final ClassLoader NO_SDK = ClassLoader.getPlatformClassLoader();

  private Loading() {}

  static Ownership mine() {
    try {
      return Ownership.ofThisProcess();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static PinnedLibrary pin(byte[] content) {
    return new PinnedLibrary(
        "lib/test/" + LibraryExtractor.FILE_NAME,
        "made for this test",
        "1.12.0",
        HERE.id(),
        Sha256.of(content),
        Optional.empty());
  }

  static LibraryExtractor.Workplace workplace(Path parent) {
    return new LibraryExtractor.Workplace(parent, () -> NAME, mine());
  }

  /** Admits one content, and finds what the sources have. */
  static LibraryExtractor extractor(byte[] pinned, Path parent, LibrarySource... sources) {
    PinList pins = new PinList(List.of(pin(pinned)));
    return new LibraryExtractor(
        HERE,
        new Admission(pins, Optional.empty(), HERE),
        new ClassPathCopies(NO_SDK, pins),
        List.of(sources),
        workplace(parent));
  }

  static LibrarySource file(Path file) {
    return new LibrarySource.NamedFile(file, "test", mine());
  }

  static LibrarySource directory(Path directory) {
    return new LibrarySource.NamedDirectory(directory, "test", mine());
  }

  /** The real thing for this machine, with these properties. */
  static LibraryExtractor vendor(Map<String, String> properties) {
    Map<String, String> all = new HashMap<>(properties);
    return LibraryExtractor.of(Loading.class.getClassLoader(), null, HERE, all::get);
  }

  static byte[] vendorLibrary() throws IOException {
    try (var in =
        Loading.class
            .getClassLoader()
            .getResourceAsStream("lib/ubuntu/libKinesisVideoProducerJNI.so")) {
      if (in == null) {
        throw new IOException("the SDK is not on the class path");
      }
      return in.readAllBytes();
    }
  }

  static Path write(Path file, byte[] content) throws IOException {
    Files.createDirectories(file.getParent());
    return Files.write(file, content);
  }
}
