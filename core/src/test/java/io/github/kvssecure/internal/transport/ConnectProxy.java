package io.github.kvssecure.internal.transport;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A small HTTP proxy that knows CONNECT only, and tunnels every name to one port of this machine.
 */
final class ConnectProxy implements Closeable {

  static final String OPENED = "HTTP/1.1 200 Connection established\r\n\r\n";

  /** Whole request heads, in order. */
  final List<String> requests = new CopyOnWriteArrayList<>();

  private final ServerSocket listening;
  private final int port;
  private final Queue<String> answers = new ConcurrentLinkedQueue<>();

  /**
   * Tunnels to this port.
   *
   * @param port of the loopback address
   * @param firstAnswers what CONNECT is answered with, instead of {@link #OPENED}
   */
  ConnectProxy(int port, String... firstAnswers) throws IOException {
    this.port = port;
    this.answers.addAll(List.of(firstAnswers));
    this.listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    daemon(
        () -> {
          while (true) {
            Socket client = listening.accept();
            daemon(() -> serve(client));
          }
        });
  }

  /** Every host through this proxy. */
  ProxyRoute route() {
    return host ->
        java.util.Optional.of(
            new ProxyRoute.Proxy(
                InetAddress.getLoopbackAddress().getHostAddress(), listening.getLocalPort()));
  }

  private void serve(Socket client) throws IOException {
    try (client) {
      requests.add(readHead(client.getInputStream()));
      String answer = answers.isEmpty() ? OPENED : answers.remove();
      client.getOutputStream().write(answer.getBytes(StandardCharsets.ISO_8859_1));
      if (!answer.equals(OPENED)) {
        client.shutdownOutput();
        client.getInputStream().transferTo(OutputStream.nullOutputStream());
        return;
      }
      try (Socket host = new Socket(InetAddress.getLoopbackAddress(), port)) {
        daemon(
            () -> {
              client.getInputStream().transferTo(host.getOutputStream());
              host.shutdownOutput();
            });
        host.getInputStream().transferTo(client.getOutputStream());
      }
    }
  }

  private static String readHead(InputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int next = in.read();
      if (next < 0) {
        throw new IOException("the client hung up");
      }
      head.append((char) next);
    }
    return head.toString();
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
                // One side hung up: the end of a tunnel.
              }
            });
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() throws IOException {
    listening.close();
  }
}
