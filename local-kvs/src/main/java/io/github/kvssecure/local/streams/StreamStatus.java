package io.github.kvssecure.local.streams;

/** Status of a stream, as DescribeStream names it. */
public enum StreamStatus {
  /** Being made; not usable yet. */
  CREATING,
  /** Usable. */
  ACTIVE,
  /** A change is under way. */
  UPDATING,
  /** On its way out. */
  DELETING;

  /**
   * Tells whether media is taken in this status. That it is while a stream is UPDATING is not
   * documented; it is assumed, so that a producer that tries is not refused by us alone.
   */
  boolean takesMedia() {
    return this == ACTIVE || this == UPDATING;
  }
}
