package io.github.kvssecure.samples.benchmark;

import java.nio.ByteBuffer;

/**
 * The first bytes of every benchmark frame: a mark, when it was put, and which run it counts for.
 * The clock is CLOCK_MONOTONIC, which all processes of a Linux machine share.
 */
final class FrameStamp {

  /** How many bytes it takes. */
  static final int BYTES = 2 * Long.BYTES + Integer.BYTES;

  /** The run of frames that count for nothing. */
  static final int NO_RUN = 0;

  private static final long MARK = 0x4b56532d42454e43L;

  private FrameStamp() {}

  /** Writes a stamp at the start of a frame. */
  static void write(ByteBuffer frame, int run) {
    frame.putLong(0, MARK).putLong(Long.BYTES, System.nanoTime());
    frame.putInt(2 * Long.BYTES, run);
  }

  /** Whether what begins at this position is the stamp of a frame of this run. */
  static boolean isOf(int run, ByteBuffer frame, int position) {
    return frame.getLong(position) == MARK && frame.getInt(position + 2 * Long.BYTES) == run;
  }

  /** When the frame was put. */
  static long putAt(ByteBuffer frame, int position) {
    return frame.getLong(position + Long.BYTES);
  }
}
