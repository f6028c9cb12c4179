package io.github.kvssecure.jni.internal.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Finds the native library for this machine, verifies its bytes, and lays them down in a directory
 * of its own, from which it is loaded. Looks where {@link #FILE_PROPERTY} says and nowhere else; or
 * where {@link #SEARCH_PROPERTY} says, and if there is none, in the SDK's jar. What is found and
 * refused is never passed over for another: somebody put it there. Where a property named the
 * place, no other media producer takes over either.
 *
 * <p>A copy of its own for each class loader: the JVM binds a library file to one.
 */
public final class LibraryExtractor {

  /** Names the library, as an absolute path. There is no other then. */
  public static final String FILE_PROPERTY = "io.github.kvssecure.jni.library";

  /** Names a directory in which a library is looked for before the SDK's jar is. */
  public static final String SEARCH_PROPERTY = "io.github.kvssecure.jni.librarySearch";

  /** Names the directory in which a private one is made; the JDK's temporary one otherwise. */
  public static final String DIRECTORY_PROPERTY = "io.github.kvssecure.jni.directory";

  static final String FILE_NAME = "libKinesisVideoProducerJNI.so";

  private final Platform platform;
  private final Admission admission;
  private final ClassPathCopies classPath;
  private final List<LibrarySource> sources;
  private final Workplace workplace;

  /**
   * Where private directories are made, and how they are named.
   *
   * @param parent an existing directory
   * @param names gives names that nobody can guess
   * @param ownership who else may write there
   */
  record Workplace(Path parent, Supplier<String> names, Ownership ownership) {}

  LibraryExtractor(
      Platform platform,
      Admission admission,
      ClassPathCopies classPath,
      List<LibrarySource> sources,
      Workplace workplace) {
    this.platform = platform;
    this.admission = admission;
    this.classPath = classPath;
    this.sources = List.copyOf(sources);
    this.workplace = workplace;
  }

  /**
   * An extractor for this machine.
   *
   * @param sdk the class loader that has the SDK
   * @param own the application's own build, which is the only one looked at then; null for the
   *     vendor's
   * @return an extractor that has done nothing yet
   * @throws NativeLibraryException if there is no library for this platform, or it cannot be told
   *     who owns what
   */
  public static LibraryExtractor of(ClassLoader sdk, @Nullable OwnBuild own) {
    return of(sdk, own, Platform.current(), System::getProperty);
  }

  static LibraryExtractor of(
      ClassLoader sdk,
      @Nullable OwnBuild own,
      Platform platform,
      UnaryOperator<@Nullable String> properties) {
    requireOurs(sdk, platform);
    PinList pins = PinList.bundled();
    Admission admission = new Admission(pins, Optional.ofNullable(own), platform);
    admission.requirePlatform();
    ClassPathCopies classPath = new ClassPathCopies(sdk, pins);
    try {
      Ownership ownership = Ownership.ofThisProcess();
      String temporary = properties.apply("java.io.tmpdir");
      String parent = properties.apply(DIRECTORY_PROPERTY);
      return new LibraryExtractor(
          platform,
          admission,
          classPath,
          own == null
              ? sources(pins, platform, classPath, properties, ownership)
              : List.of(new LibrarySource.NamedFile(own.file(), "own build", ownership)),
          new Workplace(
              Path.of(parent != null ? parent : temporary != null ? temporary : "/tmp"),
              LibraryExtractor::unguessable,
              ownership));
    } catch (IOException e) {
      throw new NativeLibraryException(
          "cannot tell as whom this process runs (" + e + "); mount /proc", e);
    }
  }

  /**
   * Refuses an SDK that other class loaders can share: each would make a native client of its own,
   * and the second takes the callbacks of the first.
   */
  private static void requireOurs(ClassLoader sdk, Platform platform) {
    ClassLoader ours = LibraryExtractor.class.getClassLoader();
    if (sdk != ours) {
      NativeLibraryException found =
          new NativeLibraryException(
              "the SDK belongs to the class loader "
                  + sdk
                  + ", this bridge to "
                  + ours
                  + "; put both jars into one place, both into the application or both into what"
                  + " applications share");
      throw NativeLibraryException.ofAll(
          platform, List.of("class path: " + found.getMessage()), found);
    }
  }

  private static List<LibrarySource> sources(
      PinList pins,
      Platform platform,
      ClassPathCopies classPath,
      UnaryOperator<@Nullable String> properties,
      Ownership ownership) {
    String file = properties.apply(FILE_PROPERTY);
    if (file != null) {
      return List.of(new LibrarySource.NamedFile(Path.of(file), "-D" + FILE_PROPERTY, ownership));
    }
    List<LibrarySource> sources = new ArrayList<>();
    String directory = properties.apply(SEARCH_PROPERTY);
    if (directory != null) {
      sources.add(
          new LibrarySource.NamedDirectory(Path.of(directory), "-D" + SEARCH_PROPERTY, ownership));
    }
    sources.add(new LibrarySource.Packaged(classPath, pins.require(platform).file()));
    return sources;
  }

  /**
   * What lies where {@link #SEARCH_PROPERTY} points to, for those failures that come before it is
   * looked at.
   *
   * @return its description; empty if no directory is named, or there surely is nothing in it
   */
  public static Optional<String> named() {
    String directory = System.getProperty(SEARCH_PROPERTY);
    if (directory == null || System.getProperty(FILE_PROPERTY) != null) {
      return Optional.empty();
    }
    Optional<String> something = Optional.of(directory + " (-D" + SEARCH_PROPERTY + ")");
    try {
      Path path = Path.of(directory);
      boolean empty =
          path.isAbsolute() && LibrarySource.FileReading.find(path.resolve(FILE_NAME)).isEmpty();
      return empty ? Optional.empty() : something;
    } catch (IOException | InvalidPathException e) {
      return something;
    }
  }

  private static String unguessable() {
    byte[] bits = new byte[16];
    new SecureRandom().nextBytes(bits);
    return "kvs-" + HexFormat.of().formatHex(bits);
  }

  /**
   * Finds, verifies and lays down the library.
   *
   * @return the verified file; close it once it is loaded
   * @throws NativeLibraryException if there is none that may be used; names the platform, every
   *     place that was looked at and why not that, and what to do
   */
  public ExtractedLibrary extract() {
    List<String> attempts = new ArrayList<>();
    String trying = "class path";
    try {
      classPath.requireNoneThatTrustsEverybody();
      classPath.requireOneRelease();
      for (LibrarySource source : sources) {
        trying = source.description();
        Optional<Admission.Admitted> admitted = admitted(source);
        if (admitted.isPresent()) {
          return layDown(admitted.get());
        }
        attempts.add(trying + ": there is none");
      }
      trying = "nothing else is looked at";
      throw new NativeLibraryException(
          "add amazon-kinesis-video-streams-producer-sdk-java 1.12.0 to the class path");
    } catch (NativeLibraryException e) {
      attempts.add(trying + ": " + e.getMessage());
      throw NativeLibraryException.ofAll(platform, attempts, e);
    } catch (IOException e) {
      attempts.add(trying + ": it cannot be read: " + e);
      throw NativeLibraryException.ofAll(platform, attempts, e);
    }
  }

  /**
   * What was put where somebody pointed to, and is refused, is no more replaced than passed over.
   */
  private Optional<Admission.Admitted> admitted(LibrarySource source) {
    try {
      Optional<byte[]> bytes = source.read();
      return bytes.isPresent() ? Optional.of(admission.admit(bytes.get())) : Optional.empty();
    } catch (NativeLibraryException e) {
      throw source.isNamed() ? NativeLibraryException.refusal(e) : e;
    } catch (IOException | MalformedElfException e) {
      String why = e instanceof MalformedElfException ? e.getMessage() : e.toString();
      NativeLibraryException unreadable =
          new NativeLibraryException("it cannot be read: " + why, e);
      throw source.isNamed() ? NativeLibraryException.refusal(unreadable) : unreadable;
    }
  }

  private ExtractedLibrary layDown(Admission.Admitted admitted) {
    try {
      PrivateDirectory directory = PrivateDirectory.create(workplace);
      ExtractedLibrary library = new ExtractedLibrary(directory, platform, admitted.description());
      try {
        byte[] written = directory.write(FILE_NAME, admitted.copy().bytes());
        if (!Sha256.of(written).equals(Sha256.of(admitted.copy().bytes()))) {
          throw new NativeLibraryException(
              library.path() + " was changed while it was written; find out by whom");
        }
        return library;
      } catch (IOException | RuntimeException e) {
        try {
          library.close();
        } catch (UncheckedIOException left) {
          e.addSuppressed(left);
        }
        throw e;
      }
    } catch (IOException | UnsupportedOperationException e) {
      throw new NativeLibraryException(
          "cannot lay it down in "
              + workplace.parent()
              + " ("
              + e
              + "); name a writable directory of a file system with owners and modes with -D"
              + DIRECTORY_PROPERTY,
          e);
    }
  }
}
