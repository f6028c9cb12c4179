package io.github.kvssecure.internal.transport;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Parses one HTTP/1.1 response as it arrives, however it is cut into pieces. Not thread-safe. It
 * keeps at most one line and the bounded headers; the body is passed on and not kept. It is strict,
 * because a lenient parser behind a lenient proxy is how responses get smuggled (RFC 9112, 11).
 */
final class ResponseParser {

  /** The longest header line, in bytes. */
  static final int MAX_LINE_BYTES = 8 * 1024;

  /** The longest head, in bytes. */
  static final int MAX_HEAD_BYTES = 64 * 1024;

  /** The most header fields. */
  static final int MAX_HEADERS = 100;

  /** The most interim (1xx) responses before the final one. */
  static final int MAX_INTERIM_RESPONSES = 5;

  /** Told of the parts of a response. */
  interface Sink {
    /** The head of the final response is here. */
    void head(ResponseHead head) throws MalformedResponseException;

    /** A piece of the body; the buffer is borrowed until return. */
    void body(ByteBuffer piece) throws MalformedResponseException;
  }

  private enum State {
    STATUS_LINE,
    HEADER_LINE,
    CHUNKED_BODY,
    COUNTED_BODY,
    BODY_UNTIL_CLOSE,
    ENDED
  }

  private final Sink sink;
  private final LineReader line = new LineReader(MAX_LINE_BYTES);
  private final ChunkedDecoder chunks = new ChunkedDecoder();
  private final Map<String, List<String>> headers = new LinkedHashMap<>();
  private State state = State.STATUS_LINE;
  private int status;
  private int headBytes;
  private int headerCount;
  private int interimResponses;
  private long bodyBytesLeft;

  /**
   * A parser at the start of a response.
   *
   * @param sink told of the parts
   */
  ResponseParser(Sink sink) {
    this.sink = sink;
  }

  /** Whether the response is over in order; bytes after that are refused. */
  boolean isEnded() {
    return state == State.ENDED;
  }

  /**
   * Takes the next bytes.
   *
   * @param bytes consumed whole
   * @throws MalformedResponseException if they are not what HTTP/1.1 allows
   */
  void feed(ByteBuffer bytes) throws MalformedResponseException {
    while (bytes.hasRemaining()) {
      switch (state) {
        case STATUS_LINE, HEADER_LINE -> readHead(bytes);
        case CHUNKED_BODY -> {
          if (chunks.decode(bytes, sink)) {
            state = State.ENDED;
          }
        }
        case COUNTED_BODY -> readCounted(bytes);
        case BODY_UNTIL_CLOSE -> ChunkedDecoder.passOn(bytes, bytes.remaining(), sink);
        case ENDED ->
            throw new MalformedResponseException("there are bytes after the end of the response");
      }
    }
  }

  /**
   * Says that the peer closed the connection in order.
   *
   * @return whether the response is over in order
   */
  boolean closedByPeer() {
    if (state == State.BODY_UNTIL_CLOSE) {
      state = State.ENDED;
    }
    return isEnded();
  }

  private void readHead(ByteBuffer bytes) throws MalformedResponseException {
    int before = bytes.position();
    boolean complete = line.read(bytes);
    headBytes += bytes.position() - before;
    if (headBytes > MAX_HEAD_BYTES) {
      throw new MalformedResponseException(
          "the response head is longer than " + MAX_HEAD_BYTES + " bytes");
    }
    if (!complete) {
      return;
    }
    String text = line.take();
    if (state == State.STATUS_LINE) {
      status = StatusLine.status(text);
      state = State.HEADER_LINE;
    } else if (text.isEmpty()) {
      headComplete();
    } else {
      addHeader(text);
    }
  }

  private void addHeader(String text) throws MalformedResponseException {
    if (++headerCount > MAX_HEADERS) {
      throw new MalformedResponseException("there are more than " + MAX_HEADERS + " headers");
    }
    int colon = text.indexOf(':');
    if (colon < 1 || !text.substring(0, colon).chars().allMatch(StatusLine::isTokenCharacter)) {
      throw new MalformedResponseException("a header line has no name and colon");
    }
    headers
        .computeIfAbsent(text.substring(0, colon).toLowerCase(Locale.ROOT), n -> new ArrayList<>())
        .add(text.substring(colon + 1).strip());
  }

  private void headComplete() throws MalformedResponseException {
    if (status < 200) {
      if (status == 101 || ++interimResponses > MAX_INTERIM_RESPONSES) {
        throw new MalformedResponseException("interim responses that were not asked for");
      }
      state = State.STATUS_LINE;
      headers.clear();
      headerCount = 0;
      return;
    }
    ResponseHead head = new ResponseHead(status, headers);
    state = framing(head);
    sink.head(head);
  }

  /** RFC 9112, 6.3, without its lenient branches. */
  private State framing(ResponseHead head) throws MalformedResponseException {
    List<String> transferEncoding = head.all("transfer-encoding");
    List<String> contentLength = head.all("content-length");
    if (!transferEncoding.isEmpty()) {
      if (!contentLength.isEmpty()
          || transferEncoding.size() > 1
          || !transferEncoding.get(0).equalsIgnoreCase("chunked")) {
        throw new MalformedResponseException(
            "the transfer encoding must be chunked, once, and without a content length");
      }
      return State.CHUNKED_BODY;
    }
    if (status == 204 || status == 304) {
      return State.ENDED;
    }
    if (contentLength.isEmpty()) {
      return State.BODY_UNTIL_CLOSE;
    }
    if (contentLength.size() > 1 || !contentLength.get(0).matches("[0-9]{1,18}")) {
      throw new MalformedResponseException("the content length must be one number");
    }
    bodyBytesLeft = Long.parseLong(contentLength.get(0));
    return bodyBytesLeft == 0 ? State.ENDED : State.COUNTED_BODY;
  }

  private void readCounted(ByteBuffer bytes) throws MalformedResponseException {
    int length = (int) Math.min(bodyBytesLeft, bytes.remaining());
    ChunkedDecoder.passOn(bytes, length, sink);
    bodyBytesLeft -= length;
    if (bodyBytesLeft == 0) {
      state = State.ENDED;
    }
  }
}
