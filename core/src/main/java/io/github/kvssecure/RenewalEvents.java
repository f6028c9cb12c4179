package io.github.kvssecure;

import io.github.kvssecure.event.IngestEvent;
import io.github.kvssecure.event.IngestListener;
import io.github.kvssecure.internal.gate.Listeners;
import io.github.kvssecure.internal.renewal.RenewalListener;
import java.time.Instant;
import java.util.Optional;

/** Tells the application how credentials are renewed. Thread-safe as far as the listener is. */
final class RenewalEvents implements RenewalListener {

  private final IngestListener listener;

  /**
   * Events.
   *
   * @param listener is told
   */
  RenewalEvents(IngestListener listener) {
    this.listener = listener;
  }

  @Override
  public void renewed(String source, Instant end) {
    Listeners.tell(listener, new IngestEvent.CredentialsRenewed(source, end));
  }

  @Override
  public void failed(String source, String cause, Optional<Instant> aliveUntil) {
    Listeners.tell(listener, new IngestEvent.CredentialsNotRenewed(source, cause, aliveUntil));
  }
}
