package io.github.kvssecure.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.kvssecure.local.media.MediaTimes;
import java.io.IOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.kinesisvideo.KinesisVideoClient;
import software.amazon.awssdk.services.kinesisvideo.model.KinesisVideoException;

/** Every fault as a client meets it. */
final class FaultTest {
  private static final long START = 1_730_800_000_000L;
  private static final String STREAM = "cam";

  private static LocalKvs kvs;
  private static SessionKeys camera;

  @BeforeAll
  static void start() {
    kvs = LocalKvs.start();
    camera = kvs.identities().roleSession(LocalIdentities.CAMERA);
  }

  @AfterAll
  static void stop() {
    kvs.close();
  }

  @BeforeEach
  void stream() {
    kvs.streams().create(STREAM);
  }

  @AfterEach
  void reset() {
    kvs.disarm();
    kvs.streams().delete(STREAM);
  }

  @ParameterizedTest
  @CsvSource({
    "HTTP_401, 401, NotAuthorizedException",
    "HTTP_403_EXPIRED, 403, ExpiredTokenException",
    "HTTP_403_DENIED, 403, AccessDeniedException",
    "HTTP_400, 400, InvalidArgumentException",
    "HTTP_500, 500, InternalFailure",
    "HTTP_429, 429, TooManyRequestsException",
    "HTTP_503, 503, ServiceUnavailable",
    "REDIRECT_302, 302, ''"
  })
  void armedStatusIsAnsweredOnceToAnUpload(Fault fault, int status, String type) throws Exception {
    kvs.arm(fault);
    try (UploadClient upload = open()) {
      assertThat(upload.status()).isEqualTo(status);
      assertThat(upload.header("x-amzn-errortype")).isEqualTo(type);
    }
    assertThat(completeUpload()).containsExactly("BUFFERING", "RECEIVED", "PERSISTED");
  }

  @Test
  void armedStatusHitsTheNamedOperationOnly() throws Exception {
    kvs.arm(Fault.HTTP_503, "DescribeStream", 2);
    assertThat(completeUpload()).isNotEmpty();
    try (KinesisVideoClient client = new SdkClients(kvs).streams(camera)) {
      for (int i = 0; i < 2; i++) {
        assertThatExceptionOfType(KinesisVideoException.class)
            .isThrownBy(() -> client.describeStream(r -> r.streamName(STREAM)))
            .satisfies(e -> assertThat(e.statusCode()).isEqualTo(503));
      }
      assertThat(client.describeStream(r -> r.streamName(STREAM)).streamInfo()).isNotNull();
    }
  }

