package io.github.kvssecure.internal.transport;

import io.github.kvssecure.spi.Upload;
import io.github.kvssecure.spi.UploadBody;
import io.github.kvssecure.spi.UploadListener;
import io.github.kvssecure.spi.UploadRequest;
import io.github.kvssecure.spi.UploadTransport;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Uploads over TLS 1.3 or 1.2 and HTTP/1.1, all of them on one selector loop: an added upload adds
 * no thread. Thread-safe. Beside the loop, at most two threads compute handshakes and {@value
 * NameLookups#MAX_THREADS} resolve names; they end when there is nothing to do.
 */
public final class PutMediaTransport implements UploadTransport {

  private static final int HANDSHAKE_THREADS = 2;
  private static final int MAX_WAITING = 4096;
  private static final long CLOSE_MILLIS = 5_000;

  private final TransportParts parts;

  private PutMediaTransport(TransportSettings settings) {
    NameLookups lookups = new NameLookups("kvs-upload-resolver");
    ExecutorService handshaking = handshakeThreads();
    RequestSigner signer = new RequestSigner(settings.time().wall());
    // Last, because its thread runs from now on: nothing can fail any more and leave it behind.
    SelectorLoop loop = new SelectorLoop("kvs-upload-loop", settings.time().nanos());
    this.parts = new TransportParts(loop, lookups, handshaking, signer, settings);
  }

  /**
   * Starts a transport; close it.
   *
   * @param settings what it is made of
   * @return the transport
   */
  public static PutMediaTransport start(TransportSettings settings) {
    return new PutMediaTransport(Objects.requireNonNull(settings, "settings"));
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException if the endpoint is not {@code https://name[:port]} alone, or a
   *     value cannot stand in a request header; the message names the header and not the value
   * @throws IllegalStateException if the transport is closed
   */
  @Override
  public Upload open(UploadRequest request, UploadBody body, UploadListener listener) {
    Objects.requireNonNull(body, "body");
    Objects.requireNonNull(listener, "listener");
    RequestHead head = RequestHead.of(request, parts.settings().userAgent());
    RequestSigner.requireHeaderValues(request.credentials());
    UploadConnection connection = new UploadConnection(parts, head, request, body, listener);
    connection.begin();
    return connection;
  }

  /**
   * {@inheritDoc} Waits at most 5 s until every listener has heard the end; not at all on the
   * loop's own thread. Keeps the interrupt status if interrupted.
   */
  @Override
  public void close() {
    parts.loop().close();
    parts.lookups().close();
    if (Thread.currentThread() != parts.loop().thread()) {
      try {
        parts.loop().thread().join(CLOSE_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    parts.handshaking().shutdown();
  }

  private static ExecutorService handshakeThreads() {
    ThreadPoolExecutor threads =
        new ThreadPoolExecutor(
            HANDSHAKE_THREADS,
            HANDSHAKE_THREADS,
            10,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(MAX_WAITING),
            work -> {
              Thread thread = new Thread(work, "kvs-upload-handshake");
              thread.setDaemon(true);
              return thread;
            });
    threads.allowCoreThreadTimeOut(true);
    return threads;
  }
}
