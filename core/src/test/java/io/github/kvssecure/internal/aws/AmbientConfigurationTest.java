package io.github.kvssecure.internal.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.kvssecure.local.LocalIdentities;
import io.github.kvssecure.local.LocalKvs;
import io.github.kvssecure.local.RecordedCall;
import io.github.kvssecure.local.SessionKeys;
import io.github.kvssecure.spi.SessionCredentialsProvider;
import io.github.kvssecure.stream.KmsKeyId;
import io.github.kvssecure.stream.StreamName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.kinesisvideo.KinesisVideoClient;
import software.amazon.awssdk.services.kinesisvideo.model.DescribeStreamRequest;

/** What surrounds the process cannot redirect the clients, nor change who signs. */
class AmbientConfigurationTest {

  /** Nothing listens there: the port is reserved and never assigned. */
  private static final String ELSEWHERE = "https://localhost:1";

  private final LocalKvs kvs = LocalKvs.start();
  private final SessionKeys keys = kvs.identities().roleSession(LocalIdentities.ADMINISTRATOR);

  @AfterEach
  void stop() {
    kvs.close();
  }

  @Test
  void systemProperties_redirectAPlainClientButNotOurs() {
    try (SystemProperties ambient =
        new SystemProperties(
            Map.ofEntries(
                Map.entry("aws.endpointUrl", ELSEWHERE),
                Map.entry("aws.endpointUrlKinesisVideo", ELSEWHERE),
                Map.entry("aws.endpointUrlKms", ELSEWHERE),
                Map.entry("aws.endpointUrlSts", ELSEWHERE),
                Map.entry("aws.region", "us-east-1"),
                Map.entry("aws.useFipsEndpoint", "true"),
                Map.entry("aws.useDualstackEndpoint", "true"),
                Map.entry("aws.accessKeyId", "AKIASOMEBODYELSE0000"),
                Map.entry("aws.secretAccessKey", "of somebody else")))) {
      assertThat(ambient).isNotNull();
      callEverything();
    }
    try (SystemProperties ambient =
        new SystemProperties(
            Map.of("aws.endpointUrlKinesisVideo", ELSEWHERE, "aws.region", "us-east-1"))) {
      assertThat(ambient).isNotNull();
      assertPlainClientGoesElsewhere();
    }
  }

  @Test
  void profileFile_redirectsAPlainClientButNotOurs(@TempDir Path dir) throws IOException {
    Path profile =
        Files.writeString(
            dir.resolve("config"),
            """
            [default]
            region = us-east-1
            endpoint_url = %s
            use_fips_endpoint = false
            aws_access_key_id = AKIASOMEBODYELSE0000
            aws_secret_access_key = of somebody else
            """
                .formatted(ELSEWHERE));
    try (SystemProperties ambient =
        new SystemProperties(
            Map.of(
                "aws.configFile", profile.toString(),
                "aws.sharedCredentialsFile", profile.toString()))) {
      assertThat(ambient).isNotNull();
      callEverything();
      assertPlainClientGoesElsewhere();
    }
  }

  private void callEverything() {
    SessionCredentialsProvider principal = StandIn.principal(kvs, StandIn.source(keys));
    try (AwsControlPlane controlPlane = new AwsControlPlane(StandIn.clients(kvs), principal);
        AwsKeyDirectory directory = new AwsKeyDirectory(StandIn.clients(kvs), principal)) {
      assertThat(controlPlane.describe(StreamName.of("door"))).isEmpty();
      assertThat(controlPlane.callerIdentity(principal.resolve()).account())
          .isEqualTo(kvs.account());
      assertThat(directory.describe(KmsKeyId.of("alias/nothing"))).isEmpty();
    }
    assertThat(kvs.calls())
        .hasSize(3)
        .extracting(RecordedCall::accessKeyId)
        .containsOnly(keys.accessKeyId());
  }

  private static void assertPlainClientGoesElsewhere() {
    try (KinesisVideoClient plain =
        KinesisVideoClient.builder()
            .credentialsProvider(AnonymousCredentialsProvider.create())
            .httpClient(UrlConnectionHttpClient.create())
            .overrideConfiguration(
                settings -> settings.retryStrategy(retry -> retry.maxAttempts(1)))
            .build()) {
      assertThatExceptionOfType(SdkClientException.class)
          .isThrownBy(
              () -> plain.describeStream(DescribeStreamRequest.builder().streamName("x").build()))
          .withStackTraceContaining("Connection refused");
    }
  }
}