  @Test
  void mediaFaultOnAnotherOperationIsAProgrammingError() {
    assertThatThrownBy(() -> kvs.arm(Fault.NO_ACKS, "DescribeStream", 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("NO_ACKS");
  }

  @Test
  void armedErrorTypeIsAnswered() throws Exception {
    kvs.arm(FaultPlan.of(Fault.HTTP_400).errorType("InvalidEndpointException"));
    try (UploadClient upload = open()) {
      assertThat(upload.header("x-amzn-errortype")).isEqualTo("InvalidEndpointException");
    }
  }

  @Test
  void earlyRefusalArrivesWhileTheBodyIsInFlight() throws Exception {
    kvs.arm(FaultPlan.of(Fault.EARLY_RESPONSE_BODY_NON_200).afterBytes(100));
    try (UploadClient upload = open()) {
      upload.send(TestMedia.header());
      assertThat(upload.status()).isEqualTo(403);
      assertThat(upload.body()).contains("Armed refusal");
    }
  }

  @Test
  void errorAcknowledgementEndsTheUpload() throws Exception {
    kvs.arm(FaultPlan.of(Fault.ACK_ERROR).ackError(5000));
    assertThat(completeUpload()).containsExactly("BUFFERING", "ERROR 5000");
    assertThat(kvs.streams().fragments(STREAM)).isEmpty();
    assertThat(kvs.streams().uploads(STREAM).get(0).end()).contains("INTERNAL_ERROR");
  }

  @Test
  void droppedConnectionIsAReset() throws Exception {
    kvs.arm(Fault.DROP_CONNECTION_MID_FRAGMENT);
    try (UploadClient upload = open()) {
      upload.send(TestMedia.header()).send(TestMedia.fragment(START));
      assertThatThrownBy(upload::events)
          .isInstanceOfAny(SocketException.class, SSLException.class)
          .hasMessageContaining("reset");
    }
    assertThat(completeUpload()).hasSize(3);
  }

  @Test
  void truncationShowsAsMissingCloseNotify() throws Exception {
    kvs.arm(Fault.TRUNCATE_WITHOUT_CLOSE_NOTIFY);
    try (UploadClient upload = open()) {
      upload.send(TestMedia.header()).send(TestMedia.fragment(START));
      assertThatThrownBy(upload::events).isInstanceOf(IOException.class);
    }
    assertThat(kvs.streams().uploads(STREAM).get(0).end())
        .contains("armed TRUNCATE_WITHOUT_CLOSE_NOTIFY");
  }

  @Test
  void stalledUploadStaysSilentAndFreesItsPlace() throws Exception {
    kvs.arm(Fault.STALL);
    try (UploadClient upload = open()) {
      upload.send(TestMedia.header()).send(TestMedia.fragment(START));
      assertThat(upload.ack().get("EventType").asText()).isEqualTo("BUFFERING");
      upload.timeout(Duration.ofMillis(400));
      assertThatThrownBy(upload::ackLine).isInstanceOf(SocketTimeoutException.class);
    }
    assertThat(completeUpload()).hasSize(3);
  }

  @Test
  void acknowledgementsCanBeAbsent() throws Exception {
    kvs.arm(Fault.NO_ACKS);
    assertThat(completeUpload()).isEmpty();
    assertThat(kvs.streams().persisted(STREAM)).hasSize(1);
  }

  @Test
  void acknowledgementsCanBeLate() throws Exception {
    kvs.arm(FaultPlan.of(Fault.DELAY_ACKS).delay(Duration.ofMillis(300)));
    long began = System.nanoTime();
    assertThat(completeUpload()).containsExactly("BUFFERING", "RECEIVED", "PERSISTED");
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThan(Duration.ofMillis(300));
  }

  @Test
  void everySecondAcknowledgementCanBeLost() throws Exception {
    kvs.arm(Fault.LOSE_ACKS);
    assertThat(completeUpload()).containsExactly("RECEIVED");
    assertThat(kvs.streams().persisted(STREAM)).hasSize(1);
  }

  @Test
  void readingCanBeSlow() throws Exception {
    kvs.arm(FaultPlan.of(Fault.SLOW_READ).delay(Duration.ofMillis(300)));
    long begun = System.nanoTime();
    assertThat(completeUpload()).containsExactly("BUFFERING", "RECEIVED", "PERSISTED");
    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThan(Duration.ofMillis(299));
  }

  @Test
  void acknowledgementsCanComeTwice() throws Exception {
    kvs.arm(Fault.DUPLICATE_ACKS);
    assertThat(completeUpload())
        .containsExactly(
            "BUFFERING", "BUFFERING", "RECEIVED", "RECEIVED", "PERSISTED", "PERSISTED");
  }

  @Test
  void firstLineCanBeOversized() throws Exception {
    kvs.arm(Fault.OVERSIZED_ACK_LINE);
    try (UploadClient upload = open()) {
      upload.send(TestMedia.header()).send(TestMedia.fragment(START));
      assertThat(upload.ackLine()).hasSizeGreaterThan(64 * 1024);
      assertThat(upload.ack().get("EventType").asText()).isEqualTo("RECEIVED");
    }
  }

  @Test
  void firstLineCanBeGarbage() throws Exception {
    kvs.arm(Fault.GARBAGE_ACK);
    try (UploadClient upload = open()) {
      upload.send(TestMedia.header()).send(TestMedia.fragment(START));
      assertThatThrownBy(upload::ack)
          .isInstanceOf(com.fasterxml.jackson.core.JsonProcessingException.class);
    }
  }

  @Test
  void quietUploadIsToldIdleAndThenClosed() throws Exception {
    MediaTimes quiet = MediaTimes.real().withIdle(Duration.ofMillis(200), Duration.ofMillis(1500));
    try (LocalKvs other = LocalKvs.builder().mediaTimes(quiet).start()) {
      other.streams().create(STREAM);
      SessionKeys keys = other.identities().roleSession(LocalIdentities.CAMERA);
      try (UploadClient upload = UploadClient.open(other, keys, UploadClient.absolute(STREAM))) {
        upload.send(TestMedia.header());
        assertThat(upload.events()).isNotEmpty().containsOnly("IDLE");
        assertThat(upload.readEnd()).isEqualTo(-1);
      }
      assertThat(other.streams().uploads(STREAM).get(0).end().orElseThrow()).startsWith("idle");
    }
  }

  @Test
  void oldConnectionEndsWith4003() throws Exception {
    MediaTimes short4003 = MediaTimes.real().withConnectionLife(Duration.ofMillis(300));
    try (LocalKvs other = LocalKvs.builder().mediaTimes(short4003).start()) {
      other.streams().create(STREAM);
      SessionKeys keys = other.identities().roleSession(LocalIdentities.CAMERA);
      try (UploadClient upload = UploadClient.open(other, keys, UploadClient.absolute(STREAM))) {
        upload.send(TestMedia.header());
        assertThat(upload.events()).containsExactly("ERROR 4003");
      }
    }
  }

  @Test
  void oldConnectionsWithLateAcknowledgements_endAllTheSame() throws Exception {
    MediaTimes times = MediaTimes.real().withConnectionLife(Duration.ofMillis(600));
    List<String> names = List.of("cam-1", "cam-2", "cam-3");
    try (LocalKvs other = LocalKvs.builder().mediaTimes(times).start()) {
      SessionKeys keys = other.identities().roleSession(LocalIdentities.CAMERA);
      other.arm(FaultPlan.of(Fault.DELAY_ACKS).delay(Duration.ofHours(1)).times(names.size()));
      List<UploadClient> uploads = new ArrayList<>();
      try {
        for (String name : names) {
          other.streams().create(name);
          UploadClient upload = UploadClient.open(other, keys, UploadClient.absolute(name));
          uploads.add(upload.send(TestMedia.header()).send(TestMedia.fragment(START)));
        }
        for (UploadClient upload : uploads) {
          assertThat(upload.events()).contains("BUFFERING").endsWith("ERROR 4003");
          assertThat(upload.readEnd()).isEqualTo(-1);
        }
      } finally {
        for (UploadClient upload : uploads) {
          upload.close();
        }
      }
    }
  }

  private static UploadClient open() throws IOException {
    return UploadClient.open(kvs, camera, UploadClient.absolute(STREAM));
  }

  private static List<String> completeUpload() throws IOException {
    try (UploadClient upload = open()) {
      upload.send(TestMedia.header()).send(TestMedia.fragment(START)).finish();
      return upload.events();
    }
  }
}
