package io.github.kvssecure.internal.packaging;

import io.github.kvssecure.spi.MediaProducer;
import io.github.kvssecure.spi.MediaProducerProvider;
import io.github.kvssecure.stream.IngestConfigurationException;
import java.security.SecureRandom;
import org.jspecify.annotations.Nullable;

/** Gives the media producer in Java: one for the class loader, on every platform. Thread-safe. */
public final class JavaMediaProducerProvider implements MediaProducerProvider {

  private static @Nullable MediaProducer shared;

  /** A provider that has done nothing yet. */
  public JavaMediaProducerProvider() {}

  @Override
  public String name() {
    return "java";
  }

  /**
   * {@inheritDoc}
   *
   * @throws IngestConfigurationException if a setting of this process cannot be used
   */
  @Override
  public MediaProducer mediaProducer() {
    synchronized (JavaMediaProducerProvider.class) {
      if (shared == null) {
        shared =
            new JavaMediaProducer(
                PackagingSettings.ofProcess(), new SecureRandom(), System::nanoTime);
      }
      return shared;
    }
  }
}
