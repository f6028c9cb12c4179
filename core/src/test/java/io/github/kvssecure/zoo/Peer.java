package io.github.kvssecure.zoo;

import java.io.IOException;
import java.net.Socket;

/** How a server behaves on one connection. */
@FunctionalInterface
public interface Peer {

  /**
   * Serves.
   *
   * @param socket just accepted; closed by the caller
   * @param heard notes what the client says
   * @throws IOException if the client leaves
   */
  void serve(Socket socket, Heard heard) throws IOException;
}
