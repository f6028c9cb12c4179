package io.github.kvssecure.internal.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verifyNoInteractions;
import static org.mockito.Mockito.when;

import io.github.kvssecure.local.LocalKvs;
import io.github.kvssecure.spi.ControlPlaneException;
import io.github.kvssecure.spi.SessionCredentialsProvider;
import io.github.kvssecure.stream.AwsRegion;
import io.github.kvssecure.stream.StreamName;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.awscore.AwsServiceClientConfiguration;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kinesisvideo.KinesisVideoClient;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.sts.StsClient;

class AwsClientsTest {

  private final AwsEndpoints endpoints = AwsEndpoints.of(AwsRegion.of("cn-north-1"));
  private final AwsClients clients = new AwsClients(endpoints);
  private final SessionCredentialsProvider principal = mock(SessionCredentialsProvider.class);

  @Test
  void clients_goToTheEndpointsOfTheRegionWithinTenSeconds() {
    try (KinesisVideoClient kinesisVideo = clients.kinesisVideo(principal);
        KmsClient kms = clients.kms(principal);
        StsClient sts = clients.sts(principal)) {
      assertThat(kinesisVideo.serviceClientConfiguration().endpointOverride())
          .hasValue(endpoints.kinesisVideo());
      assertThat(kms.serviceClientConfiguration().endpointOverride()).hasValue(endpoints.kms());
      assertThat(sts.serviceClientConfiguration().endpointOverride()).hasValue(endpoints.sts());
      assertThat(
              List.<AwsServiceClientConfiguration>of(
                  kinesisVideo.serviceClientConfiguration(),
                  kms.serviceClientConfiguration(),
                  sts.serviceClientConfiguration()))
          .allSatisfy(AwsClientsTest::assertLimits);
    }
    verifyNoInteractions(principal);
  }

  private static void assertLimits(AwsServiceClientConfiguration client) {
    assertThat(client.region()).isEqualTo(Region.CN_NORTH_1);
    assertThat(client.overrideConfiguration().apiCallTimeout()).hasValue(Duration.ofSeconds(10));
    assertThat(client.overrideConfiguration().apiCallAttemptTimeout())
        .hasValue(Duration.ofSeconds(5));
    assertThat(client.overrideConfiguration().retryStrategy())
        .hasValueSatisfying(strategy -> assertThat(strategy.maxAttempts()).isEqualTo(3));
  }

  @Test
  void principalWithoutCredentials_failsTheCallAsItIs() {
    ControlPlaneException none = new ControlPlaneException("NoCredentials", true, "none");
    when(principal.resolve()).thenThrow(none);
    try (LocalKvs kvs = LocalKvs.start();
        AwsControlPlane controlPlane = new AwsControlPlane(StandIn.clients(kvs), principal)) {
      assertThatExceptionOfType(ControlPlaneException.class)
          .isThrownBy(() -> controlPlane.describe(StreamName.of("door")))
          .isSameAs(none);
      assertThat(kvs.calls()).isEmpty();
    }
  }
}
