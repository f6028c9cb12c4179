package io.github.kvssecure.internal.packaging;

import io.github.kvssecure.contract.MediaProducerContract;
import io.github.kvssecure.spi.MediaProducer;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/** The media producer in Java does all that is asked, without deviation. */
class JavaMediaProducerContractTest extends MediaProducerContract {

  private static final long STORE = 128L << 20;
  private static final Duration LIFETIME = Duration.ofMinutes(40);

  private final AtomicLong aged = new AtomicLong();
  private final MediaProducer producer =
      new JavaMediaProducer(
          new PackagingSettings(STORE, LIFETIME),
          new SecureRandom(),
          () -> System.nanoTime() + aged.get());

  @Override
  protected MediaProducer producer() {
    return producer;
  }

  @Override
  protected Optional<Runnable> ageUploads() {
    return Optional.of(() -> aged.addAndGet(LIFETIME.toNanos()));
  }
}
