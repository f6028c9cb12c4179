package io.github.kvssecure.internal.transport;

import io.github.kvssecure.event.ConnectionEvidence.Route;
import io.github.kvssecure.internal.transport.TlsChannel.Progress;
import io.github.kvssecure.spi.UploadException;
import io.github.kvssecure.spi.UploadException.Failure;
import io.github.kvssecure.spi.UploadRequest;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.nio.channels.UnresolvedAddressException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SSLEngine;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gets a socket for an upload: resolves the name and signs the head beside the loop, tries the
 * addresses in order, and watches the socket from then on. Not thread-safe but for {@link #watch}
 * and {@link #close}; its connection lets one thread in at a time.
 */
final class Dialling {

  private static final Logger LOG = LoggerFactory.getLogger(Dialling.class);

  /** What can be had without a connection: the way there and the first thing to say. */
  private record Prepared(
      List<InetSocketAddress> addresses, ByteBuffer signedHead, @Nullable Throwable failure) {

    static Prepared failed(Throwable failure) {
      return new Prepared(List.of(), ByteBuffer.allocate(0), failure);
    }
  }

  private final TransportParts parts;
  private final RequestHead head;
  private final UploadRequest request;
  private final SelectorLoop.Member member;

  private final Optional<ProxyRoute.Proxy> proxy;
  private volatile @Nullable Prepared prepared;
  private volatile boolean tasksRunning;
  private Runnable goOn = () -> {};
  private Progress tunnelling = Progress.NEEDS_ROOM;
  private @Nullable ProxyTunnel tunnel;
  private int nextAddress;
  private long deadline;
  private @Nullable InetSocketAddress address;
  private @Nullable SocketChannel socket;
  private @Nullable SelectionKey key;

  /**
   * Nothing was done yet.
   *
   * @param parts loop, threads and settings
   * @param head what to sign
   * @param request who signs, and for which Region
   * @param member told when the socket is ready
   */
  Dialling(
      TransportParts parts, RequestHead head, UploadRequest request, SelectorLoop.Member member) {
    this.parts = parts;
    this.head = head;
    this.request = request;
    this.member = member;
    this.proxy = parts.settings().proxies().to(head.host());
    this.deadline = parts.now() + connectNanos();
  }

  /** The name the peer must prove. */
  String host() {
    return head.host();
  }

  /**
   * Resolves and signs beside the loop.
   *
   * @param whenPrepared called then, on any thread
   */
  void prepare(Runnable whenPrepared) {
    goOn = whenPrepared;
    CompletableFuture<Void> unused =
        parts
            .lookups()
            .of(
                parts.settings().resolver(),
                proxy.map(ProxyRoute.Proxy::host).orElse(head.host()),
                proxy.map(ProxyRoute.Proxy::port).orElse(head.port()))
            .handle(
                (addresses, failure) -> {
                  prepared = failure == null ? signed(addresses) : Prepared.failed(failure);
                  whenPrepared.run();
                  return null;
                });
  }

  /**
   * Goes on with what is possible now. Call it on the loop's thread.
   *
   * @return whether the socket is connected
   * @throws UploadException if no address can be connected, or the proxy did not prove its name
   */
  boolean advance() {
    Prepared ready = prepared;
    if (ready == null) {
      return false;
    }
    if (ready.failure() != null) {
      boolean unknown = ready.failure() instanceof UnknownHostException;
      throw unconnected(
          unknown ? "its name cannot be resolved" : "the request cannot be prepared",
          ready.failure());
    }
    IOException failure = null;
    // Ends: whoever runs out of addresses throws.
    while (true) {
      try {
        SocketChannel open = socket;
        boolean connected =
            (open == null || failure != null) ? connectNext(ready, failure) : open.finishConnect();
        return connected && (proxy.isEmpty() || tunnelled(proxy.get()));
      } catch (UnprovenProxyException e) {
        throw refused(e);
      } catch (IOException e) {
        failure = e;
      }
    }
  }

  /** What {@link #advance} waits for, as operations of {@link SelectionKey}. */
  int operations() {
    return tunnel == null ? SelectionKey.OP_CONNECT : ProxyTunnel.operations(tunnelling);
  }

  private boolean tunnelled(ProxyRoute.Proxy carrier) throws IOException {
    if (tasksRunning) {
      return false;
    }
    ProxyTunnel open = tunnel;
    if (open == null) {
      open =
          ProxyTunnel.begin(
              carrier, head.host() + ":" + head.port(), requireConnected(socket), parts.settings());
      tunnel = open;
    }
    tunnelling = open.advance();
    if (tunnelling == Progress.NEEDS_TASKS) {
      runTasks(open);
    }
    return tunnelling == Progress.DONE;
  }

  private void runTasks(ProxyTunnel open) {
    tasksRunning = true;
    parts.runHandshakeTasks(
        () -> {
          open.runTasks();
          tasksRunning = false;
          goOn.run();
        });
  }

  /**
   * Gives up the address that takes too long, for the next one.
   *
   * @throws UploadException if it was the last
   */
  void timedOut() {
    Prepared ready = prepared;
    if (ready == null) {
      throw unconnected("its name was not resolved in time; " + parts.lookups(), null);
    }
    connectNext(ready, new IOException("connecting took longer than allowed"));
  }

  /** When to call {@link #timedOut}. */
  long deadline() {
    return deadline;
  }

  /** TLS over the connected socket, as the settings demand. */
  TlsChannel tls() {
    SSLEngine engine = parts.settings().trust().engine(head.host(), head.port());
    parts.settings().tls().applyTo(engine, head.host());
    ProxyTunnel through = tunnel;
    return new TlsChannel(
        through == null ? Link.over(requireConnected(socket)) : through.link(), engine);
  }

  /** The address that answered. */
  InetSocketAddress remoteAddress() {
    return requireConnected(address);
  }

  /** How the address was found. */
  Route route() {
    return Routes.of(requireConnected(prepared).addresses(), proxy);
  }

  /** The signed request head. */
  ByteBuffer signedHead() {
    return requireConnected(prepared).signedHead();
  }

  /** Watches the socket for these operations. */
  void watch(int operations) {
    SelectionKey watched = key;
    if (watched != null && watched.interestOps() != operations) {
      watched.interestOps(operations);
      parts.loop().wakeup();
    }
  }

  /** Closes the socket. Safe to call twice. */
  void close() {
    SocketChannel open = socket;
    socket = null;
    if (open != null) {
      try {
        open.close();
      } catch (IOException e) {
        LOG.debug("closing a socket failed: {}", e.getMessage());
      }
      // The system closes it when the selector has let go of it.
      parts.loop().wakeup();
    }
  }

  private Prepared signed(List<InetSocketAddress> addresses) {
    try {
      byte[] signed = parts.signer().sign(head, request.target().region(), request.credentials());
      return new Prepared(addresses, ByteBuffer.wrap(signed), null);
    } catch (RuntimeException | Error e) {
      return Prepared.failed(e);
    }
  }

  private boolean connectNext(Prepared ready, @Nullable IOException failure) {
    IOException last = failure;
    while (nextAddress < ready.addresses().size()) {
      close();
      InetSocketAddress next = ready.addresses().get(nextAddress++);
      deadline = parts.now() + connectNanos();
      try {
        return connect(next);
      } catch (IOException e) {
        last = e;
      } catch (UnresolvedAddressException e) {
        last = new IOException("the resolver gave an address without an address", e);
      }
    }
    throw unconnected("none of its addresses can be connected", last);
  }

  private boolean connect(InetSocketAddress next) throws IOException {
    SocketChannel opened = SocketChannel.open();
    tunnel = null;
    socket = opened;
    address = next;
    opened.configureBlocking(false);
    opened.setOption(StandardSocketOptions.TCP_NODELAY, true);
    opened.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
    boolean connected = opened.connect(next);
    key = parts.loop().register(opened, connected ? 0 : SelectionKey.OP_CONNECT, member);
    return connected;
  }

  private UploadException unconnected(String why, @Nullable Throwable cause) {
    UploadException failure =
        new UploadException(
            Failure.CONNECT,
            true,
            "no connection to " + head.host() + ":" + head.port() + ": " + why);
    if (cause != null) {
      failure.initCause(cause);
    }
    return failure;
  }

  private static UploadException refused(UnprovenProxyException proxy) {
    UploadException failure =
        new UploadException(proxy.failure(), false, String.valueOf(proxy.getMessage()));
    failure.initCause(proxy);
    return failure;
  }

  private long connectNanos() {
    return parts.settings().timeouts().connect().toNanos();
  }

  private static <T> T requireConnected(@Nullable T part) {
    if (part == null) {
      throw new IllegalStateException("not connected yet");
    }
    return part;
  }
}
