package io.github.kvssecure.local.http;

import java.io.IOException;

/**
 * What answers requests; called on the connection's own thread, for many connections at the same
 * time.
 */
@FunctionalInterface
public interface Service {

  /**
   * Answers one request through the exchange.
   *
   * @throws IOException when the connection fails; it is then closed
   */
  void answer(Exchange exchange) throws IOException;
}
