package io.github.kvssecure.internal.transport;

import io.github.kvssecure.event.ConnectionEvidence;
import io.github.kvssecure.internal.transport.TlsChannel.Progress;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.List;
import javax.net.ssl.SSLEngine;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks an HTTP proxy for a tunnel, over a socket that is connected to it and does not block. Not
 * thread-safe. Where the way to the proxy is TLS, the proxy proves its name before it hears
 * anything, and the peer's own TLS goes inside.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9110#section-9.3.6">RFC 9110, 9.3.6, CONNECT</a>
 */
final class ProxyTunnel {

  private static final Logger LOG = LoggerFactory.getLogger(ProxyTunnel.class);

  /** More than any proxy says; a page that explains a refusal is not read. */
  private static final int MAX_HEAD_BYTES = 8192;

  private final ProxyRoute.Proxy proxy;
  private final Link link;
  private final @Nullable TlsChannel tls;
  private final InetSocketAddress address;
  private final ByteBuffer request;
  private final ByteBuffer response = ByteBuffer.allocate(MAX_HEAD_BYTES);
  private boolean proven;

  private ProxyTunnel(
      ProxyRoute.Proxy proxy,
      SocketChannel socket,
      ByteBuffer request,
      TransportSettings settings,
      InetSocketAddress address) {
    Link plain = Link.over(socket);
    this.proxy = proxy;
    this.tls =
        proxy
            .trust()
            .map(trust -> new TlsChannel(plain, engine(proxy, trust, settings)))
            .orElse(null);
    this.link = tls == null ? plain : new TlsLink(tls);
    this.address = address;
    this.request = request;
  }

  /**
   * A tunnel that was not asked for yet.
   *
   * @param proxy what the socket is connected to
   * @param target {@code HOST:PORT} where the tunnel ends
   * @param socket stays the caller's to close
   * @param settings versions and suites
   * @throws IOException if TLS cannot begin
   */
  static ProxyTunnel begin(
      ProxyRoute.Proxy proxy, String target, SocketChannel socket, TransportSettings settings)
      throws IOException {
    ProxyTunnel tunnel =
        new ProxyTunnel(
            proxy,
            socket,
            requestFor(proxy, target),
            settings,
            (InetSocketAddress) socket.getRemoteAddress());
    if (tunnel.tls != null) {
      tunnel.tls.beginHandshake();
    }
    return tunnel;
  }

  private static ByteBuffer requestFor(ProxyRoute.Proxy proxy, String target) {
    String login =
        proxy.login().map(with -> "proxy-authorization: " + with.basic() + "\r\n").orElse("");
    return StandardCharsets.US_ASCII.encode(
        "CONNECT " + target + " HTTP/1.1\r\nhost: " + target + "\r\n" + login + "\r\n");
  }

  private static SSLEngine engine(
      ProxyRoute.Proxy proxy, TlsContext trust, TransportSettings settings) {
    SSLEngine engine = trust.engine(proxy.host(), proxy.port());
    settings.tls().applyTo(engine, proxy.host());
    return engine;
  }

  /**
   * Goes on with what is possible now.
   *
   * @return {@link Progress#DONE} if the tunnel is open: the next byte is the host's
   * @throws UnprovenProxyException if the proxy cannot prove its name
   * @throws IOException if the proxy refuses, hangs up, or answers what is no answer to CONNECT
   */
  Progress advance() throws IOException {
    if (tls != null && !proven) {
      Progress shaken = shakeHands(tls);
      if (shaken != Progress.DONE) {
        return shaken;
      }
    }
    while (request.hasRemaining() && link.write(request) > 0) {
      // A TLS layer takes a record at a time.
    }
    if (request.hasRemaining() || !link.flush()) {
      return Progress.NEEDS_ROOM;
    }
    return readHead();
  }

  private Progress shakeHands(TlsChannel channel) throws IOException {
    try {
      Progress progress = channel.handshake();
      if (progress == Progress.DONE) {
        prove(channel);
      }
      return progress;
    } catch (IOException e) {
      throw UnprovenProxyException.of(proxy, e);
    }
  }

  private void prove(TlsChannel channel) throws IOException {
    ConnectionEvidence evidence =
        PeerEvidence.read(
            channel.engine(),
            proxy.host(),
            address,
            new PeerEvidence.Surroundings(
                proxy.trust().orElseThrow().anchors(), Routes.direct(List.of(address))));
    LOG.debug(
        "proxy {} proved its name with certificate {}, {} and {}",
        proxy,
        evidence.peer().sha256(),
        evidence.tls().protocol(),
        evidence.tls().cipherSuite());
    proven = true;
  }

  private Progress readHead() throws IOException {
    int count;
    do {
      count = link.read(response);
    } while (count > 0 && response.hasRemaining());
    String head = new String(response.array(), 0, response.position(), StandardCharsets.ISO_8859_1);
    int end = head.indexOf("\r\n\r\n");
    if (end < 0) {
      requireMore(count);
      return Progress.NEEDS_INPUT;
    }
    requireOpened(head.substring(0, head.indexOf("\r\n")));
    // The host says nothing before this side does (RFC 8446, 4.1.2): more would be the proxy's own.
    if (end + 4 != response.position()) {
      throw new IOException("proxy " + proxy + " speaks into the tunnel");
    }
    return Progress.DONE;
  }

  private void requireMore(int count) throws IOException {
    if (count < 0) {
      throw new IOException("proxy " + proxy + " hung up on CONNECT");
    }
    if (!response.hasRemaining()) {
      throw new IOException("proxy " + proxy + " answers CONNECT with an endless head");
    }
  }

  private void requireOpened(String statusLine) throws IOException {
    if (!statusLine.matches("HTTP/1\\.[01] [0-9]{3}( .*)?")) {
      throw new IOException("proxy " + proxy + " answers CONNECT with something else than HTTP");
    }
    String status = statusLine.substring(9, 12);
    if (status.equals("407")) {
      throw new IOException(
          "proxy "
              + proxy
              + (proxy.login().isPresent()
                  ? " does not accept the user name and password that were sent"
                  : " wants credentials, and has none; name it as https://, with"
                      + " -Dhttps.proxyUser and -Dhttps.proxyPassword, or let it admit this"
                      + " machine"));
    }
    if (!status.startsWith("2")) {
      throw new IOException("proxy " + proxy + " refuses CONNECT with status " + status);
    }
  }

  /** What the host's own TLS goes through, once the tunnel is open. */
  Link link() {
    return link;
  }

  /** Runs what {@link Progress#NEEDS_TASKS} waits for. */
  void runTasks() {
    if (tls != null) {
      tls.runTasks();
    }
  }

  /** What a step waits for, as an operation of {@link SelectionKey}; 0 for tasks. */
  static int operations(Progress progress) {
    return switch (progress) {
      case NEEDS_INPUT -> SelectionKey.OP_READ;
      case NEEDS_ROOM -> SelectionKey.OP_WRITE;
      case NEEDS_TASKS, DONE -> 0;
    };
  }
}
