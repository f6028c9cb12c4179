package io.github.kvssecure;

import java.time.Clock;

/** Lets a test set the present of a producer, which applications cannot. */
public final class ProducerClock {

  private ProducerClock() {}

  public static SecureProducer.Builder set(SecureProducer.Builder builder, Clock clock) {
    return builder.clock(clock);
  }
}
