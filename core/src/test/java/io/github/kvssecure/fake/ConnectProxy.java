package io.github.kvssecure.fake;

import io.github.kvssecure.internal.transport.ProxyLogin;
import io.github.kvssecure.internal.transport.ProxyRoute;
import io.github.kvssecure.internal.transport.TlsContext;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ServerSocketFactory;

/**
 * A small HTTP proxy that knows CONNECT only, tunnels every name to one port of this machine, and
 * keeps a copy of what clients send through it.
 */
public final class ConnectProxy implements Closeable {

  private static final String OPENED = "HTTP/1.1 200 Connection established\r\n\r\n";

  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final ByteArrayOutputStream carried = new ByteArrayOutputStream();
  private final ServerSocket listening;
  private final int port;
  private final Queue<String> answers = new ConcurrentLinkedQueue<>();

  /**
   * A proxy without TLS.
   *
   * @param port of the loopback address, where every tunnel ends
   * @param firstAnswers what CONNECT is answered with, before it is answered well
   */
  public ConnectProxy(int port, String... firstAnswers) throws IOException {
    this(ServerSocketFactory.getDefault(), port, firstAnswers);
  }

  /** A proxy whose sockets, perhaps TLS, come from this factory. */
  public ConnectProxy(ServerSocketFactory sockets, int port, String... firstAnswers)
      throws IOException {
    this.port = port;
    this.answers.addAll(List.of(firstAnswers));
    this.listening = sockets.createServerSocket(0, 50, InetAddress.getLoopbackAddress());
    daemon(
        () -> {
          while (true) {
            Socket client = listening.accept();
            daemon(() -> serve(client));
          }
        });
  }

  /** Where it listens, on the loopback address. */
  public int port() {
    return listening.getLocalPort();
  }

  /** Whole request heads, in order. */
  public List<String> requests() {
    return requests;
  }

  /** Everything that clients have sent into tunnels so far. */
  public String carried() {
    return carried.toString(StandardCharsets.ISO_8859_1);
  }

  /** Where it listens. */
  public InetSocketAddress address() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), listening.getLocalPort());
  }

  /** Every host through this proxy. */
  public ProxyRoute route() {
    String address = InetAddress.getLoopbackAddress().getHostAddress();
    return through(
        new ProxyRoute.Proxy(
            address, listening.getLocalPort(), Optional.empty(), Optional.empty()));
  }

  /** Every host through this proxy, over TLS. */
  public ProxyRoute route(TlsContext trust, String user, String password) {
    return through(
        new ProxyRoute.Proxy(
            "localhost",
            listening.getLocalPort(),
            Optional.of(trust),
            Optional.of(ProxyLogin.of(user, password))));
  }

  private static ProxyRoute through(ProxyRoute.Proxy proxy) {
    return peer -> Optional.of(proxy);
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
              try {
                carry(client.getInputStream(), host.getOutputStream());
              } finally {
                host.shutdownOutput();
              }
            });
        host.getInputStream().transferTo(client.getOutputStream());
      }
    }
  }

  private void carry(InputStream in, OutputStream out) throws IOException {
    byte[] buffer = new byte[8192];
    for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
      carried.write(buffer, 0, count);
      out.write(buffer, 0, count);
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
