package io.github.kvssecure.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kinesisvideo.KinesisVideoClient;
import software.amazon.awssdk.services.kinesisvideo.model.KinesisVideoException;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.AssumeRoleWithWebIdentityRequest;
import software.amazon.awssdk.services.sts.model.AssumeRoleWithWebIdentityResponse;
import software.amazon.awssdk.services.sts.model.Credentials;
import software.amazon.awssdk.services.sts.model.StsException;

/** AssumeRoleWithWebIdentity as a pod of EKS calls it: without a signature. */
final class WebIdentityTest {

  private static final String TOKEN = "token-of-the-pod";

  private static LocalKvs kvs;
  private static SdkClients clients;
  private static StsClient sts;

  @BeforeAll
  static void start() {
    kvs = LocalKvs.start();
    clients = new SdkClients(kvs);
    kvs.streams().create("cam1");
    kvs.streams().create("cam10");
    kvs.identities().webIdentity(TOKEN, LocalIdentities.CAMERA);
    sts =
        StsClient.builder()
            .endpointOverride(kvs.endpoint())
            .region(Region.of(kvs.region()))
            .credentialsProvider(AnonymousCredentialsProvider.create())
            .overrideConfiguration(o -> o.retryStrategy(r -> r.maxAttempts(1)))
            .httpClient(
                UrlConnectionHttpClient.builder()
                    .tlsTrustManagersProvider(() -> SdkClients.trustManagers(kvs.caCertificate()))
                    .build())
            .build();
  }

  @AfterAll
  static void stop() {
    sts.close();
    kvs.close();
  }

  private static AssumeRoleWithWebIdentityResponse assume(
      Consumer<AssumeRoleWithWebIdentityRequest.Builder> more) {
    return sts.assumeRoleWithWebIdentity(
        request -> {
          request
              .roleArn(kvs.identities().roleArn(LocalIdentities.CAMERA))
              .roleSessionName("pod-7")
              .webIdentityToken(TOKEN);
          more.accept(request);
        });
  }

  private static SessionKeys keys(Credentials credentials) {
    return new SessionKeys(
        credentials.accessKeyId(),
        credentials.secretAccessKey(),
        credentials.sessionToken(),
        credentials.expiration());
  }

  @Test
  void tokenBuysASessionOfItsRole() {
    Instant before = Instant.now();
    AssumeRoleWithWebIdentityResponse answer = assume(request -> request.durationSeconds(900));

    assertThat(answer.credentials().accessKeyId()).startsWith("ASIA");
    assertThat(answer.credentials().expiration())
        .isBetween(before.plusSeconds(899), Instant.now().plusSeconds(901));
    assertThat(answer.packedPolicySize()).isNull();
    try (StsClient session = clients.sts(SdkClients.session(keys(answer.credentials())))) {
      assertThat(session.getCallerIdentity().arn())
          .isEqualTo(answer.assumedRoleUser().arn())
          .endsWith(":assumed-role/camera/pod-7");
    }
  }

  @Test
  void sessionIsLimitedByItsSessionPolicyOnEveryLaterCall() {
    String policy =
        """
        {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"kinesisvideo:DescribeStream",
         "Resource":"arn:aws:kinesisvideo:eu-central-1:123456789012:stream/cam1/*"}]}""";
    AssumeRoleWithWebIdentityResponse answer = assume(request -> request.policy(policy));

    assertThat(answer.packedPolicySize()).isPositive();
    try (KinesisVideoClient session = clients.streams(keys(answer.credentials()))) {
      assertThat(session.describeStream(r -> r.streamName("cam1")).streamInfo()).isNotNull();
      assertThatExceptionOfType(KinesisVideoException.class)
          .isThrownBy(() -> session.describeStream(r -> r.streamName("cam10")))
          .satisfies(e -> assertThat(e.statusCode()).isEqualTo(403));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "another-token, camera, 3600, InvalidIdentityToken",
    "token-of-the-pod, administrator, 3600, InvalidIdentityToken",
    "token-of-the-pod, no-such-role, 3600, InvalidIdentityToken",
    "token-of-the-pod, camera, 899, ValidationError",
    "token-of-the-pod, camera, 43201, ValidationError",
  })
  void requestsThatTheServiceRefuses(String token, String role, int seconds, String code) {
    assertThatExceptionOfType(StsException.class)
        .isThrownBy(
            () ->
                assume(
                    request ->
                        request
                            .webIdentityToken(token)
                            .roleArn(kvs.identities().roleArn(role))
                            .durationSeconds(seconds)))
        .satisfies(e -> assertThat(e.statusCode()).isEqualTo(400))
        .satisfies(e -> assertThat(e.awsErrorDetails().errorCode()).isEqualTo(code));
  }

  @Test
  void armedFaultHappensThoughNothingIsSigned() {
    kvs.arm(Fault.HTTP_503, "AssumeRoleWithWebIdentity", 1);

    assertThatExceptionOfType(StsException.class)
        .isThrownBy(() -> assume(request -> {}))
        .satisfies(e -> assertThat(e.statusCode()).isEqualTo(503));
    assertThat(assume(request -> {}).credentials()).isNotNull();
    assertThat(kvs.happened()).containsEntry("HTTP_503", 1L);
  }

  @Test
  void roleIsHeldToItsOwnMaximum() {
    String role =
        kvs.identities()
            .role("short", LocalIdentities.policy("kinesisvideo:*"), Duration.ofHours(1));
    kvs.identities().webIdentity("token-of-the-short-role", "short");

    assertThatExceptionOfType(StsException.class)
        .isThrownBy(
            () ->
                assume(
                    request ->
                        request
                            .webIdentityToken("token-of-the-short-role")
                            .roleArn(role)
                            .durationSeconds(3601)))
        .withMessageContaining("MaxSessionDuration");
  }
}
