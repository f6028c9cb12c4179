package io.github.kvssecure.internal.packaging;

import io.github.kvssecure.media.Frame;
import io.github.kvssecure.spi.MediaProducerException;
import java.time.Instant;

/**
 * Judges the times of frames: what cannot be said in Matroska, or would not be read in order, is
 * refused. Guarded by the stream's lock.
 */
final class FrameOrder {

  /** No time. */
  static final long NONE = Long.MIN_VALUE;

  /** A block says its time in 16 bits after its cluster (RFC 9559, 10.2). */
  private static final int LATEST_IN_FRAGMENT = Short.MAX_VALUE;

  /** The end of the year 9999: beyond it, an instant is no time of a camera. */
  private static final long LATEST_SECOND = 253_402_300_799L;

  private long lastDecoding = NONE;
  private long fragmentStart = NONE;

  /** A time in milliseconds since 1970. */
  static long millis(Instant time) {
    long second = time.getEpochSecond();
    if (second < 0 || second > LATEST_SECOND) {
      throw refusal("put a frame with a time before 1970 or after 9999");
    }
    return time.toEpochMilli();
  }

  /**
   * Judges a frame, without remembering it.
   *
   * @param begins whether it begins a fragment
   * @throws MediaProducerException if it cannot be stored
   */
  void admit(Frame frame, boolean begins) {
    long presentation = millis(frame.presentationTime());
    long decoding = millis(frame.decodingTime());
    if (decoding < lastDecoding) {
      throw refusal(
          "put a frame decoded " + (lastDecoding - decoding) + " ms before the one before it");
    }
    if (begins) {
      if (fragmentStart != NONE && presentation <= fragmentStart) {
        throw refusal("put a frame that begins a fragment no later than the one before");
      }
      return;
    }
    if (fragmentStart == NONE) {
      throw refusal("the first frame must be a key frame, of video where there is video");
    }
    if (presentation < fragmentStart || presentation - fragmentStart > LATEST_IN_FRAGMENT) {
      throw refusal(
          "put a frame "
              + (presentation - fragmentStart)
              + " ms after the start of its fragment; 0 to "
              + LATEST_IN_FRAGMENT
              + " can be said");
    }
  }

  /** Remembers a frame that was stored. */
  void taken(Frame frame, boolean begins) {
    lastDecoding = frame.decodingTime().toEpochMilli();
    if (begins) {
      fragmentStart = frame.presentationTime().toEpochMilli();
    }
  }

  /** How long a frame comes after the start of its fragment, in milliseconds. */
  int relative(Frame frame) {
    return (int) (frame.presentationTime().toEpochMilli() - fragmentStart);
  }

  private static MediaProducerException refusal(String message) {
    return new MediaProducerException(MediaProducerException.NO_STATUS, message);
  }
}
