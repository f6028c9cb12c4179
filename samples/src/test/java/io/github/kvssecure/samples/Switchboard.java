package io.github.kvssecure.samples;

import io.github.kvssecure.local.LocalKvs;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** One port behind which the server can be exchanged. Carries TLS without understanding it. */
final class Switchboard implements Closeable {

  private final ServerSocket listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private volatile int port;

  Switchboard(LocalKvs first) throws IOException {
    this.port = first.endpoint().getPort();
    daemon(this::accept);
  }

  URI endpoint() {
    return URI.create("https://localhost:" + listening.getLocalPort());
  }

  /** Hangs up everywhere; whoever calls again gets this one. */
  void exchange(LocalKvs next) throws IOException {
    port = next.endpoint().getPort();
    hangUp();
  }

  private void accept() throws IOException {
    while (!listening.isClosed()) {
      Socket client = listening.accept();
      Socket server = new Socket(InetAddress.getLoopbackAddress(), port);
      sockets.add(client);
      sockets.add(server);
      daemon(() -> client.getInputStream().transferTo(server.getOutputStream()));
      daemon(
          () -> {
            try (client) {
              server.getInputStream().transferTo(client.getOutputStream());
            }
          });
    }
  }

  private void hangUp() throws IOException {
    for (Socket socket : sockets) {
      socket.close();
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
                // One of the two hung up, or this switchboard did.
              }
            },
            "switchboard");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() throws IOException {
    listening.close();
    hangUp();
  }
}
