package io.github.kvssecure.internal.transport;

import java.time.Duration;

/**
 * How long the transport waits for what. Immutable.
 *
 * @param connect for name resolution, and again for each address
 * @param handshake for the TLS handshake
 * @param responseHead from the sent request head to the response head; also how long the rest of a
 *     refusal may take
 * @param stall how long a connection with work pending may move nothing
 */
public record TransportTimeouts(
    Duration connect, Duration handshake, Duration responseHead, Duration stall) {

  /**
   * Checks the bounds.
   *
   * @throws IllegalArgumentException if one is not more than zero, or more than an hour
   */
  public TransportTimeouts {
    requireBounded("connect", connect);
    requireBounded("handshake", handshake);
    requireBounded("responseHead", responseHead);
    requireBounded("stall", stall);
  }

  /**
   * What suits the service: 5 s, 5 s, 10 s and 60 s.
   *
   * @return the defaults
   */
  public static TransportTimeouts defaults() {
    return new TransportTimeouts(
        Duration.ofSeconds(5),
        Duration.ofSeconds(5),
        Duration.ofSeconds(10),
        Duration.ofSeconds(60));
  }

  private static void requireBounded(String name, Duration duration) {
    if (duration.isNegative() || duration.isZero() || duration.compareTo(Duration.ofHours(1)) > 0) {
      throw new IllegalArgumentException(
          "timeout " + name + " must be more than zero and at most PT1H, found " + duration);
    }
  }
}
