package io.github.kvssecure;

import io.github.kvssecure.event.IngestEvent;
import io.github.kvssecure.event.IngestListener;
import io.github.kvssecure.internal.renewal.RenewalListener;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the application how credentials are renewed. Thread-safe as far as the listener is. */
final class RenewalEvents implements RenewalListener {

  private static final Logger LOG = LoggerFactory.getLogger(RenewalEvents.class);

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
    tell(new IngestEvent.CredentialsRenewed(source, end));
  }

  @Override
  public void failed(String source, String cause, Optional<Instant> aliveUntil) {
    tell(new IngestEvent.CredentialsNotRenewed(source, cause, aliveUntil));
  }

  private void tell(IngestEvent event) {
    try {
      listener.on(event);
    } catch (RuntimeException e) {
      LOG.warn("a listener threw {}", e.getClass().getName());
    }
  }
}
