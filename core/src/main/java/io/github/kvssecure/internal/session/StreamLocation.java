package io.github.kvssecure.internal.session;

import io.github.kvssecure.event.IngestEvent;
import io.github.kvssecure.internal.session.StreamOpener.VerifiedStream;
import io.github.kvssecure.spi.ControlPlaneException;
import java.util.Optional;

/** Where the media of a stream goes now, which the service may change. Thread-safe. */
final class StreamLocation {

  private final SessionServices services;
  private final Principal producer;
  private volatile VerifiedStream stream;

  /**
   * A location.
   *
   * @param services shared by all streams
   * @param stream what was verified
   * @param producer who asks
   */
  StreamLocation(SessionServices services, VerifiedStream stream, Principal producer) {
    this.services = services;
    this.producer = producer;
    this.stream = stream;
  }

  /** What was verified, with the data endpoint in use. */
  VerifiedStream now() {
    return stream;
  }

  /**
   * Asks the service for another endpoint than the one it refused, and has the answer judged. May
   * block on the network.
   *
   * @return why the answer is not known yet; empty if it is
   * @throws io.github.kvssecure.policy.PolicyViolationException if the policy refuses it
   * @throws ControlPlaneException if the service gives none, and asking again would not help
   */
  Optional<String> refresh() {
    try {
      ask();
      return Optional.empty();
    } catch (ControlPlaneException e) {
      if (!e.isRetryable()) {
        throw e;
      }
      return unknown(e);
    }
  }

  /**
   * Asks the service whether there is another endpoint than the one that nobody answers at. That
   * one was not refused, so no answer changes nothing. May block on the network.
   *
   * @return why the answer is not known; empty if it is
   * @throws io.github.kvssecure.policy.PolicyViolationException if the policy refuses it
   */
  Optional<String> seek() {
    try {
      ask();
      return Optional.empty();
    } catch (ControlPlaneException e) {
      return unknown(e);
    }
  }

  private static Optional<String> unknown(ControlPlaneException e) {
    return Optional.of("no data endpoint: " + e.getMessage());
  }

  private void ask() {
    VerifiedStream before = stream;
    VerifiedStream after = before.at(DataEndpoints.askAgain(services, before, producer));
    stream = after;
    services.tell(
        new IngestEvent.EndpointRefreshed(
            after.spec().name(), String.valueOf(after.dataEndpoint().getHost())));
  }
}
