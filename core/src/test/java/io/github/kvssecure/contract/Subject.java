package io.github.kvssecure.contract;

import io.github.kvssecure.spi.MediaProducer;
import io.github.kvssecure.spi.MediaStream;
import java.util.Set;

/**
 * What is tested.
 *
 * @param producer the implementation; shared by all tests
 * @param deviations where it differs
 */
public record Subject(MediaProducer producer, Set<Deviation> deviations) {

  /** Copies the set. */
  public Subject {
    deviations = Set.copyOf(deviations);
  }

  boolean has(Deviation deviation) {
    return deviations.contains(deviation);
  }

  MediaStream openVideo(ContractListener listener) {
    return ContractMedia.open(producer, ContractMedia.spec(ContractMedia.video()), listener);
  }
}
