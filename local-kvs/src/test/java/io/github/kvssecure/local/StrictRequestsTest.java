package io.github.kvssecure.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Requests that the SDK's clients cannot even make, and what stands in every answer. */
final class StrictRequestsTest {
  private static LocalKvs kvs;
  private static RawCall administrator;

  @BeforeAll
  static void start() {
    kvs = LocalKvs.start();
    administrator = new RawCall(kvs, kvs.identities().roleSession(LocalIdentities.ADMINISTRATOR));
    kvs.streams().create("cam");
  }

  @AfterAll
  static void stop() {
    kvs.close();
  }

  @Test
  void streamIsDeletedByItsArnOnly() throws Exception {
    HttpResponse<String> byName = administrator.post("/deleteStream", "{\"StreamName\":\"cam\"}");
    assertThat(byName.statusCode()).isEqualTo(400);
    assertThat(RawCall.errorType(byName)).isEqualTo("InvalidArgumentException");
    assertThat(kvs.streams().exists("cam")).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/createStream | {\"StreamName\":\"a\",\"Tags\":[\"k\",\"v\"]} | SerializationException",
        "/createStream | {\"StreamName\":\"a\",\"Tags\":{\"k\":1}} | SerializationException",
        "/createStream | {\"StreamName\":\"a\",\"Tags\":{\"AWS:k\":\"v\"}} | InvalidArgumentException",
        "/createStream | {\"StreamName\":\"a\",\"StreamStorageConfiguration\":\"HOT\"} | SerializationException",
        "/createStream | {\"StreamName\":\"a\",\"StreamStorageConfiguration\":{\"DefaultStorageTier\":\"COLD\"}} | InvalidArgumentException",
        "/untagStream | {\"StreamName\":\"cam\",\"TagKeyList\":\"k\"} | SerializationException",
        "/untagStream | {\"StreamName\":\"cam\",\"TagKeyList\":[\"<>\"]} | InvalidArgumentException"
      })
  void memberOfAnotherShapeIsRefused(String path, String body, String type) throws Exception {
    HttpResponse<String> answer = administrator.post(path, body);
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(RawCall.errorType(answer)).isEqualTo(type);
    assertThat(kvs.streams().exists("a")).isFalse();
  }

  @Test
  void unknownOperationIsNamedBeforeAnythingElseIsLookedAt() throws Exception {
    RawCall camera = new RawCall(kvs, kvs.identities().roleSession(LocalIdentities.CAMERA));
    HttpResponse<String> answer = camera.post("/getStreamingEndpoint", "{}");
    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(RawCall.errorType(answer)).isEqualTo("UnknownOperationException");
  }

  @Test
  void moreThanFiftyTagKeysAreRefused() throws Exception {
    String keys =
        IntStream.range(0, 51).mapToObj(i -> "\"k" + i + "\"").collect(Collectors.joining(","));
    HttpResponse<String> answer =
        administrator.post(
            "/untagStream", "{\"StreamName\":\"cam\",\"TagKeyList\":[" + keys + "]}");
    assertThat(RawCall.errorType(answer)).isEqualTo("InvalidArgumentException");
  }

  @Test
  void storageTierOfTheServiceIsAccepted() throws Exception {
    HttpResponse<String> answer =
        administrator.post(
            "/createStream",
            "{\"StreamName\":\"warm\",\"StreamStorageConfiguration\":{\"DefaultStorageTier\":\"WARM\"}}");
    assertThat(answer.statusCode()).isEqualTo(200);
  }

  @Test
  void everyAnswerHasItsIdAndADateOfTwoDigits() throws Exception {
    Clock third = Clock.fixed(Instant.parse("2026-11-03T05:06:07Z"), ZoneOffset.UTC);
    try (LocalKvs dated = LocalKvs.builder().clock(third).start()) {
      HttpResponse<String> refusal =
          new RawCall(dated, dated.identities().roleSession(LocalIdentities.CAMERA))
              .post("/describeStream", "{}");
      assertThat(refusal.statusCode()).isEqualTo(403);
      assertThat(refusal.headers().allValues("Date"))
          .isEqualTo(List.of("Tue, 03 Nov 2026 05:06:07 GMT"));
      assertThat(refusal.headers().firstValue("x-amzn-RequestId")).isPresent();
    }
  }
}
