package io.github.kvssecure.internal.session;

import io.github.kvssecure.event.IngestEvent;
import io.github.kvssecure.event.IngestListener;
import io.github.kvssecure.internal.gate.Listeners;
import io.github.kvssecure.internal.gate.PolicyGate;
import io.github.kvssecure.internal.gate.rule.Facts.LoopbackOption;
import io.github.kvssecure.spi.MediaProducer;
import io.github.kvssecure.spi.UploadTransport;
import io.github.kvssecure.stream.AwsRegion;
import java.time.Clock;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * What every stream of a producer shares. Immutable.
 *
 * @param gate judges
 * @param credentials shows credentials to the gate
 * @param listener is told
 * @param media packages
 * @param transport sends
 * @param threads run what comes later and what may block
 * @param place where and when: Region, loopback option, clock
 * @param budgets what the streams share of memory and calls
 */
public record SessionServices(
    PolicyGate gate,
    CredentialInspection credentials,
    IngestListener listener,
    MediaProducer media,
    UploadTransport transport,
    SessionThreads threads,
    Place place,
    Budgets budgets) {

  /**
   * Where and when.
   *
   * @param region the producer's Region
   * @param loopback the stand-in that was opted into, if any
   * @param clock the present
   */
  public record Place(AwsRegion region, Optional<LoopbackOption> loopback, Clock clock) {}

  /**
   * What the streams of a producer share.
   *
   * @param memory for media that waits for its acknowledgement
   * @param calls to the service
   * @param nanoTime the monotonic clock, by which everything is timed that the time of day must not
   *     disturb
   */
  public record Budgets(MemoryBudget memory, CallBudget calls, LongSupplier nanoTime) {

    /**
     * Nothing used yet.
     *
     * @param memory bytes of frames, more than zero
     * @param nanoTime the monotonic clock
     * @return the budgets
     */
    public static Budgets of(long memory, LongSupplier nanoTime) {
      return new Budgets(new MemoryBudget(memory), new CallBudget(nanoTime), nanoTime);
    }
  }

  /**
   * Tells the listener; what it throws is logged and changes nothing.
   *
   * @param event what happened
   */
  public void tell(IngestEvent event) {
    Listeners.tell(listener, event);
  }
}
