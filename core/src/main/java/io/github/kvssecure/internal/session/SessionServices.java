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
import java.util.concurrent.ScheduledExecutorService;

/**
 * What every stream of a producer shares. Immutable.
 *
 * @param gate judges
 * @param credentials shows credentials to the gate
 * @param listener is told
 * @param media packages
 * @param transport sends
 * @param executor runs what may block, and what comes later; few threads for all streams
 * @param place where and when: Region, loopback option, clock
 */
public record SessionServices(
    PolicyGate gate,
    CredentialInspection credentials,
    IngestListener listener,
    MediaProducer media,
    UploadTransport transport,
    ScheduledExecutorService executor,
    Place place) {

  /**
   * Where and when.
   *
   * @param region the producer's Region
   * @param loopback the stand-in that was opted into, if any
   * @param clock the present
   */
  public record Place(AwsRegion region, Optional<LoopbackOption> loopback, Clock clock) {}

  /**
   * Tells the listener; what it throws is logged and changes nothing.
   *
   * @param event what happened
   */
  public void tell(IngestEvent event) {
    Listeners.tell(listener, event);
  }
}
