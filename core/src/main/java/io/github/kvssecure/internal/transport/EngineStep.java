package io.github.kvssecure.internal.transport;

import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLProtocolException;

/** Says whether a connection can go on after a step of its engine. */
final class EngineStep {

  private EngineStep() {}

  /** The peer has not ended TLS, and the buffers were as large as the engine asked for. */
  static void requireOpen(SSLEngineResult result) throws SSLException {
    if (result.getStatus() == Status.CLOSED) {
      throw new PeerClosedException();
    }
    if (result.getStatus() == Status.BUFFER_OVERFLOW) {
      throw new SSLException("a TLS record does not fit the buffer its engine asked for");
    }
  }

  /** Something was consumed or produced, or a handshake goes on. */
  static void requireProgress(SSLEngineResult result) throws SSLException {
    if (result.bytesConsumed() == 0
        && result.bytesProduced() == 0
        && result.getHandshakeStatus() == HandshakeStatus.NOT_HANDSHAKING) {
      throw new SSLException("the TLS engine makes no progress: " + result.getStatus());
    }
  }

  /** TLS 1.2 alone has a second handshake; the evidence of the first must stay true. */
  static void refuseRenegotiation(SSLEngine engine, SSLEngineResult result) throws SSLException {
    HandshakeStatus status = result.getHandshakeStatus();
    boolean handshaking =
        status != HandshakeStatus.NOT_HANDSHAKING && status != HandshakeStatus.FINISHED;
    if (handshaking && engine.getSession().getProtocol().equals("TLSv1.2")) {
      throw new SSLProtocolException("the peer asked for a renegotiation");
    }
  }
}
