package io.github.kvssecure.local.http;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;

/**
 * One request and the means to answer it, orderly or (for tests) disorderly. Used by one connection
 * thread; the stream of {@link #stream} by any.
 */
public final class Exchange {
  /** IMF-fixdate of RFC 9110 section 5.6.7: two digits of the day, which Java's own form lacks. */
  private static final DateTimeFormatter IMF_FIXDATE =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private final HttpRequest request;
  private final OutputStream out;
  private final Socket wire;
  private final SSLSocket tls;
  private final Clock clock;
  private final String requestId = UUID.randomUUID().toString();
  private volatile int status;
  private volatile boolean reusable = true;
  private Runnable observer = () -> {};

  Exchange(HttpRequest request, Socket wire, SSLSocket tls, Clock clock) throws IOException {
    this.request = request;
    this.out = tls.getOutputStream();
    this.wire = wire;
    this.tls = tls;
    this.clock = clock;
  }

  /** Returns the request. */
  public HttpRequest request() {
    return request;
  }

  /** Returns the port of this side. */
  public int port() {
    return wire.getLocalPort();
  }

  /** Returns the certificate that the peer showed in the handshake; empty when it showed none. */
  public Optional<X509Certificate> peerCertificate() {
    try {
      Certificate[] chain = tls.getSession().getPeerCertificates();
      return Optional.of((X509Certificate) chain[0]);
    } catch (SSLPeerUnverifiedException e) {
      return Optional.empty();
    }
  }

  /** Returns the host name that the peer asked for in the handshake (RFC 6066 section 3). */
  public Optional<String> serverName() {
    SSLSession session = tls.getSession();
    List<SNIServerName> names =
        session instanceof ExtendedSSLSession extended
            ? extended.getRequestedServerNames()
            : List.of();
    return names.stream()
        .filter(SNIHostName.class::isInstance)
        .map(name -> ((SNIHostName) name).getAsciiName().toLowerCase(Locale.ROOT))
        .findFirst();
  }

  /** Returns the id sent as {@code x-amzn-RequestId}. */
  public String requestId() {
    return requestId;
  }

  /** Returns the status sent, or 0 while nothing was sent. */
  public int status() {
    return status;
  }

  /**
   * Sets what runs once, when the status is decided and before the first byte of the answer leaves:
   * what it notes is noted before the caller can know.
   */
  public void beforeAnswer(Runnable other) {
    observer = other;
  }

  /** Says that the connection must close after this exchange. */
  public void closeAfterwards() {
    reusable = false;
  }

  /** Tells whether another request may follow on the connection. */
  boolean reusable() {
    return reusable;
  }

  /**
   * Sends the interim answer 100 to a client that waits for it before its body (RFC 9110 section
   * 10.1.1).
   */
  void continueIfExpected() throws IOException {
    if (request.headers().all("Expect").stream().anyMatch("100-continue"::equalsIgnoreCase)) {
      out.write("HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      out.flush();
    }
  }

  /** Sends a complete answer. */
  public void respond(HttpResponse response) throws IOException {
    byte[] body = response.body();
    Map<String, String> fields = new LinkedHashMap<>(response.headers());
    fields.put("Content-Length", Integer.toString(body.length));
    byte[] head = head(response.status(), fields).getBytes(StandardCharsets.ISO_8859_1);
    byte[] message = new byte[head.length + body.length];
    System.arraycopy(head, 0, message, 0, head.length);
    System.arraycopy(body, 0, message, head.length, body.length);
    out.write(message);
    out.flush();
  }

  /**
   * Sends status 200 and a head at once, and returns the body to write, in chunks, for as long as
   * it takes.
   */
  public ChunkedOutput stream(Map<String, String> headers) throws IOException {
    Map<String, String> fields = new LinkedHashMap<>(headers);
    fields.put("Transfer-Encoding", "chunked");
    out.write(head(200, fields).getBytes(StandardCharsets.ISO_8859_1));
    out.flush();
    return new ChunkedOutput(out);
  }

  /** Resets the connection: the peer sees a TCP reset instead of an end. */
  public void reset() throws IOException {
    reusable = false;
    wire.setSoLinger(true, 0);
    wire.close();
  }

  /**
   * Closes the connection below TLS: the peer sees an end without close_notify, as in a truncation
   * attack.
   */
  public void truncate() throws IOException {
    reusable = false;
    wire.close();
  }

  /** Ends the connection in good order, from any thread, even while the body is being read. */
  public void hangUp() throws IOException {
    reusable = false;
    tls.shutdownOutput();
    wire.close();
  }

  private String head(int code, Map<String, String> fields) {
    status = code;
    observer.run();
    StringBuilder head =
        new StringBuilder("HTTP/1.1 ").append(code).append(' ').append(reason(code));
    head.append("\r\nx-amzn-RequestId: ").append(requestId);
    head.append("\r\nDate: ").append(IMF_FIXDATE.format(clock.instant()));
    fields.forEach((name, value) -> head.append("\r\n").append(name).append(": ").append(value));
    if (!reusable) {
      head.append("\r\nConnection: close");
    }
    return head.append("\r\n\r\n").toString();
  }

  private static String reason(int code) {
    return switch (code) {
      case 200 -> "OK";
      case 302 -> "Found";
      case 400 -> "Bad Request";
      case 401 -> "Unauthorized";
      case 403 -> "Forbidden";
      case 404 -> "Not Found";
      case 413 -> "Content Too Large";
      case 500 -> "Internal Server Error";
      case 503 -> "Service Unavailable";
      default -> "Status";
    };
  }
}
