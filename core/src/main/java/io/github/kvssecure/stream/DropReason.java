package io.github.kvssecure.stream;

/** Why media that was accepted was given up. */
public enum DropReason {
  /** The buffer was full of bytes, and the stream gives up its oldest fragments then. */
  OUT_OF_ROOM,
  /** The oldest media was older than the buffer holds, and the stream gives it up then. */
  OUT_OF_TIME,
  /** The memory that all streams of the producer share was full. */
  PRODUCER_OUT_OF_ROOM,
  /**
   * The frames of a track were refused because there was no room, and the next fragment began
   * without one of them. KVS takes no fragment without a frame of every track (error 4011 of
   * PutMedia), and would end the stream.
   */
  TRACK_WITHOUT_FRAME,
  /** What packages the media lost it, for example after a jump of the camera's clock. */
  LOST_BY_PACKAGER
}
