package io.github.kvssecure.local.mkv;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;

/**
 * One frame of a track, as a block of a cluster carries it.
 *
 * <p>The bytes are not copied: who makes a frame hands the array over, who reads it leaves it
 * unchanged.
 *
 * @param trackNumber the number of the track
 * @param timestamp the time of the cluster plus that of the block, exact to the nanosecond
 * @param keyFrame whether decoding can begin here
 * @param data the encoded frame
 */
@SuppressWarnings(
    "ArrayRecordComponent") // compared by content below; copying every frame would cost more than
// it saves
public record MkvFrame(int trackNumber, Duration timestamp, boolean keyFrame, byte[] data) {

  /** The number of encoded bytes. */
  public int size() {
    return data.length;
  }

  /** The encoded bytes as a read-only buffer of its own position. */
  public ByteBuffer buffer() {
    return ByteBuffer.wrap(data).asReadOnlyBuffer();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof MkvFrame frame
        && trackNumber == frame.trackNumber
        && keyFrame == frame.keyFrame
        && timestamp.equals(frame.timestamp)
        && Arrays.equals(data, frame.data);
  }

  @Override
  public int hashCode() {
    return 31 * (31 * trackNumber + timestamp.hashCode()) + Arrays.hashCode(data);
  }

  @Override
  public String toString() {
    return "frame of track %d at %s: %d bytes%s"
        .formatted(trackNumber, timestamp, data.length, keyFrame ? ", key frame" : "");
  }
}
