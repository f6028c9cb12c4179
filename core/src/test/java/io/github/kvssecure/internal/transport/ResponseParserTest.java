package io.github.kvssecure.internal.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResponseParserTest {

  private static final String CHUNKED = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";

  private static final class Recorded implements ResponseParser.Sink {
    final List<ResponseHead> heads = new ArrayList<>();
    final StringBuilder body = new StringBuilder();
    final ResponseParser parser = new ResponseParser(this);

    @Override
    public void head(ResponseHead head) {
      heads.add(head);
    }

    @Override
    public void body(ByteBuffer piece) {
      body.append(StandardCharsets.ISO_8859_1.decode(piece));
    }

    Recorded feed(String text, int pieceLength) throws MalformedResponseException {
      byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
      for (int at = 0; at < bytes.length; at += pieceLength) {
        parser.feed(ByteBuffer.wrap(bytes, at, Math.min(pieceLength, bytes.length - at)));
      }
      return this;
    }
  }

  private static Recorded parse(String text) throws MalformedResponseException {
    return new Recorded().feed(text, text.length());
  }

  @Test
  void chunkedBody_inAnyCut() throws Exception {
    String response = CHUNKED + "3;ext=1\r\nabc\r\n00A\r\n0123456789\r\n0\r\nTrailer: x\r\n\r\n";
    for (int piece = 1; piece <= response.length(); piece++) {
      Recorded recorded = new Recorded().feed(response, piece);
      assertThat(recorded.body).hasToString("abc0123456789");
      assertThat(recorded.parser.isEnded()).isTrue();
    }
  }

  @Test
  void countedBody_endsAtItsLength() throws Exception {
    Recorded recorded = parse("HTTP/1.1 403 Forbidden\r\ncontent-length: 3\r\n\r\nabc");
    assertThat(recorded.body).hasToString("abc");
    assertThat(recorded.parser.isEnded()).isTrue();
  }

  @Test
  void emptyBody_endsWithTheHead() throws Exception {
    assertThat(parse("HTTP/1.1 500 Oops\r\nContent-Length: 0\r\n\r\n").parser.isEnded()).isTrue();
    assertThat(parse("HTTP/1.1 204\r\n\r\n").parser.isEnded()).isTrue();
  }

  @Test
  void bodyUntilClose_endsWithTheConnection() throws Exception {
    Recorded recorded = parse("HTTP/1.1 200 OK\r\n\r\nabc");
    assertThat(recorded.parser.isEnded()).isFalse();
    assertThat(recorded.parser.closedByPeer()).isTrue();
    assertThat(recorded.body).hasToString("abc");
  }

  @Test
  void closeInsideAChunkedBody_isNoEnd() throws Exception {
    assertThat(parse(CHUNKED + "3\r\nabc\r\n").parser.closedByPeer()).isFalse();
    assertThat(parse(CHUNKED + "0\r\n").parser.closedByPeer()).isFalse();
  }

  @Test
  void interimResponse_isSkipped() throws Exception {
    Recorded recorded = parse("HTTP/1.1 100 Continue\r\nX: 1\r\n\r\n" + CHUNKED);
    assertThat(recorded.heads).hasSize(1).first().extracting(ResponseHead::status).isEqualTo(200);
    assertThat(recorded.heads.get(0).all("x")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"x-amz-ErrorType", "x-amzn-ErrorType", "X-AMZN-ERRORTYPE"})
  void errorType_inEitherSpelling(String name) throws Exception {
    String head = "HTTP/1.1 400 Bad\r\n" + name + ": %s\r\nx-amz-RequestId: r-7\r\n\r\n";
    for (String value :
        List.of(
            "ClientLimitExceededException",
            "com.amazonaws.kvs#ClientLimitExceededException",
            "ClientLimitExceededException:http://internal.amazon.com/coral/a#b",
            "com.amazonaws.kvs#ClientLimitExceededException:http://x/")) {
      ResponseHead parsed = parse(head.formatted(value)).heads.get(0);
      assertThat(parsed.errorType()).contains("ClientLimitExceededException");
      assertThat(parsed.requestId()).contains("r-7");
    }
  }

  @Test
  void errorTypeThatIsNoName_isLeftOut() throws Exception {
    ResponseHead head =
        parse("HTTP/1.1 400 Bad\r\nx-amzn-ErrorType: <b>hm</b>\r\n\r\n").heads.get(0);
    assertThat(head.errorType()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SSH-2.0-OpenSSH\r\n",
        "HTTP/2 200 OK\r\n",
        "HTTP/1.1 2000 OK\r\n",
        "HTTP/1.1 20 OK\r\n",
        "HTTP/1.1 600 OK\r\n",
        "HTTP/1.1  200 OK\r\n",
        "HTTP/1.1 200 OK\n",
        "HTTP/1.1 200 OK\rX",
        "HTTP/1.1 200 \u0000\r\n",
        "HTTP/1.1 101 Switching\r\n\r\n",
        "HTTP/1.1 200 OK\r\n: x\r\n",
        "HTTP/1.1 200 OK\r\nno colon\r\n",
        "HTTP/1.1 200 OK\r\nName : x\r\n",
        "HTTP/1.1 200 OK\r\nA: b\r\n folded\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 1\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nab",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0x3\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n-1\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n123456789\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nab\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nmore"
      })
  void whatHttpDoesNotAllow_isRefused(String response) {
    assertThatThrownBy(() -> parse(response)).isInstanceOf(MalformedResponseException.class);
  }

  @Test
  void bounds_areKept() throws Exception {
    assertThat(parse("HTTP/1.1 200 OK\r\nA: " + "b".repeat(8189) + "\r\n\r\n").heads).hasSize(1);
    assertRefused("HTTP/1.1 200 OK\r\nA: " + "b".repeat(8190));
    assertRefused("HTTP/1.1 200 OK\r\n" + "A: b\r\n".repeat(101));
    assertRefused("HTTP/1.1 200 OK\r\n" + ("A: " + "b".repeat(8000) + "\r\n").repeat(9));
    assertRefused("HTTP/1.1 100 Continue\r\n\r\n".repeat(6));
    assertRefused(CHUNKED + "1;" + "x".repeat(1023));
    assertRefused(CHUNKED + "0\r\n" + "A: b\r\n".repeat(21));
  }

  @Test
  void randomChanges_areReadOrRefusedButNeverAnythingElse() {
    String valid = CHUNKED + "3\r\nabc\r\n0\r\n\r\n";
    Random random = new Random(7);
    int refused = 0;
    for (int run = 0; run < 50_000; run++) {
      StringBuilder text = new StringBuilder(valid);
      for (int changes = 1 + random.nextInt(3); changes > 0; changes--) {
        text.setCharAt(random.nextInt(text.length()), (char) random.nextInt(256));
      }
      try {
        assertThat(parse(text.toString()).body.length()).isLessThan(valid.length());
      } catch (MalformedResponseException e) {
        refused++;
      }
    }
    assertThat(refused).isBetween(1, 49_999);
  }

  private static void assertRefused(String response) {
    assertThatThrownBy(() -> parse(response)).isInstanceOf(MalformedResponseException.class);
  }
}
