package io.github.kvssecure.internal.packaging.codec;

import java.util.Arrays;

/**
 * Which bytes of a frame are stored, and whether a length goes before each piece. Reused from frame
 * to frame, so that none is allocated. Not thread-safe.
 */
public final class FrameLayout {

  /**
   * Bytes of a length before a piece (ISO/IEC 14496-15, NALUnitLength with lengthSizeMinusOne 3).
   */
  public static final int LENGTH_BYTES = 4;

  private int[] starts = new int[16];
  private int[] lengths = new int[16];
  private int pieces;
  private boolean prefixed;
  private int storedBytes;

  /** An empty layout. */
  public FrameLayout() {}

  /** One piece, stored as it is. */
  void whole(int start, int length) {
    clear(false);
    add(start, length);
  }

  /** Forgets all pieces; those to come have their length before them, or not. */
  void clear(boolean prefixed) {
    this.pieces = 0;
    this.storedBytes = 0;
    this.prefixed = prefixed;
  }

  /** Adds a piece of the frame's buffer. */
  void add(int start, int length) {
    if (pieces == starts.length) {
      starts = Arrays.copyOf(starts, 2 * pieces);
      lengths = Arrays.copyOf(lengths, 2 * pieces);
    }
    starts[pieces] = start;
    lengths[pieces] = length;
    pieces++;
    storedBytes += length + (prefixed ? LENGTH_BYTES : 0);
  }

  /**
   * How many pieces there are.
   *
   * @return one or more once a frame was laid out
   */
  public int pieces() {
    return pieces;
  }

  /**
   * Where a piece starts.
   *
   * @param piece from 0
   * @return an absolute index into the frame's buffer
   */
  public int start(int piece) {
    return starts[piece];
  }

  /**
   * How long a piece is.
   *
   * @param piece from 0
   * @return bytes
   */
  public int length(int piece) {
    return lengths[piece];
  }

  /**
   * Whether each piece is stored with its length before it.
   *
   * @return false if the pieces are stored as they are
   */
  public boolean isPrefixed() {
    return prefixed;
  }

  /**
   * What all of it takes once stored.
   *
   * @return bytes, lengths included
   */
  public int storedBytes() {
    return storedBytes;
  }
}
