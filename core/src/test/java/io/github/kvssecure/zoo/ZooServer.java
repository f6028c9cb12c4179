package io.github.kvssecure.zoo;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** One port of the loopback address, behind which the peer can be exchanged. Thread-safe. */
public final class ZooServer implements Closeable {

  private record Exhibit(Peer peer, Heard heard) {}

  private final ServerSocket listening;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private volatile Exhibit exhibit = new Exhibit((socket, heard) -> {}, new Heard());

  /**
   * Opens a port.
   *
   * @throws IOException if there is none
   */
  public ZooServer() throws IOException {
    listening = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
    start(this::accept);
  }

  /**
   * Exchanges the peer; connections that are open stay as they are.
   *
   * @param peer for connections from now on
   * @return what it will hear
   */
  public Heard show(Peer peer) {
    Heard heard = new Heard();
    exhibit = new Exhibit(peer, heard);
    return heard;
  }

  /**
   * Where every name of the zoo is found.
   *
   * @return one address
   */
  public List<InetSocketAddress> addresses() {
    return List.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), port()));
  }

  /**
   * The port.
   *
   * @return on the loopback address
   */
  public int port() {
    return listening.getLocalPort();
  }

  /**
   * Ends every connection without a word.
   *
   * @throws IOException if that fails
   */
  public void hangUp() throws IOException {
    for (Socket socket : sockets) {
      socket.close();
    }
  }

  private void accept() {
    while (!listening.isClosed()) {
      try {
        Socket socket = listening.accept();
        sockets.add(socket);
        Exhibit shown = exhibit;
        shown.heard().begin();
        start(() -> serve(socket, shown));
      } catch (IOException e) {
        return;
      }
    }
  }

  private void serve(Socket socket, Exhibit shown) {
    try (socket) {
      shown.peer().serve(socket, shown.heard());
    } catch (IOException e) {
      // The client leaves peers that it does not like: that is the point.
    } finally {
      sockets.remove(socket);
      shown.heard().end();
    }
  }

  private static void start(Runnable work) {
    Thread thread = new Thread(work, "zoo-server");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() throws IOException {
    listening.close();
    hangUp();
  }
}
