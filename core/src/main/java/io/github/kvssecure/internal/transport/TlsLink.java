package io.github.kvssecure.internal.transport;

import java.io.IOException;
import java.nio.ByteBuffer;

/** The TLS of a proxy, as what carries the TLS of the host behind it. Not thread-safe. */
final class TlsLink implements Link {

  private final TlsChannel outer;

  /**
   * A link through this layer.
   *
   * @param outer its handshake may still have to come
   */
  TlsLink(TlsChannel outer) {
    this.outer = outer;
  }

  @Override
  public int read(ByteBuffer into) throws IOException {
    if (!outer.received().hasRemaining()) {
      int count = outer.read();
      if (count <= 0) {
        return count;
      }
    }
    ByteBuffer from = outer.received();
    int count = Math.min(from.remaining(), into.remaining());
    into.put(into.position(), from, from.position(), count);
    into.position(into.position() + count);
    from.position(from.position() + count);
    return count;
  }

  @Override
  public int write(ByteBuffer from) throws IOException {
    int start = from.position();
    int end = from.limit();
    ByteBuffer[] source = {from};
    try {
      while (from.position() < end && (outer.hasRoom() || outer.flush())) {
        from.limit(Math.min(end, from.position() + TlsChannel.MAX_RECORD_PAYLOAD));
        outer.write(source, 1);
      }
    } finally {
      from.limit(end);
    }
    return from.position() - start;
  }

  @Override
  public boolean flush() throws IOException {
    return outer.flush();
  }

  @Override
  public long bytesSent() {
    return outer.bytesSent();
  }
}
