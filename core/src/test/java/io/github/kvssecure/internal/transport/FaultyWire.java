package io.github.kvssecure.internal.transport;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Carries TLS to a server without understanding it, until the wire fails as a plan says. */
final class FaultyWire implements Closeable {

  /** In which direction bytes are counted. */
  enum Direction {
    TO_CLIENT,
    TO_SERVER
  }

  /** What happens after so many bytes. */
  enum Fault {
    /** Both sides get a TCP reset. */
    RESET,
    /** Nothing is carried any more, and nobody is told. */
    SILENCE,
    /** The rest comes byte by byte, 50 ms apart. */
    DRIP
  }

  /**
   * When the wire fails, and how.
   *
   * @param direction in which bytes are counted
   * @param after how many are carried
   * @param fault what happens then
   */
  record Plan(Direction direction, int after, Fault fault) {
    static final Plan NONE = new Plan(Direction.TO_CLIENT, Integer.MAX_VALUE, Fault.RESET);
  }

  private final ServerSocket listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  private final SocketAddress server;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private final CountDownLatch closed = new CountDownLatch(1);
  private volatile Plan plan = Plan.NONE;
  private final AtomicInteger carriedToClient = new AtomicInteger();
  private final AtomicInteger carriedToServer = new AtomicInteger();

  FaultyWire(SocketAddress server) throws IOException {
    this.server = server;
    daemon(this::accept);
  }

  /** For connections from now on. */
  void follow(Plan next) {
    plan = next;
    carriedToClient.set(0);
    carriedToServer.set(0);
  }

  /** When it fails now. */
  Plan plan() {
    return plan;
  }

  /** How many bytes went this way since the plan was made. */
  int carried(Direction direction) {
    return counter(direction).get();
  }

  private AtomicInteger counter(Direction direction) {
    return direction == Direction.TO_CLIENT ? carriedToClient : carriedToServer;
  }

  /** Where the client finds this wire. */
  List<InetSocketAddress> addresses() {
    return List.of(
        new InetSocketAddress(InetAddress.getLoopbackAddress(), listening.getLocalPort()));
  }

  private void accept() throws IOException {
    while (!closed()) {
      Socket client = listening.accept();
      Socket host = new Socket();
      sockets.add(client);
      sockets.add(host);
      host.connect(server);
      client.setTcpNoDelay(true);
      host.setTcpNoDelay(true);
      Plan now = plan;
      daemon(() -> pump(client, host, now, Direction.TO_SERVER));
      daemon(() -> pump(host, client, now, Direction.TO_CLIENT));
    }
  }

  private void pump(Socket from, Socket to, Plan now, Direction direction) throws IOException {
    try {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      byte[] piece = new byte[4096];
      int left = now.direction() == direction ? now.after() : Integer.MAX_VALUE;
      while (left > 0) {
        int count = in.read(piece, 0, Math.min(piece.length, left));
        if (count < 0) {
          to.shutdownOutput();
          return;
        }
        out.write(piece, 0, count);
        left -= count;
        counter(direction).addAndGet(count);
      }
      fail(from, to, now.fault());
    } finally {
      sockets.remove(from);
      from.close();
    }
  }

  private void fail(Socket from, Socket to, Fault fault) throws IOException {
    switch (fault) {
      case RESET -> {
        from.setSoLinger(true, 0);
        to.setSoLinger(true, 0);
        from.close();
        to.close();
      }
      case SILENCE -> awaitClose();
      case DRIP -> {
        int next = from.getInputStream().read();
        while (next >= 0 && !closed()) {
          to.getOutputStream().write(next);
          pause();
          next = from.getInputStream().read();
        }
      }
    }
  }

  private boolean closed() {
    return closed.getCount() == 0;
  }

  private void awaitClose() {
    try {
      closed.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void pause() {
    try {
      if (closed.await(50, TimeUnit.MILLISECONDS)) {
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private interface Work {
    void run() throws IOException;
  }

  private static void daemon(Work work) {
    Thread thread =
        new Thread(
            () -> {
              try {
                work.run();
              } catch (IOException e) {
                // One of the two hung up, or the wire failed as planned.
              }
            },
            "faulty-wire");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() throws IOException {
    closed.countDown();
    listening.close();
    for (Socket socket : sockets) {
      socket.close();
    }
  }
}
