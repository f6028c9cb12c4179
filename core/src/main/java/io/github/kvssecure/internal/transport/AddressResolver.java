package io.github.kvssecure.internal.transport;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;

/**
 * Turns a host name into addresses. Called off the selector loop, because it may block; must be
 * thread-safe. Whatever it answers, the peer still has to prove the name with its certificate.
 */
@FunctionalInterface
public interface AddressResolver {

  /**
   * The addresses of a host, in the order they are to be tried.
   *
   * @param host the name
   * @param port the port of every address
   * @return at least one address
   * @throws UnknownHostException if there is none
   */
  List<InetSocketAddress> resolve(String host, int port) throws UnknownHostException;

  /**
   * The resolver of the JVM, with its cache and its order.
   *
   * @return the resolver
   */
  static AddressResolver system() {
    return (host, port) ->
        Arrays.stream(InetAddress.getAllByName(host))
            .map(address -> new InetSocketAddress(address, port))
            .toList();
  }
}
