package io.github.kvssecure.samples.benchmark;

import java.io.IOException;
import java.net.Socket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/**
 * A connection that the sink accepted, which can be cut below TLS. Thread-safe.
 *
 * @param tcp what was accepted
 * @param tls above it; its handshake is done by whoever reads first
 */
record SinkSocket(Socket tcp, SSLSocket tls) {

  /** How a connection is lost. */
  enum Cut {
    /** A TCP reset and nothing else, as when a machine on the way forgets the connection. */
    RESET("connection reset"),
    /** {@code close_notify} and a TCP FIN, as when a server goes down in order. */
    CLOSE("connection closed");

    private final String description;

    Cut(String description) {
      this.description = description;
    }

    String description() {
      return description;
    }
  }

  /** A connection that was accepted just now. */
  static SinkSocket accepted(Socket tcp, SSLSocketFactory tls) throws IOException {
    tcp.setTcpNoDelay(true);
    SSLSocket above = (SSLSocket) tls.createSocket(tcp, null, /* closes TCP with it */ true);
    return new SinkSocket(tcp, above);
  }

  /**
   * Cuts it, whoever reads or writes.
   *
   * @return just before
   */
  long cut(Cut how) throws IOException {
    if (how == Cut.RESET) {
      // Zero seconds to linger: the kernel resets instead of closing.
      tcp.setSoLinger(true, 0);
    }
    long before = System.nanoTime();
    if (how == Cut.CLOSE) {
      tls.shutdownOutput();
    }
    tcp.close();
    return before;
  }
}
