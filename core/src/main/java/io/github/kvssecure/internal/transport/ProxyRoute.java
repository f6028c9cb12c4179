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
   * @param host its name or address
   * @param port its port
   */
  record Proxy(String host, int port) {
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
