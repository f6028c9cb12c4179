package io.github.kvssecure.internal.gate;

import io.github.kvssecure.event.IngestEvent;
import io.github.kvssecure.event.IngestListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the application's listener, which is no part of what happens. */
public final class Listeners {

  private static final Logger LOG = LoggerFactory.getLogger(Listeners.class);

  private Listeners() {}

  /**
   * Tells a listener. What it throws is logged and changes nothing: also errors, and exceptions
   * that other languages need not declare, because an upload whose end was not heard would never be
   * followed by another.
   *
   * @param listener who is told
   * @param event what happened
   */
  public static void tell(IngestListener listener, IngestEvent event) {
    try {
      listener.on(event);
    } catch (Throwable e) {
      if (e instanceof InterruptedException) {
        Thread.currentThread().interrupt();
      }
      LOG.warn("a listener threw {}", e.getClass().getName());
    }
  }
}
