package io.github.kvssecure.samples.benchmark;

import java.nio.ByteBuffer;

/**
 * The first bytes of every benchmark frame: a mark, when it was put, and whether it counts. The
 * clock is CLOCK_MONOTONIC, which all processes of a Linux machine share.
 */
final class FrameStamp {

  /** How many bytes it takes. */
  static final int BYTES = 2 * Long.BYTES + 1;

  private static final long MARK = 0x4b56532d42454e43L;

  private FrameStamp() {}

  /** Writes a stamp at the start of a frame. */
  static void write(ByteBuffer frame, boolean counts) {
    frame.putLong(0, MARK).putLong(Long.BYTES, System.nanoTime());
    frame.put(2 * Long.BYTES, (byte) (counts ? 1 : 0));
  }

  /** Whether what begins at this position is a stamp of a frame that counts. */
  static boolean counts(ByteBuffer frame, int position) {
    return frame.getLong(position) == MARK && frame.get(position + 2 * Long.BYTES) == 1;
  }

  /** When the frame was put. */
  static long putAt(ByteBuffer frame, int position) {
    return frame.getLong(position + Long.BYTES);
  }
}
