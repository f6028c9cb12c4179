package io.github.kvssecure.internal.transport;

import io.github.kvssecure.spi.UploadBody;
import java.util.ArrayDeque;
import java.util.Arrays;

/** A body that a test fills piece by piece. */
final class QueuedBody implements UploadBody {

  private final ArrayDeque<byte[]> pieces = new ArrayDeque<>();
  private boolean ended;
  private int reads;

  synchronized QueuedBody add(byte[] piece) {
    pieces.add(piece);
    return this;
  }

  synchronized QueuedBody end() {
    ended = true;
    return this;
  }

  synchronized int reads() {
    return reads;
  }

  @Override
  public synchronized int read(byte[] buffer) {
    reads++;
    byte[] piece = pieces.poll();
    if (piece == null) {
      return ended ? -1 : 0;
    }
    int count = Math.min(piece.length, buffer.length);
    System.arraycopy(piece, 0, buffer, 0, count);
    if (count < piece.length) {
      pieces.addFirst(Arrays.copyOfRange(piece, count, piece.length));
    }
    return count;
  }
}
