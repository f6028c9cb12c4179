package io.github.kvssecure.jni.internal.bind;

import java.nio.ByteBuffer;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;

/**
 * Direct buffers to hand frames over in, kept for reuse: making one for each frame costs more than
 * everything else. Sizes are powers of two. Thread-safe.
 */
final class DirectBuffers {

  private static final int SMALLEST_BITS = 12;
  private static final int KEPT_PER_SIZE = 4;

  private final ConcurrentLinkedQueue<ByteBuffer>[] free = queues();

  @SuppressWarnings({"unchecked", "rawtypes"}) // arrays cannot be generic
  private static ConcurrentLinkedQueue<ByteBuffer>[] queues() {
    return Stream.generate(ConcurrentLinkedQueue::new)
        .limit(Integer.SIZE)
        .toArray(ConcurrentLinkedQueue[]::new);
  }

  /** A copy of what is between position and limit of {@code data}, starting at position 0. */
  ByteBuffer copyOf(ByteBuffer data) {
    int bits = bitsFor(data.remaining());
    ByteBuffer buffer = free[bits].poll();
    if (buffer == null) {
      buffer = ByteBuffer.allocateDirect(1 << bits);
    }
    buffer.clear().put(data.duplicate()).flip();
    return buffer;
  }

  /** Takes a buffer back that {@link #copyOf} gave. */
  void giveBack(ByteBuffer buffer) {
    int bits = bitsFor(buffer.capacity());
    if (free[bits].size() < KEPT_PER_SIZE) {
      free[bits].add(buffer);
    }
  }

  private static int bitsFor(int size) {
    return Math.max(SMALLEST_BITS, Integer.SIZE - Integer.numberOfLeadingZeros(size - 1));
  }
}
