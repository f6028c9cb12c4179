package io.github.kvssecure.stream;

import java.time.Duration;

/**
 * What {@code put} does when a stream's buffer is full: the application's choice. Where frames are
 * refused, a fragment that got no frame of a track is given up as a whole when the next one begins
 * ({@link DropReason#TRACK_WITHOUT_FRAME}); put the frame again before that to keep it.
 */
public sealed interface WhenFull {

  /**
   * Waits for room, then refuses the frame. Right where the source can wait: a file, or a camera
   * with a buffer of its own.
   *
   * @param atMost how long to wait; more than zero, at most 1 hour
   */
  record Block(Duration atMost) implements WhenFull {
    /**
     * Checks the range.
     *
     * @throws IllegalArgumentException if the time is out of range
     */
    public Block {
      if (atMost.isNegative() || atMost.isZero() || atMost.compareTo(Duration.ofHours(1)) > 0) {
        throw new IllegalArgumentException(
            "the time to wait for room must be more than 0 and at most 1 hour, found " + atMost);
      }
    }
  }

  /**
   * Gives up the oldest whole fragments until there is room, each with an event. What is being sent
   * goes last, so that a link that is too slow stores what it can carry. Right for live video,
   * where the newest media is worth most.
   */
  record DropOldest() implements WhenFull {}

  /** Refuses the frame at once. Right where the application decides for itself what to skip. */
  record Refuse() implements WhenFull {}

  /**
   * Waits for room, then refuses.
   *
   * @param atMost how long to wait
   * @return the choice
   */
  static WhenFull block(Duration atMost) {
    return new Block(atMost);
  }

  /**
   * Gives up the oldest whole fragments.
   *
   * @return the choice
   */
  static WhenFull dropOldest() {
    return new DropOldest();
  }

  /**
   * Refuses at once.
   *
   * @return the choice
   */
  static WhenFull refuse() {
    return new Refuse();
  }
}
