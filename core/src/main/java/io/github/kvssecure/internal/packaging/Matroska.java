package io.github.kvssecure.internal.packaging;

import io.github.kvssecure.media.FragmentMetadata;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * The elements of Matroska that are written while media flows. All sizes take eight bytes and the
 * cluster has none, as the native producer writes them, so that both write the same bytes.
 *
 * <p>Ids: RFC 9559, section 5.1; sizes: RFC 8794, section 6.
 */
final class Matroska {

  /** The tag after which KVS need not wait for another fragment; the native producer writes it. */
  static final String END_OF_FRAGMENT_TAG = "AWS_KINESISVIDEO_END_OF_FRAGMENT";

  static final int CLUSTER = 0x1F43B675;

  /** The most that {@link #blockHeader} and {@link #clusterHeader} write together. */
  static final int MOST_HEADER_BYTES = 64;

  private static final int UNKNOWN_SIZE = 0xFF;
  private static final int TIMESTAMP = 0xE7;
  private static final int POSITION = 0xA7;
  private static final int SIMPLE_BLOCK = 0xA3;
  private static final int KEY_FRAME = 0x80;

  /** Track number, relative timestamp, flags (RFC 9559, 10.2). */
  private static final int BLOCK_FIELDS = 4;

  private static final long SIZE_OF_EIGHT_BYTES = 1L << 56;

  private Matroska() {}

  /** Writes the start of a cluster: it ends where the next element of its level begins. */
  static void clusterHeader(ByteBuffer out, long timecodeMillis) {
    out.putInt(CLUSTER).put((byte) UNKNOWN_SIZE);
    out.put((byte) TIMESTAMP).put((byte) 0x88).putLong(timecodeMillis);
    out.put((byte) POSITION).put((byte) 0x81).put((byte) 0);
  }

  /**
   * Writes what goes before the bytes of a frame.
   *
   * @param relativeMillis after the timestamp of the cluster, at most 32767
   * @param bytes of the frame
   */
  static void blockHeader(ByteBuffer out, int track, int relativeMillis, boolean key, int bytes) {
    out.put((byte) SIMPLE_BLOCK).putLong(SIZE_OF_EIGHT_BYTES | (bytes + BLOCK_FIELDS));
    out.put((byte) (0x80 | track)).putShort((short) relativeMillis);
    out.put((byte) (key ? KEY_FRAME : 0));
  }

  /** The tag that ends the last fragment of an upload. */
  static byte[] endOfFragment() {
    return endOfFragment(FragmentMetadata.none());
  }

  /**
   * The tags that end a fragment and describe it. "The tags belong to the cluster before" where the
   * end of the fragment is among them.
   *
   * @see <a href="https://docs.aws.amazon.com/kinesisvideostreams/latest/dg/images.html">Image
   *     generation</a>
   */
  static byte[] endOfFragment(FragmentMetadata metadata) {
    return new EbmlWriter()
        .master(
            0x1254C367,
            tags -> {
              metadata.asMap().forEach((name, value) -> tag(tags, name, value));
              tag(tags, END_OF_FRAGMENT_TAG, "");
            })
        .toByteArray();
  }

  private static void tag(EbmlWriter tags, String name, String value) {
    tags.master(
        0x7373,
        tag ->
            tag.master(
                0x67C8,
                simple ->
                    simple
                        .longBinary(0x45A3, name.getBytes(StandardCharsets.UTF_8))
                        .longBinary(0x4487, value.getBytes(StandardCharsets.UTF_8))));
  }
}
