package io.github.kvssecure.internal.packaging;

import io.github.kvssecure.contract.MediaProducerContract;
import io.github.kvssecure.spi.MediaProducer;
import java.security.SecureRandom;
import java.time.Duration;

/** The media producer in Java does all that is asked, without deviation. */
class JavaMediaProducerContractTest extends MediaProducerContract {

  private static final long STORE = 128L << 20;

  private final MediaProducer producer =
      new JavaMediaProducer(
          new PackagingSettings(STORE, Duration.ofMinutes(40)),
          new SecureRandom(),
          System::nanoTime);

  @Override
  protected MediaProducer producer() {
    return producer;
  }
}
