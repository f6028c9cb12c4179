package io.github.kvssecure.fake;

import io.github.kvssecure.spi.MediaProducer;
import io.github.kvssecure.spi.MediaProducerProvider;
import java.util.concurrent.atomic.AtomicInteger;

/** Provides one fake media producer, and counts how often it was asked to. Thread-safe. */
public final class FakeMediaProducerProvider implements MediaProducerProvider {

  private final FakeMediaProducer media = new FakeMediaProducer();
  private final AtomicInteger loads = new AtomicInteger();

  public int loads() {
    return loads.get();
  }

  /** What it provides. */
  public FakeMediaProducer media() {
    return media;
  }

  @Override
  public String name() {
    return "fake";
  }

  @Override
  public MediaProducer mediaProducer() {
    loads.incrementAndGet();
    return media;
  }
}
