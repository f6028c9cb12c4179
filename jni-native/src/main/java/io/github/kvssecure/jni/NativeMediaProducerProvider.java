package io.github.kvssecure.jni;

import io.github.kvssecure.jni.internal.bind.NativeMediaProducer;
import io.github.kvssecure.jni.internal.bind.NativeSettings;
import io.github.kvssecure.jni.internal.load.ExtractedLibrary;
import io.github.kvssecure.jni.internal.load.LibraryExtractor;
import io.github.kvssecure.jni.internal.load.NativeLibraryException;
import io.github.kvssecure.spi.MediaProducer;
import io.github.kvssecure.spi.MediaProducerProvider;
import io.github.kvssecure.spi.NativeLoadException;
import io.github.kvssecure.spi.NativeProducerException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The media producer inside the Amazon Kinesis Video Streams Producer SDK for Java 1.12.0. Its
 * library is verified against a pinned SHA-256 and loaded from a directory that only this user can
 * enter. Thread-safe; all instances of one class loader share one native client.
 */
public final class NativeMediaProducerProvider implements MediaProducerProvider {

  private static final Remembered SHARED = new Remembered(NativeMediaProducerProvider::load);

  private final Remembered producer;

  /** A provider that has done nothing yet. */
  public NativeMediaProducerProvider() {
    this(SHARED);
  }

  NativeMediaProducerProvider(Remembered producer) {
    this.producer = producer;
  }

  @Override
  public String name() {
    return "native 1.12.0";
  }

  /**
   * The native media producer; loaded on the first call.
   *
   * @return the same every time
   * @throws NativeLoadException if it cannot run on this machine: there is no library for it, the
   *     library was changed, or it does not load; the same failure every time
   */
  @Override
  public MediaProducer mediaProducer() {
    return producer.get();
  }

  private static MediaProducer load() {
    ClassLoader sdk = NativeMediaProducer.sdkClassLoader();
    try (ExtractedLibrary library = LibraryExtractor.of(sdk).extract()) {
      library.loadFor(sdk);
      return start(library);
    } catch (NativeLibraryException e) {
      throw new NativeLoadException(String.valueOf(e.getMessage()), e);
    }
  }

  private static MediaProducer start(ExtractedLibrary library) {
    try {
      return NativeMediaProducer.start(library.path(), NativeSettings.ofProcess());
    } catch (NativeProducerException e) {
      throw new NativeLoadException(
          "the native producer in " + library.path() + " does not start: " + e.getMessage(), e);
    }
  }

  /** Does something once, and remembers what came of it, failure too. */
  static final class Remembered {
    private final Supplier<MediaProducer> loading;
    private @Nullable MediaProducer loaded;
    private @Nullable NativeLoadException failure;

    Remembered(Supplier<MediaProducer> loading) {
      this.loading = loading;
    }

    synchronized MediaProducer get() {
      if (failure != null) {
        throw failure;
      }
      if (loaded == null) {
        try {
          loaded = loading.get();
        } catch (NativeLoadException e) {
          failure = e;
          throw e;
        }
      }
      return loaded;
    }
  }
}
