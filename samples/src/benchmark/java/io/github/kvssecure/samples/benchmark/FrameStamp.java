package io.github.kvssecure.samples.benchmark;

import java.nio.ByteBuffer;

/**
 * What makes a benchmark frame: an access unit of one NAL unit, whose first bytes are a mark, when
 * it was put, and which run it counts for. The clock is CLOCK_MONOTONIC, which all processes of a
 * Linux machine share. No two frames of a run are put at the same time, so that also tells them
 * apart.
 */
final class FrameStamp {

  /** How many bytes of a frame it takes, all of them at its start. */
  static final int BYTES = 28;

  /** The run of frames that count for nothing. */
  static final int NO_RUN = 0;

  /** Length of the NAL unit before it, as the packager in Java wants it (ISO/IEC 14496-15). */
  private static final int LENGTH_BYTES = 4;

  /** H.264, 7.4.1: nal_ref_idc 3, coded slice of an IDR picture. */
  private static final byte IDR = 0x65;

  /** H.264, 7.4.1: nal_ref_idc 2, coded slice of another picture. */
  private static final byte NON_IDR = 0x41;

  private static final int MARK_AT = 8;
  private static final int PUT_AT = MARK_AT + Long.BYTES;
  private static final int RUN_AT = PUT_AT + Long.BYTES;
  private static final long MARK = 0x4b56532d42454e43L;

  private FrameStamp() {}

  /** Makes the whole of a buffer a frame that is put now. */
  static void write(ByteBuffer frame, boolean key, int run) {
    frame.putInt(0, frame.capacity() - LENGTH_BYTES).put(LENGTH_BYTES, key ? IDR : NON_IDR);
    frame.putLong(MARK_AT, MARK).putLong(PUT_AT, System.nanoTime()).putInt(RUN_AT, run);
  }

  /** Whether what begins at this position is a frame of this run. */
  static boolean isOf(int run, ByteBuffer frame, int position) {
    return runOf(frame, position) == run;
  }

  /** The run of the frame that begins at this position; that of no run if it has no stamp. */
  static int runOf(ByteBuffer frame, int position) {
    return frame.getLong(position + MARK_AT) == MARK ? frame.getInt(position + RUN_AT) : NO_RUN;
  }

  /** When the frame was put. */
  static long putAt(ByteBuffer frame, int position) {
    return frame.getLong(position + PUT_AT);
  }
}
