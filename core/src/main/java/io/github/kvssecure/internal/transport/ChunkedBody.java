package io.github.kvssecure.internal.transport;

import io.github.kvssecure.policy.PolicyViolationException;
import io.github.kvssecure.spi.UploadBody;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import javax.net.ssl.SSLException;

/**
 * The body of a request as HTTP/1.1 chunks (RFC 9112, 7.1): one chunk per read of the media, in as
 * many records as it needs. Not thread-safe. Its buffers are made once; nothing is copied between
 * the media's array and the TLS engine.
 */
final class ChunkedBody {

  private static final byte[] LINE_END = {'\r', '\n'};
  private static final byte[] LAST_CHUNK = "0\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

  /** Up to 8 hexadecimal digits and the line's end. */
  private static final int MAX_SIZE_LINE = 10;

  /** Media per record: what is left of it beside the chunk's framing. */
  private static final int SLICE = TlsChannel.MAX_RECORD_PAYLOAD - MAX_SIZE_LINE - LINE_END.length;

  /** Media per read: as much as is sent by one write. */
  private static final int READ_BYTES = 4 * SLICE;

  /** What a round of {@link #fill} ended with. */
  enum Fill {
    /** The media has nothing now. */
    IDLE,
    /** There is no more room before a flush. */
    FULL,
    /** The last chunk is encrypted. */
    OVER
  }

  private final UploadBody body;
  private final byte[] media = new byte[READ_BYTES];
  private final ByteBuffer sizeLine = ByteBuffer.allocate(MAX_SIZE_LINE).limit(0);
  private final ByteBuffer data = ByteBuffer.wrap(media).limit(0);
  private final ByteBuffer end = ByteBuffer.wrap(LINE_END).position(LINE_END.length);
  private final ByteBuffer lastChunk = ByteBuffer.wrap(LAST_CHUNK);
  private final ByteBuffer[] chunk = {sizeLine, data, end};
  private final ByteBuffer[] last = {lastChunk};
  private int dataEnd;
  private boolean over;

  /**
   * A body of which nothing was read.
   *
   * @param body the media
   */
  ChunkedBody(UploadBody body) {
    this.body = body;
  }

  /**
   * Reads media and encrypts it, until there is no more of the one or no more room for the other.
   *
   * @param tls takes the records; not flushed here
   * @return why it ended
   * @throws BodyException if the media cannot be read
   * @throws PolicyViolationException if the policy refuses the media
   * @throws SSLException if the TLS layer failed
   */
  Fill fill(TlsChannel tls) throws SSLException {
    while (tls.hasRoom()) {
      if (over) {
        return tls.write(last, 1) ? Fill.OVER : Fill.FULL;
      }
      if (end.hasRemaining()) {
        writeSlice(tls);
      } else if (!readChunk() && !over) {
        return Fill.IDLE;
      }
    }
    return Fill.FULL;
  }

  /** One record of the current chunk; its end goes with its last slice. */
  private void writeSlice(TlsChannel tls) throws SSLException {
    data.limit(Math.min(dataEnd, data.position() + SLICE));
    boolean lastSlice = data.limit() == dataEnd;
    tls.write(chunk, lastSlice ? chunk.length : chunk.length - 1);
  }

  private boolean readChunk() {
    int count;
    try {
      count = body.read(media);
    } catch (PolicyViolationException e) {
      // Not a failure of the media: what was about to leave may not.
      throw e;
    } catch (RuntimeException e) {
      throw new BodyException("reading the media failed", e);
    }
    if (count < -1 || count > media.length) {
      throw new BodyException("the media gave a count outside its buffer", null);
    }
    if (count <= 0) {
      over = count < 0;
      return false;
    }
    sizeLine.clear();
    for (int shift = Math.max(0, (31 - Integer.numberOfLeadingZeros(count)) & ~3);
        shift >= 0;
        shift -= 4) {
      sizeLine.put((byte) Character.forDigit((count >>> shift) & 0xf, 16));
    }
    sizeLine.put(LINE_END).flip();
    data.clear();
    dataEnd = count;
    end.rewind();
    return true;
  }
}
