package io.github.kvssecure.internal.packaging;

import io.github.kvssecure.contract.RotatingMediaProducerContract;
import io.github.kvssecure.spi.MediaProducer;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** The media producer in Java does all that is asked, without deviation. */
class JavaMediaProducerContractTest extends RotatingMediaProducerContract {

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
  protected void ageUploads() {
    aged.addAndGet(LIFETIME.toNanos());
  }
}
