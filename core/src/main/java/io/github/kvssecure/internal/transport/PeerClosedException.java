package io.github.kvssecure.internal.transport;

import javax.net.ssl.SSLException;

/** The peer ended the TLS connection with close_notify while there was something left to do. */
final class PeerClosedException extends SSLException {

  private static final long serialVersionUID = 1L;

  /** An end before its time. */
  PeerClosedException() {
    super("the peer ended the connection");
  }
}
