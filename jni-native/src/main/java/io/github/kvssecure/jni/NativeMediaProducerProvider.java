package io.github.kvssecure.jni;

import io.github.kvssecure.jni.internal.bind.NativeMediaProducer;
import io.github.kvssecure.jni.internal.bind.NativeSettings;
import io.github.kvssecure.jni.internal.load.ExtractedLibrary;
import io.github.kvssecure.jni.internal.load.LibraryExtractor;
import io.github.kvssecure.jni.internal.load.NativeLibraryException;
import io.github.kvssecure.jni.internal.load.OwnBuild;
import io.github.kvssecure.spi.MediaProducer;
import io.github.kvssecure.spi.MediaProducerProvider;
import io.github.kvssecure.spi.NativeLoadException;
import io.github.kvssecure.stream.IngestConfigurationException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The media producer inside the Amazon Kinesis Video Streams Producer SDK for Java 1.12.0. Its
 * library is verified against a pinned SHA-256 and loaded from a directory that only this user can
 * enter. Thread-safe; all instances of one class loader share one native client.
 *
 * <p>The library is taken from the file that {@code -Dio.github.kvssecure.jni.library} names and
 * from nowhere else; without that property from the directory that {@code
 * -Dio.github.kvssecure.jni.librarySearch} names, and if there is none in it, from the SDK's jar.
 * Wherever it comes from, it must be byte for byte the vendor's, or the {@linkplain #pinning own
 * build} that was pinned.
 */
public final class NativeMediaProducerProvider implements MediaProducerProvider {

  private static final Logger LOG = LoggerFactory.getLogger(NativeMediaProducerProvider.class);
  private static final String NAME = "native 1.12.0";
  private static final OnePerProcess SHARED = new OnePerProcess(NativeMediaProducerProvider::load);

  private final OnePerProcess producers;
  private final Optional<OwnBuild> own;

  /** A provider of the vendor's library that has done nothing yet. */
  public NativeMediaProducerProvider() {
    this(SHARED, Optional.empty());
  }

  NativeMediaProducerProvider(OnePerProcess producers, Optional<OwnBuild> own) {
    this.producers = producers;
    this.own = own;
  }

  /**
   * A provider of a library that the application built itself. Nobody here has seen it: that it
   * does what the vendor's does, and no more, is for the application to know. Its bytes are pinned
   * all the same, and the system properties that name other places are not looked at.
   *
   * @param library where it lies, an absolute path; file and directories must be writable by root
   *     and this user alone
   * @param sha256 its SHA-256 as 64 hex digits, as {@code sha256sum} prints it where it was built
   * @param reason why it is used; at least ten characters; part of the provider's name in every
   *     report
   * @return a provider that has done nothing yet
   * @throws IllegalArgumentException if the path is relative, the hash is no SHA-256, or the reason
   *     is too short
   */
  public static NativeMediaProducerProvider pinning(Path library, String sha256, String reason) {
    return new NativeMediaProducerProvider(
        SHARED, Optional.of(new OwnBuild(library, sha256, reason)));
  }

  /**
   * {@inheritDoc} Once it is loaded, also where the library comes from, how its hash begins, and
   * what was taken out of the copy that is loaded: search paths of its builder's machine,
   * executable stacks.
   */
  @Override
  public String name() {
    return producers.loaded(own).map(library -> NAME + " (" + library + ")").orElse(NAME);
  }

  /**
   * {@inheritDoc} A library that was named, by {@link #pinning} or by {@code
   * -Dio.github.kvssecure.jni.library}, is loaded or nothing is. Where {@code
   * -Dio.github.kvssecure.jni.librarySearch} names a directory, what lies in it is loaded, or its
   * failure is a {@linkplain NativeLoadException#isRefusal refusal}, which nothing replaces either;
   * if nothing lies in it, the SDK's jar is used, and Java may take its place.
   */
  @Override
  public boolean mayBeReplaced() {
    return own.isEmpty() && System.getProperty(LibraryExtractor.FILE_PROPERTY) == null;
  }

  /**
   * The native media producer; loaded on the first call.
   *
   * @return the same every time
   * @throws NativeLoadException if it cannot run on this machine: there is no library for it, the
   *     library was changed, it does not load, or another one is loaded already; the same failure
   *     every time
   * @throws IngestConfigurationException if a system property of the native producer cannot be used
   */
  @Override
  public MediaProducer mediaProducer() {
    return producers.get(own);
  }

  /**
   * Whatever goes wrong with native code is one kind of exception: it is remembered, and Java can
   * take over. A setting that cannot be used is another, and nothing takes over.
   */
  private static OnePerProcess.Loaded load(@Nullable OwnBuild own) {
    // Before anything is loaded: what is wrong with them then costs nothing.
    NativeSettings settings = NativeSettings.ofProcess();
    try {
      ClassLoader sdk = NativeMediaProducer.sdkClassLoader();
      return started(
          LibraryExtractor.of(sdk, own).extract(),
          library -> NativeMediaProducer.start(library, settings));
    } catch (NativeLibraryException e) {
      throw failure(String.valueOf(e.getMessage()), e, e.isRefusal(), own);
    } catch (LinkageError e) {
      throw failure(
          "the classes of the native producer do not link ("
              + e
              + "); add com.amazonaws:amazon-kinesis-video-streams-producer-sdk-java 1.12.0 and"
              + " org.apache.logging.log4j:log4j-api to the class path",
          e,
          /* refusal= */ false,
          own);
    } catch (RuntimeException e) {
      throw failure(
          "the native producer does not start: " + e.getMessage(), e, /* refusal= */ false, own);
    }
  }

  /**
   * Whatever keeps it from being loaded: what lies in a directory that was named is not replaced.
   */
  private static NativeLoadException failure(
      String message, Throwable cause, boolean refusal, @Nullable OwnBuild own) {
    if (refusal) {
      return NativeLoadException.refusal(message, cause);
    }
    Optional<String> named = own == null ? LibraryExtractor.named() : Optional.empty();
    return named
        .map(
            place ->
                NativeLoadException.refusal(
                    message
                        + "; Java does not take the place of what lies in "
                        + place
                        + ": remove it, or do without the property",
                    cause))
        .orElseGet(() -> new NativeLoadException(message, cause));
  }

  /** The client that was started is kept, whatever becomes of the file it was loaded from. */
  static OnePerProcess.Loaded started(
      ExtractedLibrary library, Function<Path, MediaProducer> start) {
    try {
      library.load();
      return new OnePerProcess.Loaded(start.apply(library.path()), library.description());
    } finally {
      remove(library);
    }
  }

  private static void remove(ExtractedLibrary library) {
    try {
      library.close();
    } catch (RuntimeException e) {
      LOG.warn("the copy of the native library stays in {}: {}", library.path(), e.getMessage());
    }
  }
}
