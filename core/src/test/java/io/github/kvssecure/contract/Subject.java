package io.github.kvssecure.contract;

import io.github.kvssecure.spi.MediaProducer;
import io.github.kvssecure.spi.MediaStream;
import java.util.Optional;
import java.util.Set;

/**
 * What is tested.
 *
 * @param producer the implementation; shared by all tests
 * @param deviations where it differs
 * @param ageUploads makes every upload as old as one may get; empty if only time does
 */
public record Subject(
    MediaProducer producer, Set<Deviation> deviations, Optional<Runnable> ageUploads) {

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
