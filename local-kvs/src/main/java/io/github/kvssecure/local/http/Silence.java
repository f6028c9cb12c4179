package io.github.kvssecure.local.http;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ServerSocket;
import java.net.Socket;

/**
 * A network that can fall silent: nothing arrives and nothing is answered, and no connection ends.
 * What was on its way arrives when it speaks again, as TCP sends again what was lost. Thread-safe.
 */
final class Silence {
  private boolean silent;

  /** Falls silent. */
  synchronized void begin() {
    silent = true;
  }

  /** Speaks again. */
  synchronized void end() {
    silent = false;
    notifyAll();
  }

  /** Waits for as long as it is silent. */
  synchronized void pass() throws InterruptedIOException {
    try {
      while (silent) {
        wait();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted in a silent network");
    }
  }

  /** Opens a listener, unbound, whose connections are part of this network. */
  ServerSocket listener() throws IOException {
    return new ServerSocket() {
      @Override
      public Socket accept() throws IOException {
        Socket wire = new QuietSocket(Silence.this);
        implAccept(wire);
        return wire;
      }
    };
  }
}
