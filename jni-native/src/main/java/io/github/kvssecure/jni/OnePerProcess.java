package io.github.kvssecure.jni;

import io.github.kvssecure.jni.internal.load.OwnBuild;
import io.github.kvssecure.spi.MediaProducer;
import io.github.kvssecure.spi.NativeLoadException;
import io.github.kvssecure.stream.IngestConfigurationException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * The one native producer of a process. Each library is tried once and what came of it is
 * remembered, failure too; once one is loaded, every other is refused, because a second client
 * would take the callbacks of the first. An interrupt of who asks is kept for later. Thread-safe.
 */
final class OnePerProcess {

  /** Loads a library: the vendor's, or an own build. */
  @FunctionalInterface
  interface Loading {
    Loaded load(@Nullable OwnBuild own);
  }

  /** What was loaded, and from where. */
  record Loaded(MediaProducer producer, String description) {}

  private final Loading loading;
  private final Map<Optional<OwnBuild>, NativeLoadException> failures = new HashMap<>();
  private Optional<OwnBuild> chosen = Optional.empty();
  private @Nullable Loaded loaded;

  OnePerProcess(Loading loading) {
    this.loading = loading;
  }

  synchronized MediaProducer get(Optional<OwnBuild> own) {
    NativeLoadException failure = failures.get(own);
    if (failure != null) {
      throw failure;
    }
    if (loaded != null) {
      requireSame(own, loaded);
      return loaded.producer();
    }
    try {
      loaded = loadUninterrupted(own);
      chosen = own;
      return loaded.producer();
    } catch (NativeLoadException e) {
      failures.put(own, e);
      throw e;
    }
  }

  /**
   * Loads on a thread that nobody interrupts. An interrupt would close the files that are read, or
   * stop Log4j in the middle of its start, which it makes only once.
   */
  private Loaded loadUninterrupted(Optional<OwnBuild> own) {
    try {
      return CompletableFuture.supplyAsync(
              () -> loading.load(own.orElse(null)), task -> loadingThread(task).start())
          .join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof NativeLoadException failure) {
        throw failure;
      }
      if (e.getCause() instanceof IngestConfigurationException setting) {
        throw setting;
      }
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw e;
    }
  }

  private static Thread loadingThread(Runnable task) {
    Thread thread = new Thread(task, "kvs-native-load");
    thread.setDaemon(true);
    return thread;
  }

  private void requireSame(Optional<OwnBuild> own, Loaded other) {
    if (!own.equals(chosen)) {
      throw new NativeLoadException(
          "a process has one native producer, and it is "
              + other.description()
              + " already; use the same provider everywhere");
    }
  }

  /** Where the library came from, if it is this one that was loaded. */
  synchronized Optional<String> loaded(Optional<OwnBuild> own) {
    return loaded != null && own.equals(chosen)
        ? Optional.of(loaded.description())
        : Optional.empty();
  }
}
