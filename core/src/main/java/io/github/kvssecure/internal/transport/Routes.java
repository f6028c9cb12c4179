package io.github.kvssecure.internal.transport;

import io.github.kvssecure.event.ConnectionEvidence.Route;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Says by which way a connection went. */
final class Routes {

  private Routes() {}

  /** Straight to one of these addresses. */
  static Route direct(List<InetSocketAddress> resolved) {
    List<InetAddress> addresses =
        resolved.stream().map(InetSocketAddress::getAddress).filter(Objects::nonNull).toList();
    return new Route(addresses, Optional.empty());
  }

  /** Straight to one of these addresses, or through a proxy that has them. */
  static Route of(List<InetSocketAddress> resolved, Optional<ProxyRoute.Proxy> proxy) {
    return proxy
        .map(carrier -> new Route(List.of(), Optional.of(carrier.toString())))
        .orElseGet(() -> direct(resolved));
  }
}
