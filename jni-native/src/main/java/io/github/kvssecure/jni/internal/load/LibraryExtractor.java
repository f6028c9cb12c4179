package io.github.kvssecure.jni.internal.load;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Takes the native library for this machine out of the SDK's jar, verifies it, and lays it down in
 * a directory of its own. A copy of its own for each class loader: the JVM binds a library file to
 * one.
 */
public final class LibraryExtractor {

  /** Names the directory in which a private one is made; the JDK's temporary one otherwise. */
  public static final String DIRECTORY_PROPERTY = "io.github.kvssecure.jni.directory";

  /** Where the bytes of a library come from. */
  @FunctionalInterface
  interface Resources {
    /** The content of a path, or null if there is none. */
    @Nullable InputStream open(String path) throws IOException;
  }

  private final Platform platform;
  private final PinList pins;
  private final Resources resources;
  private final Path parent;
  private final Supplier<String> names;

  LibraryExtractor(
      Platform platform, PinList pins, Resources resources, Path parent, Supplier<String> names) {
    this.platform = platform;
    this.pins = pins;
    this.resources = resources;
    this.parent = parent;
    this.names = names;
  }

  /**
   * An extractor for this machine.
   *
   * @param sdk the class loader that has the SDK
   * @return an extractor that has done nothing yet
   */
  public static LibraryExtractor of(ClassLoader sdk) {
    return new LibraryExtractor(
        Platform.current(),
        PinList.bundled(),
        sdk::getResourceAsStream,
        Path.of(
            System.getProperty(DIRECTORY_PROPERTY, System.getProperty("java.io.tmpdir", "/tmp"))),
        LibraryExtractor::unguessable);
  }

  private static String unguessable() {
    byte[] bits = new byte[16];
    new SecureRandom().nextBytes(bits);
    return "kvs-" + HexFormat.of().formatHex(bits);
  }

  /**
   * Extracts the library.
   *
   * @return the verified file; close it once it is loaded
   * @throws NativeLibraryException if there is none for this machine, its bytes are not the pinned
   *     ones, or it cannot be laid down safely
   */
  public ExtractedLibrary extract() {
    PinnedLibrary pin = pins.require(platform);
    byte[] bytes = read(pin);
    verify(pin, pin.resource(), bytes);
    try {
      PrivateDirectory directory = PrivateDirectory.create(parent, names.get());
      ExtractedLibrary library = new ExtractedLibrary(directory, pin.fileName());
      try {
        verify(pin, library.path().toString(), directory.write(pin.fileName(), bytes));
        return library;
      } catch (IOException | RuntimeException e) {
        library.close();
        throw e;
      }
    } catch (IOException | UnsupportedOperationException e) {
      throw new NativeLibraryException(
          "cannot lay down "
              + pin.fileName()
              + " in "
              + parent
              + " ("
              + e
              + "); name a writable directory of a file system with owners and modes with -D"
              + DIRECTORY_PROPERTY,
          e);
    }
  }

  private byte[] read(PinnedLibrary pin) {
    try (InputStream in = resources.open(pin.resource())) {
      if (in == null) {
        throw new NativeLibraryException(
            pin.resource()
                + " is not on the class path; add amazon-kinesis-video-streams-producer-sdk-java"
                + " 1.12.0");
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new NativeLibraryException("cannot read " + pin.resource() + " (" + e + ")", e);
    }
  }

  private static void verify(PinnedLibrary pin, String where, byte[] bytes) {
    String found = sha256(bytes);
    if (!MessageDigest.isEqual(
        HexFormat.of().parseHex(found), HexFormat.of().parseHex(pin.sha256()))) {
      throw new NativeLibraryException(
          where
              + " has SHA-256 "
              + found
              + " but must have "
              + pin.sha256()
              + " ("
              + pin.origin()
              + "); it is another version or was changed. Use the SDK's jar from Maven Central,"
              + " version 1.12.0, once on the class path");
    }
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
