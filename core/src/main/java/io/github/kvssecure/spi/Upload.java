package io.github.kvssecure.spi;

/** One running PutMedia connection. Thread-safe. */
public interface Upload {

  /**
   * Says that the body has bytes again. Where the connection has room they are pulled, encrypted
   * and written on the calling thread; where it has none, the transport pulls them when it does.
   * Never blocks on the network.
   */
  void dataAvailable();

  /** Closes the connection at once; the listener hears the end. Safe to call twice. */
  void abort();
}
