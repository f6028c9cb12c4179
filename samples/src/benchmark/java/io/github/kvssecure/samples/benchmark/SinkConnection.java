package io.github.kvssecure.samples.benchmark;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLSocket;

/**
 * One upload at the sink: answers 200 at once, reads, and acknowledges every fragment as KVS does:
 * BUFFERING when it begins, RECEIVED and PERSISTED when the next one does. Used by one thread.
 */
final class SinkConnection implements MediaScanner.Sink {

  private static final byte[] HEAD =
      "HTTP/1.1 200 OK\r\nx-amzn-RequestId: benchmark\r\nTransfer-Encoding: chunked\r\n\r\n"
          .getBytes(StandardCharsets.US_ASCII);
  private static final byte[] END = "0\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] HEAD_END = {'\r', '\n', '\r', '\n'};

  private final SSLSocket socket;
  private final Latencies latencies;
  private final WatchedUpload upload;
  private final MediaScanner scanner = new MediaScanner(this);
  private final List<String> acknowledgements = new ArrayList<>();
  private long fragment;
  private long open = -1;
  private int matched;

  // Where the chunked body stands (RFC 9112, 7.1).
  private boolean inSize = true;
  private boolean sizeSeen;
  private boolean over;
  private long chunkLeft;

  SinkConnection(SinkSocket socket, Latencies latencies, WatchedUpload upload) {
    this.socket = socket.tls();
    this.latencies = latencies;
    this.upload = upload;
  }

  void serve() throws IOException {
    try (socket) {
      InputStream in = socket.getInputStream();
      OutputStream out = socket.getOutputStream();
      byte[] buffer = new byte[32 * 1024];
      int count = in.read(buffer);
      while (count >= 0 && !over) {
        upload.request();
        int body = matched == HEAD_END.length ? 0 : skipHead(buffer, count, out);
        decode(buffer, body, count);
        acknowledge(out);
        if (!over) {
          count = in.read(buffer);
        }
      }
      if (over) {
        out.write(END);
        out.flush();
      }
    }
  }

  private int skipHead(byte[] buffer, int count, OutputStream out) throws IOException {
    int at = 0;
    while (at < count && matched < HEAD_END.length) {
      byte next = buffer[at++];
      matched = next == HEAD_END[matched] ? matched + 1 : next == '\r' ? 1 : 0;
    }
    if (matched == HEAD_END.length) {
      out.write(HEAD);
      out.flush();
    }
    return at;
  }

  private void decode(byte[] buffer, int from, int to) {
    int at = from;
    while (at < to && !over) {
      if (inSize) {
        sizeByte(buffer[at++]);
        continue;
      }
      int count = (int) Math.min(chunkLeft, to - at);
      upload.media();
      scanner.feed(buffer, at, at + count);
      at += count;
      chunkLeft -= count;
      inSize = chunkLeft == 0;
    }
  }

  /** A size line, and the line end that belongs to the chunk before it. */
  private void sizeByte(byte next) {
    if (next == '\r') {
      return;
    }
    if (next != '\n') {
      chunkLeft = chunkLeft * 16 + Character.digit(next, 16);
      sizeSeen = true;
      return;
    }
    if (sizeSeen) {
      sizeSeen = false;
      inSize = chunkLeft == 0;
      over = chunkLeft == 0;
    }
  }

  @Override
  public void cluster(long timecode) {
    if (open >= 0) {
      acknowledgement("RECEIVED");
      acknowledgement("PERSISTED");
      upload.fragmentStored();
    }
    open = timecode;
    fragment++;
    acknowledgement("BUFFERING");
  }

  @Override
  public void block(ByteBuffer head, int position) {
    if (FrameStamp.isOf(latencies.run(), head, position)) {
      latencies.add(System.nanoTime() - FrameStamp.putAt(head, position));
    }
    upload.frame(head, position);
  }

  private void acknowledgement(String type) {
    String json =
        "{\"EventType\":\""
            + type
            + "\",\"FragmentTimecode\":"
            + open
            + ",\"FragmentNumber\":\""
            + fragment
            + "\"}";
    acknowledgements.add(Integer.toHexString(json.length()) + "\r\n" + json + "\r\n");
  }

  /**
   * Each in a record of its own: the vendor's client loses all but one of what it reads at once.
   */
  private void acknowledge(OutputStream out) throws IOException {
    for (String chunk : acknowledgements) {
      out.write(chunk.getBytes(StandardCharsets.US_ASCII));
      out.flush();
    }
    acknowledgements.clear();
  }
}
