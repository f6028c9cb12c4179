package io.github.kvssecure.local.mkv;

import java.util.Arrays;

/**
 * The content of a {@code SimpleBlock} or {@code Block}: RFC 9559, sections 10.1 and 10.2.
 *
 * @param trackNumber the number of the track
 * @param relativeTimecode the time since the cluster's, in timecode units
 * @param keyFrame the flag of that name, which only a {@code SimpleBlock} has
 * @param data the frame
 */
@SuppressWarnings("ArrayRecordComponent") // moved on to an MkvFrame, never compared
record Block(int trackNumber, short relativeTimecode, boolean keyFrame, byte[] data) {
  /** Two bytes of relative timecode, one of flags. */
  private static final int BYTES_AFTER_TRACK_NUMBER = 3;

  private static final int KEY_FRAME = 0x80;
  private static final int LACING = 0x06;

  static Block read(ElementData element) throws MkvException {
    byte[] bytes = element.bytes();
    // The number of leading zero bits of the first byte, plus one (RFC 8794, section 4).
    int firstByte = bytes.length == 0 ? 0 : bytes[0] & 0xFF;
    int numberBytes = Integer.numberOfLeadingZeros(firstByte) - (Integer.SIZE - Byte.SIZE) + 1;
    if (numberBytes > Integer.BYTES || bytes.length < numberBytes + BYTES_AFTER_TRACK_NUMBER) {
      throw MkvException.invalid(
          element.element()
              + " of "
              + bytes.length
              + " bytes has no track number, timecode and flags");
    }
    int number = bytes[0] & (0xFF >> numberBytes);
    for (int i = 1; i < numberBytes; i++) {
      number = number << Byte.SIZE | (bytes[i] & 0xFF);
    }
    short relative = (short) (bytes[numberBytes] << Byte.SIZE | (bytes[numberBytes + 1] & 0xFF));
    int flags = bytes[numberBytes + 2];
    if ((flags & LACING) != 0) {
      throw MkvException.invalid(
          element.element()
              + " packs several frames by lacing, required: one frame per block;"
              + " remultiplex with 'mkvmerge --disable-lacing' or ffmpeg");
    }
    byte[] data = Arrays.copyOfRange(bytes, numberBytes + BYTES_AFTER_TRACK_NUMBER, bytes.length);
    return new Block(number, relative, (flags & KEY_FRAME) != 0, data);
  }
}
