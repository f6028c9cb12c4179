package io.github.kvssecure.internal.transport;

import java.util.Optional;

/**
 * Says which HTTP proxy carries connections to a host. Must be thread-safe and must not block. A
 * proxy gets CONNECT and sees TLS that it cannot read: the peer still has to prove the host's name.
 */
@FunctionalInterface
public interface ProxyRoute {

  /** No proxy for any host. */
  ProxyRoute DIRECT = host -> Optional.empty();

  /**
   * An HTTP proxy.
   *
   * @param host its name, or its address if the way to it is not TLS
   * @param port its port
   * @param trust who may vouch for the proxy, if the way to it is TLS; then it has to prove its
   *     name
   * @param login sent with CONNECT
   */
  record Proxy(String host, int port, Optional<TlsContext> trust, Optional<ProxyLogin> login) {

    /**
     * Requires TLS for a login.
     *
     * @throws IllegalArgumentException if there is a login and no TLS: anybody on the way could
     *     read it (RFC 7617, 4)
     */
    public Proxy {
      if (login.isPresent() && trust.isEmpty()) {
        throw new IllegalArgumentException("a password is sent to a proxy over TLS only");
      }
    }

    /** A proxy that is reached without TLS, and gets no login. */
    static Proxy plain(String host, int port) {
      return new Proxy(host, port, Optional.empty(), Optional.empty());
    }

    @Override
    public String toString() {
      return host + ":" + port;
    }
  }

  /**
   * The proxy on the way to a host.
   *
   * @param host the name
   * @return empty if it is reached directly
   */
  Optional<Proxy> to(String host);
}
