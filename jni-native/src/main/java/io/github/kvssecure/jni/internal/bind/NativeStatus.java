package io.github.kvssecure.jni.internal.bind;

import io.github.kvssecure.spi.NativeProducerException;
import java.util.Map;

/**
 * What the native producer's status codes mean.
 *
 * <p>Source: {@code client/Include.h}, {@code mkvgen/Include.h} and {@code view/Include.h} of
 * amazon-kinesis-video-streams-pic, commit ddfb7d1.
 */
final class NativeStatus {

  static final int INVALID_OPERATION = 0xd;
  static final int OPERATION_TIMED_OUT = 0xf;
  static final int MAX_STREAM_COUNT = 0x52000001;
  static final int STORE_OUT_OF_MEMORY = 0x5200002e;
  static final int ACK_TIMESTAMP_NOT_IN_VIEW = 0x52000047;
  static final int DUPLICATE_STREAM_NAME = 0x5200004b;
  static final int STREAM_STOPPED = 0x52000052;
  static final int UPLOAD_HANDLE_ABORTED = 0x5200007f;
  static final int DECODED_BEFORE_LAST = 0x30000005;
  static final int INVALID_FRAME_DATA = 0x32000001;
  static final int INVALID_FRAME_TIMECODE = 0x3200000b;
  static final int UNDECLARED_TRACK = 0x32000026;

  private static final Map<Integer, String> MEANING =
      Map.ofEntries(
          Map.entry(0x4, "out of memory"),
          Map.entry(0x8, "invalid handle"),
          Map.entry(0xc, "internal error"),
          Map.entry(INVALID_OPERATION, "invalid operation"),
          Map.entry(OPERATION_TIMED_OUT, "timed out"),
          Map.entry(DECODED_BEFORE_LAST, "decoding time before that of the frame put last"),
          Map.entry(INVALID_FRAME_DATA, "frame without data"),
          Map.entry(0x32000002, "time before the start of its fragment"),
          Map.entry(INVALID_FRAME_TIMECODE, "time out of range"),
          Map.entry(0x3200000c, "more than 32 seconds after the start of its fragment"),
          Map.entry(0x3200001d, "invalid codec private data"),
          Map.entry(UNDECLARED_TRACK, "undeclared track"),
          Map.entry(MAX_STREAM_COUNT, "too many open streams"),
          Map.entry(0x52000009, "stream name too long"),
          Map.entry(0x5200000a, "content store too large or too small"),
          Map.entry(0x52000011, "stream could not be described"),
          Map.entry(0x52000012, "stream description was not understood"),
          Map.entry(STORE_OUT_OF_MEMORY, "content store is full"),
          Map.entry(ACK_TIMESTAMP_NOT_IN_VIEW, "fragment is freed already"),
          Map.entry(0x52000049, "token expires too soon"),
          Map.entry(DUPLICATE_STREAM_NAME, "stream is open already"),
          Map.entry(0x5200004c, "invalid retention"),
          Map.entry(STREAM_STOPPED, "stream takes no more frames"),
          Map.entry(UPLOAD_HANDLE_ABORTED, "upload is over"));

  private NativeStatus() {}

  /** An exception that says what was asked and what the status means. */
  static NativeProducerException exception(int status, String asked) {
    return new NativeProducerException(
        status, "cannot " + asked + ": " + MEANING.getOrDefault(status, "native error"));
  }
}
