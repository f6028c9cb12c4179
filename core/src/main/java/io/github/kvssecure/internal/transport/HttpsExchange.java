package io.github.kvssecure.internal.transport;

import io.github.kvssecure.event.ConnectionEvidence;
import io.github.kvssecure.identity.Redaction;
import io.github.kvssecure.spi.UploadException.Failure;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.SelectionKey;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import javax.net.ssl.SSLEngine;
import org.jspecify.annotations.Nullable;

/**
 * One HTTPS request and its response, for everything that is not PutMedia. Thread-safe; each call
 * has a connection of its own, blocks the caller and ends early if the caller is interrupted.
 *
 * <p>PutMedia has another transport because an upload lasts for hours, is full duplex, and hundreds
 * share one thread. The rules are the same and so are the parts: {@link TlsSettings}, {@link
 * TlsContext}, the peer's name verified twice, the strict parser.
 *
 * <p>Security: no redirect is followed, no cookie is used, nothing is logged, and a proxy gets
 * CONNECT only. The response is bounded in time and size. Not protected: what a resolver outside
 * this process learns from the name.
 */
public final class HttpsExchange {

  private final TransportSettings settings;
  private final HttpsLimits limits;

  /**
   * A way to call.
   *
   * @param settings trust, versions and suites, resolver, timeouts to connect and shake hands
   * @param limits of the whole call and of its response
   */
  public HttpsExchange(TransportSettings settings, HttpsLimits limits) {
    this.settings = Objects.requireNonNull(settings, "settings");
    this.limits = Objects.requireNonNull(limits, "limits");
  }

  /**
   * Calls once.
   *
   * @param request what to ask
   * @param judge told what the handshake settled before the first byte of the request; what it
   *     throws ends the call and reaches the caller as it is
   * @return the response, whatever its status
   * @throws HttpsException if there is no complete response; after an interrupt with the thread's
   *     flag set
   */
  public HttpsResponse send(HttpsRequest request, Consumer<ConnectionEvidence> judge)
      throws HttpsException {
    long end = now() + limits.wholeCall().toNanos();
    HttpsDialling dialling = new HttpsDialling(settings, request);
    resolve(dialling, request, end);
    try (BlockingSocket socket = connected(dialling, request, end)) {
      TlsChannel tls = tlsOver(socket, request);
      shakeHands(tls, socket, request, end);
      judge.accept(evidence(tls, socket, request, dialling));
      return answered(tls, socket, request, end);
    } catch (HttpsException e) {
      throw e;
    } catch (IOException e) {
      throw failure(Failure.CONNECTION_LOST, true, "its socket could not be used", request, e);
    }
  }

