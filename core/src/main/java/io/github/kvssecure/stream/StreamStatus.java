package io.github.kvssecure.stream;

/** The state the service reports for a stream. */
public enum StreamStatus {
  /** Being made; takes no media yet. */
  CREATING,
  /** Ready. */
  ACTIVE,
  /** A setting is being changed. */
  UPDATING,
  /** Going away. */
  DELETING,
  /** A state this library does not know. */
  UNKNOWN
}
