package io.github.kvssecure.internal.transport;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;

/**
 * One HTTP request without a body and its response, to a service of this machine or its host that
 * has no TLS: instance metadata and credential agents. Immutable; thread-safe. Each call has a
 * connection of its own, blocks the caller and ends early if the caller is interrupted.
 *
 * <p>Security: what goes over it is in clear, so that only loopback, link-local and unique local
 * addresses are connected. No redirect is followed, no proxy is used, and nothing is logged; the
 * JDK's clients log headers through switches that anybody can set. Not protected: what other
 * processes of the machine may read.
 *
 * @param limits of the whole call and of its response
 */
public record NearbyExchange(HttpsLimits limits) {

  /** A machine's own services answer at once, or are not there. */
  private static final Duration CONNECT = Duration.ofSeconds(2);

  private static final int HTTP_PORT = 80;

  /** Requires limits. */
  public NearbyExchange {
    Objects.requireNonNull(limits, "limits");
  }

  /**
   * Calls once.
   *
   * @param method {@code GET} or {@code PUT}
   * @param uri {@code http://HOST[:PORT]/PATH[?QUERY]}
   * @param headers further headers; values of printable ASCII
   * @return the response, whatever its status
   * @throws java.net.SocketTimeoutException if it took longer than allowed
   * @throws IOException if there is no complete response, or the host is not nearby; after an
   *     interrupt with the thread's flag set
   * @throws IllegalArgumentException if a header cannot stand in a request
   */
  public HttpsResponse send(String method, URI uri, Map<String, String> headers)
      throws IOException {
    ByteBuffer request = encoded(method, uri, headers);
    long begin = System.nanoTime();
    long end = begin + limits.wholeCall().toNanos();
    long connected = Math.min(limits.wholeCall().toNanos(), CONNECT.toNanos()) + begin;
    try (BlockingSocket socket = BlockingSocket.connect(nearby(uri), connected, System::nanoTime)) {
      while (request.hasRemaining()) {
        if (socket.link().write(request) == 0) {
          socket.await(SelectionKey.OP_WRITE, end);
        }
      }
      return answered(socket, end);
    }
  }

  private static InetSocketAddress nearby(URI uri) throws IOException {
    InetAddress address = InetAddress.getByName(uri.getHost());
    byte[] bytes = address.getAddress();
    boolean uniqueLocal = bytes.length == 16 && (bytes[0] & 0xFE) == 0xFC;
    if (!address.isLoopbackAddress() && !address.isLinkLocalAddress() && !uniqueLocal) {
      throw new IOException("the host is not on this machine: nothing is sent without TLS");
    }
    return new InetSocketAddress(address, uri.getPort() == -1 ? HTTP_PORT : uri.getPort());
  }

  private HttpsResponse answered(BlockingSocket socket, long end) throws IOException {
    ResponseCollector collector = new ResponseCollector(limits.bodyBytes());
    ResponseParser parser = new ResponseParser(collector);
    ByteBuffer received = ByteBuffer.allocate(8 * 1024);
    while (!parser.isEnded()) {
      // Waits also where something is there already: time counts against a peer that drips.
      socket.await(SelectionKey.OP_READ, end);
      int count = socket.link().read(received.clear());
      if (count > 0) {
        parser.feed(received.flip());
      } else if (count < 0 && !parser.closedByPeer()) {
        throw new PeerClosedException();
      }
    }
    return collector.response();
  }

  private static ByteBuffer encoded(String method, URI uri, Map<String, String> headers) {
    String path = uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
    StringBuilder head = new StringBuilder(256);
    head.append(method).append(' ').append(path);
    if (uri.getRawQuery() != null) {
      head.append('?').append(uri.getRawQuery());
    }
    head.append(" HTTP/1.1\r\nhost: ").append(uri.getRawAuthority()).append("\r\n");
    head.append("connection: close\r\n");
    headers.forEach(
        (name, value) -> {
          RequestHead.requireHeaderValue(name, value);
          head.append(name).append(": ").append(value).append("\r\n");
        });
    if (!method.equals("GET")) {
      head.append("content-length: 0\r\n");
    }
    return ByteBuffer.wrap(head.append("\r\n").toString().getBytes(StandardCharsets.US_ASCII));
  }
}
