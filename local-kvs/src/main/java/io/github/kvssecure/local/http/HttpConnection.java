package io.github.kvssecure.local.http;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.time.Clock;
import java.util.List;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The life of one connection: TLS handshake, requests one after another, orderly close. */
final class HttpConnection implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(HttpConnection.class);
  private static final int BUFFER = 64 * 1024;
  private static final int HEAD_TIMEOUT_MILLIS = 60_000;
  private static final int LINGER_MILLIS = 1_000;

  private final Socket wire;
  private final SSLSocket tls;
  private final Service service;
  private final Clock clock;

  HttpConnection(Socket wire, SSLSocket tls, Service service, Clock clock) {
    this.wire = wire;
    this.tls = tls;
    this.service = service;
    this.clock = clock;
  }

  @Override
  public void run() {
    try (wire;
        tls) {
      wire.setTcpNoDelay(true);
      wire.setSoTimeout(HEAD_TIMEOUT_MILLIS);
      tls.startHandshake();
      exchanges(new BufferedInputStream(tls.getInputStream(), BUFFER));
      linger();
    } catch (IOException e) {
      // Expected whenever a client leaves or refuses our certificate; tests look at the client's
      // side.
      LOG.debug("connection ended: {}", e.toString());
    }
  }

  private void exchanges(InputStream in) throws IOException {
    RequestReader requests = new RequestReader(in);
    boolean reusable = true;
    while (reusable) {
      wire.setSoTimeout(HEAD_TIMEOUT_MILLIS);
      HttpRequest request = readOrRefuse(requests);
      if (request == null) {
        return;
      }
      wire.setSoTimeout(0);
      Exchange exchange = new Exchange(request, wire, tls, clock);
      if (request.headers().all("Connection").stream().anyMatch("close"::equalsIgnoreCase)) {
        exchange.closeAfterwards();
      }
      exchange.continueIfExpected();
      service.answer(exchange);
      reusable = exchange.reusable() && request.body().read() < 0;
    }
  }

  private @Nullable HttpRequest readOrRefuse(RequestReader requests) throws IOException {
    try {
      return requests.next();
    } catch (MalformedRequestException e) {
      String message = e.getMessage() == null ? "malformed request" : e.getMessage();
      HttpRequest unread =
          new HttpRequest("", "", "", new Headers(List.of()), InputStream.nullInputStream());
      Exchange refusal = new Exchange(unread, wire, tls, clock);
      refusal.closeAfterwards();
      refusal.respond(HttpResponse.of(400, "text/plain", message));
      return null;
    }
  }

  /**
   * Ends our direction and reads what the peer still sends for a moment, because closing with
   * unread input makes TCP reset the connection and the peer lose our last answer.
   */
  private void linger() throws IOException {
    if (wire.isClosed()) {
      return;
    }
    tls.shutdownOutput();
    long deadline = System.nanoTime() + LINGER_MILLIS * 1_000_000L;
    wire.setSoTimeout(LINGER_MILLIS);
    byte[] sink = new byte[BUFFER];
    InputStream in = wire.getInputStream();
    while (System.nanoTime() < deadline && in.read(sink) >= 0) {
      // Discarded on purpose; ciphertext is enough to see the peer leave.
    }
  }
}
