package io.github.kvssecure.stream;

/** Where an open stream stands. */
public enum StreamState {
  /** Frames are taken; no connection has been accepted yet. */
  OPENING,
  /** A connection is up. */
  STREAMING,
  /** The connection broke; frames are still taken, the next attempt is on its way. */
  RECONNECTING,
  /** No more frames are taken; what was accepted is being sent. */
  DRAINING,
  /** It stopped for good; the cause is known. */
  FAILED,
  /** Everything is freed. */
  CLOSED
}
