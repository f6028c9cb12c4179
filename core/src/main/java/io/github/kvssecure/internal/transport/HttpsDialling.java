package io.github.kvssecure.internal.transport;

import io.github.kvssecure.event.ConnectionEvidence.Route;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.ClosedByInterruptException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Gets a socket for one HTTPS call: resolves the name, tries the addresses in order, and opens the
 * tunnel of a proxy. Blocks; used by one thread.
 */
final class HttpsDialling {

  /** Shared by all calls, as the system's resolver is: what hangs outlives its call. */
  private static final NameLookups LOOKUPS = new NameLookups("kvs-https-resolver");

  private final TransportSettings settings;
  private final HttpsRequest request;
  private final Optional<ProxyRoute.Proxy> proxy;
  private List<InetSocketAddress> addresses = List.of();

  /** Nothing was done yet. */
  HttpsDialling(TransportSettings settings, HttpsRequest request) {
    this.settings = settings;
    this.request = request;
    this.proxy = settings.proxies().to(request.host());
  }

  /** How the address was found. */
  Route route() {
    return Routes.of(addresses, proxy);
  }

  /**
   * Finds the addresses of the host, or of the proxy on the way to it.
   *
   * @param deadline when to give up, by the clock of the settings
   * @throws InterruptedException if interrupted
   * @throws TimeoutException if it took too long
   * @throws ExecutionException if the name cannot be resolved
   */
  void resolve(long deadline) throws InterruptedException, TimeoutException, ExecutionException {
    String host = proxy.map(ProxyRoute.Proxy::host).orElse(request.host());
    int port = proxy.map(ProxyRoute.Proxy::port).orElse(request.port());
    long left = deadline - settings.time().nanos().getAsLong();
    try {
      addresses =
          LOOKUPS.of(settings.resolver(), host, port).get(Math.max(0, left), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      throw new TimeoutException("its name was not resolved in time; " + LOOKUPS);
    }
  }

  /**
   * Connects to the first address that answers.
   *
   * @param deadlines gives the moment at which to give up an address that is tried from now on
   * @return the socket; close it
   * @throws ClosedByInterruptException if the thread was interrupted
   * @throws UnprovenProxyException if the proxy did not prove its name
   * @throws IOException if no address can be connected, or the proxy opens no tunnel
   */
  BlockingSocket connect(LongSupplier deadlines) throws IOException {
    @Nullable IOException last = null;
    for (InetSocketAddress address : addresses) {
      try {
        return connect(address, deadlines.getAsLong());
      } catch (ClosedByInterruptException | UnprovenProxyException e) {
        throw e;
      } catch (IOException e) {
        last = e;
      }
    }
    throw last == null ? new IOException("its name has no address") : last;
  }

  private BlockingSocket connect(InetSocketAddress address, long deadline) throws IOException {
    BlockingSocket socket = BlockingSocket.connect(address, deadline, settings.time().nanos());
    if (proxy.isEmpty()) {
      return socket;
    }
    boolean opened = false;
    try {
      ProxyTunnel tunnel =
          ProxyTunnel.begin(
              proxy.get(), request.host() + ":" + request.port(), socket.channel(), settings);
      TlsChannel.Progress progress = tunnel.advance();
      while (progress != TlsChannel.Progress.DONE) {
        socket.await(progress, tunnel::runTasks, deadline);
        progress = tunnel.advance();
      }
      socket.continueThrough(tunnel.link());
      opened = true;
      return socket;
    } finally {
      if (!opened) {
        socket.close();
      }
    }
  }
}
