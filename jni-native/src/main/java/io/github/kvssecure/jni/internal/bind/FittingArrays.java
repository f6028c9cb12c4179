package io.github.kvssecure.jni.internal.bind;

/**
 * Arrays to read media into, of the size that is expected. The native glue copies the whole array
 * in and out again, whatever it reads: for a frame of 1 KB, an array of 64 KiB costs more than the
 * packaging. Made once for each power of two. Guarded by the client's lock.
 */
final class FittingArrays {

  private static final int SMALLEST_BITS = 9;
  private static final int LARGEST_BITS = 16;

  private final byte[][] arrays = new byte[LARGEST_BITS + 1][];

  /**
   * An array that holds so many bytes, if that is not more than 64 KiB.
   *
   * @param expected how many; it is a guess, and may be wrong either way
   * @return the same array at every call with about as many; empty of meaning
   */
  byte[] fitting(long expected) {
    long atMost = Math.min(Math.max(expected, 1), 1L << LARGEST_BITS);
    int bits = Math.max(SMALLEST_BITS, Long.SIZE - Long.numberOfLeadingZeros(atMost - 1));
    byte[] array = arrays[bits];
    if (array == null) {
      array = new byte[1 << bits];
      arrays[bits] = array;
    }
    return array;
  }
}