  private void resolve(HttpsDialling dialling, HttpsRequest request, long end)
      throws HttpsException {
    try {
      dialling.resolve(earlier(end, settings.timeouts().connect()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw interrupted(request, e);
    } catch (TimeoutException e) {
      throw failure(Failure.CONNECT, true, String.valueOf(e.getMessage()), request, e);
    } catch (ExecutionException e) {
      throw failure(Failure.CONNECT, true, "its name cannot be resolved", request, e.getCause());
    }
  }

  private BlockingSocket connected(HttpsDialling dialling, HttpsRequest request, long end)
      throws HttpsException {
    try {
      return dialling.connect(() -> earlier(end, settings.timeouts().connect()));
    } catch (ClosedByInterruptException e) {
      throw interrupted(request, e);
    } catch (UnprovenProxyException e) {
      throw new HttpsException(e.failure(), false, String.valueOf(e.getMessage()), e);
    } catch (IOException e) {
      throw failure(Failure.CONNECT, true, "none of its addresses can be connected", request, e);
    }
  }

  private TlsChannel tlsOver(BlockingSocket socket, HttpsRequest request) {
    SSLEngine engine = settings.trust().engine(request.host(), request.port());
    settings.tls().applyTo(engine, request.host());
    return new TlsChannel(socket.link(), engine);
  }

  private void shakeHands(TlsChannel tls, BlockingSocket socket, HttpsRequest request, long end)
      throws HttpsException {
    long deadline = earlier(end, settings.timeouts().handshake());
    try {
      tls.beginHandshake();
      TlsChannel.Progress progress = tls.handshake();
      while (progress != TlsChannel.Progress.DONE) {
        socket.await(progress, tls::runTasks, deadline);
        progress = tls.handshake();
      }
    } catch (IOException e) {
      throw broken(e, request, true);
    }
  }

  private ConnectionEvidence evidence(
      TlsChannel tls, BlockingSocket socket, HttpsRequest request, HttpsDialling dialling)
      throws HttpsException {
    try {
      InetSocketAddress address = (InetSocketAddress) socket.channel().getRemoteAddress();
      return PeerEvidence.read(
          tls.engine(),
          request.host(),
          address,
          new PeerEvidence.Surroundings(settings.trust().anchors(), dialling.route()));
    } catch (IOException e) {
      throw broken(e, request, true);
    }
  }

  private HttpsResponse answered(
      TlsChannel tls, BlockingSocket socket, HttpsRequest request, long end) throws HttpsException {
    ResponseCollector collector = new ResponseCollector(limits.bodyBytes());
    try {
      write(tls, socket, request.encoded(settings.userAgent()), end);
      ResponseParser parser = new ResponseParser(collector);
      while (!parser.isEnded()) {
        requireBefore(end);
        int count = tls.read();
        if (count > 0) {
          parser.feed(tls.received());
        } else if (count == 0) {
          socket.await(SelectionKey.OP_READ, end);
        } else if (!parser.closedByPeer()) {
          throw new PeerClosedException();
        }
      }
      tls.closeOutbound();
      return collector.response();
    } catch (MalformedResponseException e) {
      throw failure(
          Failure.MALFORMED_RESPONSE,
          true,
          "its response is malformed: " + e.getMessage(),
          request,
          e);
    } catch (IOException e) {
      throw broken(e, request, false);
    }
  }

  /** A peer that always has something to say does not make this side wait, where time counts. */
  private void requireBefore(long end) throws SocketTimeoutException {
    if (now() - end >= 0) {
      throw new SocketTimeoutException("it took longer than allowed");
    }
  }

  private static void write(TlsChannel tls, BlockingSocket socket, ByteBuffer bytes, long end)
      throws IOException {
    ByteBuffer[] sources = {bytes};
    boolean consumed;
    do {
      consumed = tls.write(sources, 1);
      while (!tls.flush()) {
        socket.await(SelectionKey.OP_WRITE, end);
      }
    } while (!consumed);
  }

  private static HttpsException broken(IOException e, HttpsRequest request, boolean inHandshake) {
    if (e instanceof ClosedByInterruptException) {
      return interrupted(request, e);
    }
    if (e instanceof SocketTimeoutException) {
      return failure(Failure.NO_RESPONSE, true, "it did not answer in time", request, e);
    }
    Failure failure = TlsFailures.classify(e, inHandshake);
    return new HttpsException(
        failure, TlsFailures.isRetryable(failure), TlsFailures.explain(failure, request.host()), e);
  }

  private static HttpsException interrupted(HttpsRequest request, Exception cause) {
    return failure(Failure.ABORTED, true, "the call was interrupted", request, cause);
  }

  private static HttpsException failure(
      Failure failure,
      boolean retryable,
      String why,
      HttpsRequest request,
      @Nullable Throwable cause) {
    return new HttpsException(
        failure,
        retryable,
        "no answer from " + request.host() + ":" + request.port() + ": " + Redaction.of(why),
        cause);
  }

  private long earlier(long end, Duration fromNow) {
    long other = now() + fromNow.toNanos();
    return other - end < 0 ? other : end;
  }

  private long now() {
    return settings.time().nanos().getAsLong();
  }
}
