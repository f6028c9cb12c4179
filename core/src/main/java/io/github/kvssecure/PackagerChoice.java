package io.github.kvssecure;

import io.github.kvssecure.internal.packaging.JavaMediaProducerProvider;
import io.github.kvssecure.spi.MediaProducer;
import io.github.kvssecure.spi.MediaProducerProvider;
import io.github.kvssecure.spi.NativeLoadException;
import io.github.kvssecure.stream.IngestConfigurationException;
import java.util.Iterator;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which media producer was chosen, and why.
 *
 * @param name what it is called in reports
 * @param reason why this one, in plain words
 * @param media the media producer
 */
record PackagerChoice(String name, String reason, MediaProducer media) {

  private static final Logger LOG = LoggerFactory.getLogger(PackagerChoice.class);

  /**
   * Chooses. What was named explicitly is never replaced, and nothing takes the place of what was
   * refused.
   *
   * @param named a provider that the application gave, if any
   * @param packaging what it asked for otherwise
   * @throws NativeLoadException if the chosen one cannot run on this machine
   * @throws IngestConfigurationException if native code was asked for and none is on the class path
   */
  static PackagerChoice of(Optional<MediaProducerProvider> named, Packaging packaging) {
    return of(named, packaging, PackagerChoice::onClassPath);
  }

  static PackagerChoice of(
      Optional<MediaProducerProvider> named,
      Packaging packaging,
      Supplier<Optional<MediaProducerProvider>> onClassPath) {
    if (named.isPresent()) {
      return loaded(named.get(), "given to the builder");
    }
    return switch (packaging) {
      case JAVA -> java("asked for");
      case NATIVE ->
          loaded(
              onClassPath
                  .get()
                  .orElseThrow(
                      () ->
                          new IngestConfigurationException(
                              "no native producer is on the class path; add the dependency"
                                  + " io.github.kvssecure:kvs-secure-producer-jni, or ask for"
                                  + " packaging(Packaging.JAVA)")),
              "asked for");
      case NATIVE_OR_JAVA -> nativeOrJava(onClassPath.get());
    };
  }

  private static PackagerChoice nativeOrJava(Optional<MediaProducerProvider> found) {
    if (found.isEmpty()) {
      return java("no native producer is on the class path");
    }
    MediaProducerProvider provider = found.get();
    try {
      return loaded(provider, "verified and loaded");
    } catch (NativeLoadException e) {
      if (e.isRefusal() || !provider.mayBeReplaced()) {
        throw e;
      }
      LOG.warn("{} cannot run, media is packaged in Java: {}", provider.name(), e.getMessage());
      return java(provider.name() + " cannot run: " + e.getMessage());
    }
  }

  private static PackagerChoice loaded(MediaProducerProvider provider, String reason) {
    // Loaded first: its name then says what was loaded.
    MediaProducer media = provider.mediaProducer();
    return new PackagerChoice(provider.name(), reason, media);
  }

  private static PackagerChoice java(String reason) {
    return loaded(new JavaMediaProducerProvider(), reason);
  }

  private static Optional<MediaProducerProvider> onClassPath() {
    Iterator<MediaProducerProvider> found =
        ServiceLoader.load(MediaProducerProvider.class).iterator();
    try {
      return found.hasNext() ? Optional.of(found.next()) : Optional.empty();
    } catch (ServiceConfigurationError e) {
      throw new IngestConfigurationException(
          "a media producer on the class path does not fit this version: " + e.getMessage());
    }
  }

  /** A line for reports. */
  String inWords() {
    return name + " (" + reason + ")";
  }
}
