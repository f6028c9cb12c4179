package io.github.kvssecure.local.http;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Listens on the loopback addresses only, one thread per connection. Thread-safe. */
public final class HttpServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(HttpServer.class);
  private static final int BACKLOG = 200;

  private final List<ServerSocket> listeners = new ArrayList<>();
  private final Set<Socket> connections = ConcurrentHashMap.newKeySet();
  private final Silence silence = new Silence();
  private final AtomicInteger threads = new AtomicInteger();
  private final SSLContext context;
  private final SSLParameters parameters;
  private final Service service;
  private final Clock clock;
  private volatile boolean closed;
  private volatile boolean offline;

  private HttpServer(SSLContext context, SSLParameters parameters, Service service, Clock clock) {
    this.context = context;
    this.parameters = parameters;
    this.service = service;
    this.clock = clock;
  }

  /**
   * Opens a server on an ephemeral port of 127.0.0.1, and on the same port of ::1 where the machine
   * has it.
   *
   * @param context holds the server certificate
   * @param parameters protocols and cipher suites to offer
   * @param service answers the requests
   * @param clock for the Date field
   */
  public static HttpServer open(
      SSLContext context, SSLParameters parameters, Service service, Clock clock)
      throws IOException {
    HttpServer server = new HttpServer(context, parameters, service, clock);
    server.listen(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), 0);
    byte[] loopback6 = new byte[16];
    loopback6[15] = 1;
    try {
      server.listen(InetAddress.getByAddress(loopback6), server.port());
    } catch (IOException e) {
      LOG.debug("no IPv6 loopback: {}", e.toString());
    }
    return server;
  }

  /** Returns the port, the same on both addresses. */
  public int port() {
    return listeners.get(0).getLocalPort();
  }

  private void listen(InetAddress address, int port) throws IOException {
    ServerSocket listener = silence.listener();
    try {
      listener.bind(new InetSocketAddress(address, port), BACKLOG);
    } catch (IOException e) {
      listener.close();
      throw e;
    }
    listeners.add(listener);
    start("kvs-local-listener", () -> accept(listener));
  }

  private void accept(ServerSocket listener) {
    while (!closed) {
      try {
        Socket wire = listener.accept();
        if (offline) {
          reset(wire);
          continue;
        }
        connections.add(wire);
        if (offline) {
          // It went offline meanwhile, and may not have seen this one.
          reset(wire);
        }
        start("kvs-local-connection", () -> serve(wire));
      } catch (IOException e) {
        if (!closed) {
          LOG.warn("accepting a connection failed", e);
        }
      }
    }
  }

  private void serve(Socket wire) {
    try {
      SSLSocket tls = (SSLSocket) context.getSocketFactory().createSocket(wire, null, true);
      tls.setSSLParameters(parameters);
      new HttpConnection(wire, tls, service, clock).run();
    } catch (IOException e) {
      LOG.debug("connection refused: {}", e.toString());
    } finally {
      connections.remove(wire);
    }
  }

  private void start(String name, Runnable work) {
    Thread thread = new Thread(work, name + "-" + threads.incrementAndGet());
    thread.setDaemon(true);
    thread.start();
  }

  /** Resets every connection, and each that is made, until {@link #online}. */
  public void offline() {
    offline = true;
    connections.forEach(HttpServer::reset);
  }

  /**
   * Takes no byte of any connection and answers nothing, new ones included, until {@link #online}.
   */
  public void silent() {
    silence.begin();
    offline = false;
  }

  /** Takes connections again, and goes on with those that are left. */
  public void online() {
    offline = false;
    silence.end();
  }

  private static void reset(Socket wire) {
    try {
      wire.setSoLinger(true, 0);
    } catch (SocketException e) {
      LOG.debug("a connection was closed already: {}", e.toString());
    }
    closeQuietly(wire);
  }

  /** Closes the listeners and every connection. Idempotent. */
  @Override
  public void close() {
    closed = true;
    listeners.forEach(HttpServer::closeQuietly);
    connections.forEach(HttpServer::closeQuietly);
    silence.end();
  }

  private static void closeQuietly(AutoCloseable socket) {
    try {
      socket.close();
    } catch (Exception e) {
      LOG.debug("closing a socket failed: {}", e.toString());
    }
  }
}
