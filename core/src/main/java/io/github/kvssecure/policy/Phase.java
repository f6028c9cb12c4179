package io.github.kvssecure.policy;

/** When a control is evaluated first. */
public enum Phase {
  /** When the producer is built; no network. */
  START,
  /** Before a stream is made. */
  CREATE,
  /** When a stream is opened. */
  OPEN,
  /** After each TLS handshake, before the first byte. */
  CONNECT,
  /** While media flows. */
  UPLOAD,
  /** By an auditor, outside the producer. */
  AUDIT
}
