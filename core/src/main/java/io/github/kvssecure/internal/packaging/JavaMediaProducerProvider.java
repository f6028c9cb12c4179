package io.github.kvssecure.internal.packaging;

import io.github.kvssecure.spi.MediaProducer;
import io.github.kvssecure.spi.MediaProducerProvider;
import java.security.SecureRandom;

/** Gives the media producer in Java: one for the class loader, on every platform. Thread-safe. */
public final class JavaMediaProducerProvider implements MediaProducerProvider {

  private static final class Shared {
    static final MediaProducer PRODUCER =
        new JavaMediaProducer(PackagingSettings.ofProcess(), new SecureRandom(), System::nanoTime);
  }

  /** A provider that has done nothing yet. */
  public JavaMediaProducerProvider() {}

  @Override
  public String name() {
    return "java";
  }

  @Override
  public MediaProducer mediaProducer() {
    return Shared.PRODUCER;
  }
}
