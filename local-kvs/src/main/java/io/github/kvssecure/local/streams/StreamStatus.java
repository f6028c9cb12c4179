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
  DELETING
}
