package io.github.kvssecure.internal.transport;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/**
 * What carries the bytes of a TLS layer: a socket, or another TLS layer on the way through a proxy.
 * Nothing here blocks. Not thread-safe.
 */
interface Link {

  /**
   * Takes what has arrived.
   *
   * @param into filled as far as there is room
   * @return how many bytes; 0 if none have arrived, -1 at an orderly end
   * @throws IOException if the connection broke
   */
  int read(ByteBuffer into) throws IOException;

  /**
   * Sends, or keeps for {@link #flush}.
   *
   * @param from consumed as far as there is room
   * @return how many bytes were consumed
   * @throws IOException if the connection broke
   */
  int write(ByteBuffer from) throws IOException;

  /**
   * Sends what was kept, as far as the socket has room.
   *
   * @return whether everything is with the system
   * @throws IOException if the connection broke
   */
  boolean flush() throws IOException;

  /** How many bytes the socket has taken since the beginning. */
  long bytesSent();

  /** A socket that does not block; stays the caller's to close. */
  static Link over(SocketChannel socket) {
    return new Link() {

      private long bytesSent;

      @Override
      public int read(ByteBuffer into) throws IOException {
        return socket.read(into);
      }

      @Override
      public int write(ByteBuffer from) throws IOException {
        int count = socket.write(from);
        bytesSent += count;
        return count;
      }

      @Override
      public boolean flush() {
        return true;
      }

      @Override
      public long bytesSent() {
        return bytesSent;
      }
    };
  }
}
