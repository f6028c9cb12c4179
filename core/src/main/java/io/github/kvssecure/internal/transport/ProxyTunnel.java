package io.github.kvssecure.internal.transport;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/**
 * Asks an HTTP proxy for a tunnel, over a socket that is connected to it and does not block. Not
 * thread-safe. It sends no credentials: a proxy that wants them without TLS is not given any.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9110#section-9.3.6">RFC 9110, 9.3.6, CONNECT</a>
 */
final class ProxyTunnel {

  /** More than any proxy says; a page that explains a refusal is not read. */
  private static final int MAX_HEAD_BYTES = 8192;

  private final String proxy;
  private final ByteBuffer request;
  private final ByteBuffer response = ByteBuffer.allocate(MAX_HEAD_BYTES);

  /**
   * A tunnel that was not asked for yet.
   *
   * @param proxy for messages
   * @param host where the tunnel ends
   * @param port where the tunnel ends
   */
  ProxyTunnel(ProxyRoute.Proxy proxy, String host, int port) {
    this.proxy = proxy.toString();
    String target = host + ":" + port;
    this.request =
        StandardCharsets.US_ASCII.encode(
            "CONNECT " + target + " HTTP/1.1\r\nhost: " + target + "\r\n\r\n");
  }

  /**
   * Goes on with what is possible now.
   *
   * @param socket connected to the proxy
   * @return whether the tunnel is open: the next byte is the host's
   * @throws IOException if the proxy refuses, hangs up, or answers what is no answer to CONNECT
   */
  boolean advance(SocketChannel socket) throws IOException {
    if (request.hasRemaining()) {
      socket.write(request);
      if (request.hasRemaining()) {
        return false;
      }
    }
    int count = socket.read(response);
    if (count < 0) {
      throw new IOException("proxy " + proxy + " hung up on CONNECT");
    }
    String head = new String(response.array(), 0, response.position(), StandardCharsets.ISO_8859_1);
    int end = head.indexOf("\r\n\r\n");
    if (end < 0) {
      if (!response.hasRemaining()) {
        throw new IOException("proxy " + proxy + " answers CONNECT with an endless head");
      }
      return false;
    }
    requireOpened(head.substring(0, head.indexOf("\r\n")));
    // The host says nothing before this side does (RFC 8446, 4.1.2): more would be the proxy's own.
    if (end + 4 != response.position()) {
      throw new IOException("proxy " + proxy + " speaks into the tunnel");
    }
    return true;
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
              + " wants credentials, which are sent to no proxy; let it admit this machine");
    }
    if (!status.startsWith("2")) {
      throw new IOException("proxy " + proxy + " refuses CONNECT with status " + status);
    }
  }

  /** What {@link #advance} waits for, as an operation of {@link SelectionKey}. */
  int operations() {
    return request.hasRemaining() ? SelectionKey.OP_WRITE : SelectionKey.OP_READ;
  }
}
