package io.github.kvssecure.samples.benchmark;

import java.io.InputStream;
import java.nio.ByteBuffer;

/**
 * Endless Matroska from memory, for bulk transfer: clusters of 1 MiB with blocks of 16 KiB. Not
 * thread-safe.
 */
final class SyntheticMedia extends InputStream {

  private static final int BLOCK_DATA = 16 * 1024 - 8;
  private static final int BLOCKS = 64;

  /** Cluster of unknown size, timecode of eight bytes. */
  private static final byte[] CLUSTER_HEAD = {
    0x1f, 0x43, (byte) 0xb6, 0x75, 0x01, -1, -1, -1, -1, -1, -1, -1, (byte) 0xe7, (byte) 0x88
  };

  /** Segment of unknown size; whoever only counts clusters needs nothing else. */
  private static final byte[] SEGMENT_HEAD = {0x18, 0x53, (byte) 0x80, 0x67, (byte) 0xff};

  private final ByteBuffer cluster = clusterTemplate();
  private ByteBuffer current = ByteBuffer.wrap(SEGMENT_HEAD);
  private long left;
  private long timecode;

  /** Gives this many bytes and ends. */
  SyntheticMedia(long bytes) {
    this.left = bytes;
  }

  private static ByteBuffer clusterTemplate() {
    ByteBuffer media = ByteBuffer.allocate(CLUSTER_HEAD.length + 8 + BLOCKS * (BLOCK_DATA + 8));
    media.put(CLUSTER_HEAD).putLong(0);
    for (int block = 0; block < BLOCKS; block++) {
      // Simple block: id, size of three bytes, track 1, relative timecode, flags.
      media.put((byte) 0xa3).put((byte) 0x20).putShort((short) (BLOCK_DATA + 4));
      media.put((byte) 0x81).putShort((short) block).put((byte) 0x80);
      media.position(media.position() + BLOCK_DATA);
    }
    return media.flip();
  }

  @Override
  public int read(byte[] buffer, int offset, int length) {
    if (left == 0) {
      return -1;
    }
    if (!current.hasRemaining()) {
      current = cluster.rewind();
      cluster.putLong(CLUSTER_HEAD.length, timecode++);
    }
    int count = (int) Math.min(Math.min(length, current.remaining()), left);
    current.get(buffer, offset, count);
    left -= count;
    return count;
  }

  @Override
  public int read() {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }
}
