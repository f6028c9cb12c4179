package io.github.kvssecure.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.services.kinesisvideo.KinesisVideoClient;
import software.amazon.awssdk.services.kinesisvideo.model.KinesisVideoException;

/** Who may talk to the stand-in: signatures, sessions, and what a refusal looks like. */
final class SignatureTest {
  private final AdjustableClock clock = new AdjustableClock();
  private LocalKvs kvs;
  private SessionKeys camera;

  @BeforeEach
  void start() {
    kvs = LocalKvs.builder().clock(clock).start();
    kvs.streams().create("cam");
    camera = kvs.identities().roleSession(LocalIdentities.CAMERA);
  }

  @AfterEach
  void stop() {
    kvs.close();
  }

  @Test
  void rightSignatureIsAccepted() {
    try (KinesisVideoClient client = new SdkClients(kvs).streams(camera)) {
      assertThat(client.describeStream(r -> r.streamName("cam")).streamInfo().streamName())
          .isEqualTo("cam");
    }
    assertThat(kvs.calls())
        .singleElement()
        .satisfies(c -> assertThat(c.operation()).isEqualTo("DescribeStream"))
        .satisfies(c -> assertThat(c.status()).isEqualTo(200))
        .satisfies(c -> assertThat(c.accessKeyId()).isEqualTo(camera.accessKeyId()));
  }

  @Test
  void wrongSecretIsAnInvalidSignature() {
    AwsCredentials wrong =
        AwsSessionCredentials.create(camera.accessKeyId(), "wrong", camera.sessionToken());
    assertRefused(wrong, "InvalidSignatureException");
  }

  @Test
  void unknownKeyIsUnrecognised() {
    kvs.identities().revoke(camera.accessKeyId());
    assertRefused(SdkClients.session(camera), "UnrecognizedClientException");
  }

  @Test
  void wrongTokenIsUnrecognised() {
    String token = kvs.identities().roleSession(LocalIdentities.CAMERA).sessionToken();
    AwsCredentials wrong =
        AwsSessionCredentials.create(camera.accessKeyId(), camera.secretAccessKey(), token);
    assertRefused(wrong, "UnrecognizedClientException");
  }

  @Test
  void expiredSessionIsRefusedInTheWordsOfTheService() {
    SessionKeys expired =
        kvs.identities().roleSession(LocalIdentities.CAMERA, Duration.ofSeconds(-1));
    assertThat(assertRefused(SdkClients.session(expired), "ExpiredTokenException"))
        .isEqualTo("The security token included in the request is expired");
  }

  /**
   * By upload, because the SDK's clients correct their clock for the whole JVM when they are told
   * that it is off.
   */
  @Test
  void clockMoreThanFiveMinutesOffIsRefused() throws Exception {
    clock.shift(Duration.ofSeconds(310));
    assertUploadRefused(signedUpload(), "- 5 min.");
    clock.shift(Duration.ofSeconds(-310));
    assertUploadRefused(signedUpload(), "Signature not yet current");
    clock.shift(Duration.ofSeconds(290));
    try (UploadClient upload = UploadClient.sendHead(kvs, signedUpload())) {
      assertThat(upload.status()).isEqualTo(200);
    }
  }

  @Test
  void uploadWithAnUnsignedMediaHeaderIsRefused() throws Exception {
    Map<String, List<String>> head = signedUpload();
    head.put("x-amzn-fragment-acknowledgment-required", List.of("1"));
    assertUploadRefused(head, "must be a signed header");
  }

  @Test
  void uploadWithAChangedHeaderIsRefused() throws Exception {
    Map<String, List<String>> head = signedUpload();
    head.put("x-amzn-stream-name", List.of("other"));
    assertUploadRefused(head, "does not match");
  }

  @Test
  void uploadSignedOverAnotherPayloadIsRefused() throws Exception {
    Map<String, List<String>> head = signedUpload();
    head.put("x-amz-content-sha256", List.of("STREAMING-AWS4-HMAC-SHA256-PAYLOAD"));
    assertUploadRefused(head, "does not match");
  }

  @Test
  void uploadSignedForAnotherRegionIsRefused() throws Exception {
    Map<String, List<String>> head =
        new LinkedHashMap<>(
            UploadClient.sign(
                kvs.endpoint().resolve("/putMedia"),
                "eu-west-1",
                SdkClients.session(camera),
                UploadClient.absolute("cam")));
    assertUploadRefused(head, "scoped to a valid region");
  }

  @Test
  void uploadToTheNameOfAnotherRegionIsRefused() throws Exception {
    Map<String, List<String>> head =
        new LinkedHashMap<>(
            UploadClient.sign(
                URI.create("https://s-0123abcd.kinesisvideo.eu-west-1.amazonaws.com/putMedia"),
                kvs.region(),
                SdkClients.session(camera),
                UploadClient.absolute("cam")));
    assertUploadRefused(head, "scoped to a valid region");
  }

  @Test
  void uploadWithoutAuthorizationIsRefused() throws Exception {
    Map<String, List<String>> head = signedUpload();
    head.remove("Authorization");
    assertUploadRefused(head, "Missing Authentication Token");
  }

  @Test
  void secretsAreInNoText() {
    assertThat(camera.toString()).doesNotContain(camera.secretAccessKey(), camera.sessionToken());
    StaticKeys user = kvs.identities().user("alice");
    assertThat(user.toString()).doesNotContain(user.secretAccessKey());
    assertThat(user.accessKeyId()).startsWith("AKIA");
    assertThat(camera.accessKeyId()).startsWith("ASIA");
  }

  private Map<String, List<String>> signedUpload() {
    return new LinkedHashMap<>(
        UploadClient.sign(
            kvs.endpoint().resolve("/putMedia"),
            kvs.region(),
            SdkClients.session(camera),
            UploadClient.absolute("cam")));
  }

  private void assertUploadRefused(Map<String, List<String>> head, String words) throws Exception {
    try (UploadClient upload = UploadClient.sendHead(kvs, head)) {
      assertThat(upload.status()).isEqualTo(403);
      assertThat(upload.body()).contains(words);
    }
  }

  private String assertRefused(AwsCredentials credentials, String type) {
    try (KinesisVideoClient client = new SdkClients(kvs).streams(credentials)) {
      String[] message = new String[1];
      assertThatExceptionOfType(KinesisVideoException.class)
          .isThrownBy(() -> client.describeStream(r -> r.streamName("cam")))
          .satisfies(e -> assertThat(e.statusCode()).isEqualTo(403))
          .satisfies(e -> assertThat(e.awsErrorDetails().errorCode()).isEqualTo(type))
          .satisfies(e -> message[0] = e.awsErrorDetails().errorMessage());
      return message[0];
    }
  }
}
