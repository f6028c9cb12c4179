package io.github.kvssecure.local.media;

import java.time.Duration;

/**
 * Times of media connections.
 *
 * @param idleAck quiet time after which IDLE is sent, again and again
 * @param idleClose quiet time after which an upload is closed; 30 s on the real service
 * @param connectionLife longest life of an upload; 45 min on the real service
 * @param connectionGrace how long a new upload waits for the end of the one before
 * @param readerPatience how long GetMedia waits for an upload when there is none
 */
public record MediaTimes(
    Duration idleAck,
    Duration idleClose,
    Duration connectionLife,
    Duration connectionGrace,
    Duration readerPatience) {

  /** Returns the times of the real service where they are known. */
  public static MediaTimes real() {
    return new MediaTimes(
        Duration.ofSeconds(5),
        Duration.ofSeconds(30),
        Duration.ofMinutes(45),
        Duration.ofMillis(250),
        Duration.ofSeconds(3));
  }

  /** Returns a copy with other quiet times. */
  public MediaTimes withIdle(Duration ack, Duration close) {
    return new MediaTimes(ack, close, connectionLife, connectionGrace, readerPatience);
  }

  /** Returns a copy with another connection life. */
  public MediaTimes withConnectionLife(Duration life) {
    return new MediaTimes(idleAck, idleClose, life, connectionGrace, readerPatience);
  }

  /** Returns a copy with another patience of readers. */
  public MediaTimes withReaderPatience(Duration patience) {
    return new MediaTimes(idleAck, idleClose, connectionLife, connectionGrace, patience);
  }
}
