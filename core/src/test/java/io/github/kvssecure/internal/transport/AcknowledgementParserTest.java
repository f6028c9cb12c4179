package io.github.kvssecure.internal.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.kvssecure.media.Acknowledgement;
import io.github.kvssecure.media.AcknowledgementError;
import io.github.kvssecure.media.FragmentNumber;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AcknowledgementParserTest {

  private static final String NUMBER = "91343852333181432392682062607743920145264150987";

  @Test
  void everyTypeIsRead() throws Exception {
    assertThat(
            parse(
                "{\"EventType\":\"BUFFERING\",\"FragmentTimecode\":1597730826769,\"FragmentNumber\":\""
                    + NUMBER
                    + "\"}\n"
                    + "{\"EventType\":\"RECEIVED\",\"FragmentTimecode\":2,\"FragmentNumber\":\"1\"}\r\n"
                    + "{\"EventType\":\"PERSISTED\",\"FragmentTimecode\":3,\"FragmentNumber\":\"1\"}\n"
                    + "{\"EventType\":\"IDLE\"}\n"))
        .containsExactly(
            of(Acknowledgement.Type.BUFFERING, 1597730826769L, NUMBER),
            of(Acknowledgement.Type.RECEIVED, 2, "1"),
            of(Acknowledgement.Type.PERSISTED, 3, "1"),
            new Acknowledgement(
                Acknowledgement.Type.IDLE,
                OptionalLong.empty(),
                Optional.empty(),
                Optional.empty()));
  }

  @Test
  void error_asTheWireSpellsIt() throws Exception {
    assertThat(
            parse(
                "{\"EventType\":\"ERROR\",\"FragmentTimecode\":0,\"FragmentNumber\":\"\","
                    + "\"ErrorCode\":\"KMS_KEY_DISABLED\",\"ErrorId\":4501}"))
        .containsExactly(
            new Acknowledgement(
                Acknowledgement.Type.ERROR,
                OptionalLong.of(0),
                Optional.empty(),
                Optional.of(new AcknowledgementError(4501, "KMS_KEY_DISABLED"))));
  }

  @Test
  void error_asTheGuideSpellsIt() throws Exception {
    assertThat(
            parse(
                "{\"AckEventType\" : \"error\", \"FragmentTimeCode\" : -1, \"FragmentNumber\" : null,"
                    + " \"ErrorId\" : \"4004\", \"ErrorCode\" : \"X\"}"))
        .containsExactly(
            new Acknowledgement(
                Acknowledgement.Type.ERROR,
                OptionalLong.empty(),
                Optional.empty(),
                Optional.of(new AcknowledgementError(4004, "X"))));
  }

  @Test
  void errorCode_cannotEndALineOfALog() throws Exception {
    assertThat(parse("{\"EventType\":\"ERROR\",\"ErrorId\":1,\"ErrorCode\":\"A\\nB\\u2028C\"}"))
        .first()
        .extracting(ack -> ack.error().orElseThrow().code())
        .isEqualTo("A?B?C");
  }

  @Test
  void errorWithoutIdOrCode_isStillAnError() throws Exception {
    assertThat(parse("{\"EventType\":\"ERROR\"}"))
        .first()
        .extracting(ack -> ack.error().orElseThrow())
        .isEqualTo(new AcknowledgementError(0, "UNKNOWN"));
  }

  @Test
  void bareFragmentNumber_isKeptAsText() throws Exception {
    assertThat(
            parse(
                "{\"EventType\":\"RECEIVED\",\"FragmentTimecode\":2,\"FragmentNumber\":"
                    + NUMBER
                    + "}"))
        .containsExactly(of(Acknowledgement.Type.RECEIVED, 2, NUMBER));
  }

  @Test
  void negativeTimecode_isSigned() throws Exception {
    assertThat(parse("{\"EventType\":\"RECEIVED\",\"FragmentTimecode\":-2}"))
        .first()
        .extracting(Acknowledgement::fragmentTimecodeMillis)
        .isEqualTo(OptionalLong.of(-2));
  }

  @Test
  void objectsWithoutASeparator_areTwo() throws Exception {
    assertThat(parse("{\"EventType\":\"IDLE\"}{\"EventType\":\"IDLE\"}")).hasSize(2);
  }

  @Test
  void unknownKeysValuesAndTypes_areTolerated() throws Exception {
    assertThat(
            parse(
                "{\"EventType\":\"SHINY\"}{}{\"Other\":true}"
                    + "{\"EventType\":\"IDLE\",\"a\":1.5e3,\"b\":null,\"c\":\"{\\\"}[\",\"d\":false}"))
        .hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "x",
        "[]",
        "{\"EventType\":\"IDLE\",\"EventType\":\"IDLE\"}",
        "{\"EventType\":\"IDLE\",\"AckEventType\":\"IDLE\"}",
        "{\"EventType\":\"RECEIVED\",\"FragmentTimecode\":1,\"FragmentTimeCode\":1}",
        "{\"EventType\":\"IDLE\",\"a\":{}}",
        "{\"EventType\":\"IDLE\",\"a\":[]}",
        "{\"EventType\":\"IDLE\",}",
        "{\"EventType\":\"IDLE\" \"a\":1}",
        "{\"EventType\":IDLE}",
        "{\"EventType\"}",
        "{EventType:\"IDLE\"}",
        "{\"EventType\":\"ID\nLE\"}",
        "{\"EventType\":\"\\x\"}",
        "{\"EventType\":\"\\u12g4\"}",
        "{\"EventType\":\"RECEIVED\",\"FragmentTimecode\":01}",
        "{\"EventType\":\"RECEIVED\",\"FragmentTimecode\":1.5}",
        "{\"EventType\":\"RECEIVED\",\"FragmentTimecode\":9223372036854775808}",
        "{\"EventType\":\"RECEIVED\",\"FragmentNumber\":\"12x\"}",
        "{\"EventType\":\"RECEIVED\",\"FragmentNumber\":-1}",
        "{\"EventType\":\"ERROR\",\"ErrorId\":4294967296}",
        "{\"EventType\":\"ERROR\",\"ErrorId\":\"many\"}"
      })
  void whatIsNoAcknowledgement_isRefused(String body) {
    assertThatThrownBy(() -> parse(body)).isInstanceOf(MalformedResponseException.class);
  }

  @Test
  void invalidUtf8_isRefused() {
    byte[] body = "{\"EventType\":\"?\"}".getBytes(StandardCharsets.US_ASCII);
    body[14] = (byte) 0xc3;
    assertThatThrownBy(() -> parse(body, body.length))
        .isInstanceOf(MalformedResponseException.class);
  }

  @Test
  void longestObject_isReadAndOneByteMoreRefused() throws Exception {
    assertThat(parse(idleOfLength(1024))).hasSize(1);
    assertThatThrownBy(() -> parse(idleOfLength(1025)))
        .isInstanceOf(MalformedResponseException.class)
        .hasMessageContaining("1024");
  }

  @Test
  void endlessString_isRefusedAtTheBound() {
    assertThatThrownBy(() -> parse("{\"" + "a".repeat(5000)))
        .isInstanceOf(MalformedResponseException.class);
  }

  @Test
  void anyCut_givesTheSame() throws Exception {
    byte[] body =
        ("{\"EventType\":\"ERROR\",\"ErrorCode\":\"quote \\\" brace } \\\\\",\"ErrorId\":4000}"
                + "{\"EventType\":\"RECEIVED\",\"FragmentTimecode\":7,\"FragmentNumber\":\"8\","
                + "\"x\":\"\u00e4\"}\n{\"EventType\":\"IDLE\"}")
            .getBytes(StandardCharsets.UTF_8);
    List<Acknowledgement> whole = parse(body, body.length);
    assertThat(whole).hasSize(3);
    for (int piece = 1; piece < body.length; piece++) {
      assertThat(parse(body, piece)).isEqualTo(whole);
    }
  }

  @Test
  void randomBytes_areReadOrRefusedButNeverAnythingElse() {
    String alphabet = "{}[]\":,\\ntrue-019.eE \n\u00e4EventType\"IDLE\"{\"EventType\":\"ERROR\"}";
    Random random = new Random(20261123);
    int refused = 0;
    for (int run = 0; run < 50_000; run++) {
      StringBuilder text = new StringBuilder(run % 2 == 0 ? "{\"EventType\":\"IDLE\"" : "");
      for (int i = random.nextInt(40); i > 0; i--) {
        text.append(alphabet.charAt(random.nextInt(alphabet.length())));
      }
      try {
        assertThat(parse(text.toString())).hasSizeLessThan(40);
      } catch (MalformedResponseException e) {
        refused++;
      }
    }
    assertThat(refused).isBetween(1, 49_999);
  }

  private static String idleOfLength(int length) {
    String frame = "{\"EventType\":\"IDLE\",\"x\":\"\"}";
    return frame.replace("\"\"}", "\"" + "y".repeat(length - frame.length()) + "\"}");
  }

  private static Acknowledgement of(Acknowledgement.Type type, long timecode, String number) {
    return new Acknowledgement(
        type, OptionalLong.of(timecode), Optional.of(new FragmentNumber(number)), Optional.empty());
  }

  private static List<Acknowledgement> parse(String body) throws MalformedResponseException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    return parse(bytes, Math.max(1, bytes.length));
  }

  private static List<Acknowledgement> parse(byte[] body, int piece)
      throws MalformedResponseException {
    List<Acknowledgement> found = new ArrayList<>();
    AcknowledgementParser parser = new AcknowledgementParser(1024, found::add);
    for (int at = 0; at < body.length; at += piece) {
      parser.feed(ByteBuffer.wrap(body, at, Math.min(piece, body.length - at)));
    }
    return found;
  }
}
