package io.github.kvssecure.internal.transport;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.channels.UnresolvedAddressException;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * A connected socket that its one thread can wait for, up to a moment and until it is interrupted.
 * Not thread-safe.
 */
final class BlockingSocket implements Closeable {

  private final SocketChannel socket;
  private final Selector selector;
  private final SelectionKey key;
  private final LongSupplier nanos;
  private Link link;

  private BlockingSocket(SocketChannel socket, Selector selector, LongSupplier nanos)
      throws IOException {
    this.socket = socket;
    this.selector = selector;
    this.nanos = nanos;
    this.link = Link.over(socket);
    socket.configureBlocking(false);
    socket.setOption(StandardSocketOptions.TCP_NODELAY, true);
    this.key = socket.register(selector, 0);
  }

  /**
   * Connects.
   *
   * @param address where to
   * @param deadline when to give up, by {@code nanos}
   * @param nanos the clock
   * @return the connected socket; close it
   * @throws SocketTimeoutException if it took too long
   * @throws ClosedByInterruptException if the thread was interrupted
   * @throws IOException if there is no connection
   */
  static BlockingSocket connect(InetSocketAddress address, long deadline, LongSupplier nanos)
      throws IOException {
    SocketChannel socket = SocketChannel.open();
    Selector selector = null;
    boolean connected = false;
    try {
      selector = Selector.open();
      BlockingSocket blocking = new BlockingSocket(socket, selector, nanos);
      boolean done = socket.connect(address);
      while (!done) {
        blocking.await(SelectionKey.OP_CONNECT, deadline);
        done = socket.finishConnect();
      }
      connected = true;
      return blocking;
    } catch (UnresolvedAddressException e) {
      throw new IOException("the resolver gave an address without an address", e);
    } finally {
      if (!connected) {
        socket.close();
        if (selector != null) {
          selector.close();
        }
      }
    }
  }

  /** The socket, not blocking. */
  SocketChannel channel() {
    return socket;
  }

  /** What carries the peer's TLS: the socket itself, unless it goes through a proxy's TLS. */
  Link link() {
    return link;
  }

  /** Sends everything through a proxy's tunnel from now on. */
  void continueThrough(Link tunnel) {
    link = tunnel;
  }

  /**
   * Does or waits for what a TLS layer asks for.
   *
   * @param progress not {@link TlsChannel.Progress#DONE}
   * @param tasks run if it asks for that
   * @param deadline when to give up
   * @throws IOException as {@link #await(int, long)}
   */
  void await(TlsChannel.Progress progress, Runnable tasks, long deadline) throws IOException {
    switch (progress) {
      case NEEDS_INPUT -> await(SelectionKey.OP_READ, deadline);
      case NEEDS_ROOM -> await(SelectionKey.OP_WRITE, deadline);
      case NEEDS_TASKS -> tasks.run();
      case DONE -> throw new IllegalArgumentException("there is nothing to wait for");
    }
  }

  /**
   * Waits until one of these operations is possible.
   *
   * @param operations of {@link SelectionKey}
   * @param deadline when to give up
   * @throws SocketTimeoutException if that takes too long
   * @throws ClosedByInterruptException if the thread is interrupted; its flag stays set
   * @throws IOException if the selector failed
   */
  void await(int operations, long deadline) throws IOException {
    key.interestOps(operations);
    selector.selectedKeys().clear();
    while (selector.selectedKeys().isEmpty()) {
      long left = deadline - nanos.getAsLong();
      if (left <= 0) {
        throw new SocketTimeoutException("it took longer than allowed");
      }
      selector.select(TimeUnit.NANOSECONDS.toMillis(left) + 1);
      if (Thread.currentThread().isInterrupted()) {
        throw new ClosedByInterruptException();
      }
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
    // Deregisters the closed socket, so that the system frees it now.
    selector.close();
  }
}
