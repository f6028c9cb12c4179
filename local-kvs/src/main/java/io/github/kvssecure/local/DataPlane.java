package io.github.kvssecure.local;

import io.github.kvssecure.local.http.HttpServer;
import io.github.kvssecure.local.http.ServiceException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * The port of a stand-in, and the second one to which its media can move, as what a name stands for
 * changes: connections that are open stay, and the next one has to know better. Everything but
 * PutMedia is answered at both. Thread-safe.
 */
final class DataPlane implements AutoCloseable {

  /** Opens a server at a port of its own. */
  interface Opener {
    HttpServer open() throws IOException;
  }

  private final Opener opener;
  private final HttpServer home;
  private @Nullable HttpServer away;
  private boolean moved;
  private @Nullable URI named;

  DataPlane(Opener opener, @Nullable URI named) throws IOException {
    this.opener = opener;
    this.home = opener.open();
    this.named = named;
  }

  /** Where everything is answered, media too unless it moved. */
  URI home() {
    return at(home);
  }

  /** What GetDataEndpoint answers: where media is taken, unless another place was named. */
  synchronized URI media() {
    if (named != null) {
      return named;
    }
    return at(moved && away != null ? away : home);
  }

  /** Sets what GetDataEndpoint answers, whether media is taken there or not. */
  synchronized void name(URI endpoint) {
    named = endpoint;
  }

  /** Takes media at the other port from now on. */
  synchronized void move() {
    if (away == null) {
      try {
        away = opener.open();
      } catch (IOException e) {
        throw new UncheckedIOException("kvs-local could not open a second port", e);
      }
    }
    moved = !moved;
  }

  /** Takes media at home again, and names that. */
  synchronized void reset() {
    moved = false;
    named = null;
  }

  /**
   * Refuses media at the port that it moved away from.
   *
   * @throws ServiceException {@code InvalidEndpointException}, as PutMedia documents it
   */
  synchronized void requireMediaAt(int port) throws ServiceException {
    if (moved == (port == home.port())) {
      throw new ServiceException(
          400,
          "InvalidEndpointException",
          "The media of this stream goes elsewhere; ask GetDataEndpoint.");
    }
  }

  synchronized void offline() {
    home.offline();
    if (away != null) {
      away.offline();
    }
  }

  synchronized void silent() {
    home.silent();
    if (away != null) {
      away.silent();
    }
  }

  synchronized void online() {
    home.online();
    if (away != null) {
      away.online();
    }
  }

  @Override
  public synchronized void close() {
    home.close();
    if (away != null) {
      away.close();
    }
  }

  private static URI at(HttpServer server) {
    return URI.create("https://localhost:" + server.port());
  }
}
