package io.github.kvssecure.internal.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import io.github.kvssecure.fake.Camera;
import io.github.kvssecure.fake.FakeCredentials;
import io.github.kvssecure.identity.CallerIdentity;
import io.github.kvssecure.media.Track;
import io.github.kvssecure.spi.ControlPlaneException;
import io.github.kvssecure.stream.AwsRegion;
import io.github.kvssecure.stream.KmsKeyId;
import io.github.kvssecure.stream.Retention;
import io.github.kvssecure.stream.StreamArn;
import io.github.kvssecure.stream.StreamDescription;
import io.github.kvssecure.stream.StreamName;
import io.github.kvssecure.stream.StreamSpec;
import io.github.kvssecure.stream.StreamStatus;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.kinesisvideo.KinesisVideoClient;
import software.amazon.awssdk.services.kinesisvideo.model.CreateStreamRequest;
import software.amazon.awssdk.services.kinesisvideo.model.CreateStreamResponse;
import software.amazon.awssdk.services.kinesisvideo.model.DescribeStreamRequest;
import software.amazon.awssdk.services.kinesisvideo.model.DescribeStreamResponse;
import software.amazon.awssdk.services.kinesisvideo.model.GetDataEndpointRequest;
import software.amazon.awssdk.services.kinesisvideo.model.GetDataEndpointResponse;
import software.amazon.awssdk.services.kinesisvideo.model.ResourceInUseException;
import software.amazon.awssdk.services.kinesisvideo.model.ResourceNotFoundException;
import software.amazon.awssdk.services.kinesisvideo.model.StreamInfo;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.GetCallerIdentityRequest;
import software.amazon.awssdk.services.sts.model.GetCallerIdentityResponse;

class AwsControlPlaneTest {

  private static final StreamName DOOR = StreamName.of("door");
  private static final StreamArn ARN =
      new StreamArn("arn:aws:kinesisvideo:eu-central-1:123456789012:stream/door/1700000000000");
  private static final String KEY =
      "arn:aws:kms:eu-central-1:123456789012:key/11111111-2222-3333-4444-555555555555";

  private final KinesisVideoClient kinesisVideo = mock(KinesisVideoClient.class);
  private final StsClient sts = mock(StsClient.class);
  private int stsClients;
  private final AwsControlPlane controlPlane =
      new AwsControlPlane(
          AwsRegion.of("eu-central-1"),
          new SecondSigner(new FakeCredentials()),
          kinesisVideo,
          () -> {
            stsClients++;
            return sts;
          });

  @Test
  void describe_mapsWhatTheServiceReports() {
    answerDescribe(
        StreamInfo.builder()
            .streamARN(ARN.value())
            .status("ACTIVE")
            .dataRetentionInHours(48)
            .kmsKeyId(KEY)
            .mediaType("video/h264")
            .build());

    StreamDescription description = controlPlane.describe(DOOR).orElseThrow();

    assertThat(description.arn()).isEqualTo(ARN.value());
    assertThat(description.status()).isEqualTo(StreamStatus.ACTIVE);
    assertThat(description.retention()).isEqualTo(Retention.ofHours(48));
    assertThat(description.kmsKeyId()).hasValue(KEY);
    assertThat(description.mediaType()).hasValue("video/h264");
  }

  @Test
  void describe_takesWhatIsMissingAsUnknown() {
    answerDescribe(StreamInfo.builder().streamARN(ARN.value()).kmsKeyId("").build());

    StreamDescription description = controlPlane.describe(DOOR).orElseThrow();

    assertThat(description.status()).isEqualTo(StreamStatus.UNKNOWN);
    assertThat(description.retention()).isEqualTo(Retention.NONE);
    assertThat(description.kmsKeyId()).isEmpty();
    assertThat(description.mediaType()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(value = StreamStatus.class, mode = EnumSource.Mode.EXCLUDE, names = "UNKNOWN")
  void describe_knowsEveryStatus(StreamStatus status) {
    answerDescribe(StreamInfo.builder().streamARN(ARN.value()).status(status.name()).build());

    assertThat(controlPlane.describe(DOOR).map(StreamDescription::status)).hasValue(status);
  }

  @Test
  void describe_takesANewStatusAsUnknown() {
    answerDescribe(StreamInfo.builder().streamARN(ARN.value()).status("PAUSED").build());

    assertThat(controlPlane.describe(DOOR).map(StreamDescription::status))
        .hasValue(StreamStatus.UNKNOWN);
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 87_601, Integer.MAX_VALUE})
  void describe_refusesAnImpossibleRetention(int hours) {
    answerDescribe(StreamInfo.builder().streamARN(ARN.value()).dataRetentionInHours(hours).build());

    assertMalformed(() -> controlPlane.describe(DOOR));
  }

  @Test
  void describe_refusesAnAnswerWithoutStream() {
    when(kinesisVideo.describeStream(any(DescribeStreamRequest.class)))
        .thenReturn(DescribeStreamResponse.builder().build());

    assertMalformed(() -> controlPlane.describe(DOOR));
  }

  @Test
  void describe_ofAMissingStreamIsEmpty() {
    when(kinesisVideo.describeStream(any(DescribeStreamRequest.class)))
        .thenThrow(ResourceNotFoundException.builder().statusCode(404).build());

    assertThat(controlPlane.describe(DOOR)).isEmpty();
  }

  @Test
  void describe_refusedByTheService() {
    when(kinesisVideo.describeStream(any(DescribeStreamRequest.class)))
        .thenThrow(Refusals.of("AccessDeniedException", 403, "no"));

    assertThatExceptionOfType(ControlPlaneException.class)
        .isThrownBy(() -> controlPlane.describe(DOOR))
        .satisfies(failure -> assertThat(failure.errorCode()).isEqualTo("AccessDeniedException"));
  }

  @Test
  void create_sendsNameTypeKeyRetentionAndTagsAndNothingElse() {
    when(kinesisVideo.createStream(any(CreateStreamRequest.class)))
        .thenReturn(CreateStreamResponse.builder().streamARN(ARN.value()).build());

    assertThat(controlPlane.create(spec())).hasValue(ARN);
    verify(kinesisVideo)
        .createStream(
            CreateStreamRequest.builder()
                .streamName("door")
                .mediaType("video/h264")
                .kmsKeyId(KEY)
                .dataRetentionInHours(24)
                .tags(Map.of("site", "north"))
                .build());
  }

  @Test
  void create_ofAStreamThatIsThereIsEmpty() {
    when(kinesisVideo.createStream(any(CreateStreamRequest.class)))
        .thenThrow(ResourceInUseException.builder().statusCode(400).build());

    assertThat(controlPlane.create(spec())).isEmpty();
  }

  @Test
  void create_refusesAnAnswerWithoutArn() {
    when(kinesisVideo.createStream(any(CreateStreamRequest.class)))
        .thenReturn(CreateStreamResponse.builder().streamARN("door").build());

    assertMalformed(() -> controlPlane.create(spec()));
  }

  @Test
  void dataEndpoint_isThatOfPutMediaByArn() {
    when(kinesisVideo.getDataEndpoint(
            GetDataEndpointRequest.builder().apiName("PUT_MEDIA").streamARN(ARN.value()).build()))
        .thenReturn(GetDataEndpointResponse.builder().dataEndpoint("http://bad.example").build());

    assertThat(controlPlane.dataEndpoint(ARN)).isEqualTo(URI.create("http://bad.example"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "https://bad host"})
  void dataEndpoint_refusesWhatIsNoUri(String endpoint) {
    when(kinesisVideo.getDataEndpoint(any(GetDataEndpointRequest.class)))
        .thenReturn(GetDataEndpointResponse.builder().dataEndpoint(endpoint).build());

    assertMalformed(() -> controlPlane.dataEndpoint(ARN));
  }

  @Test
  void callerIdentity_makesItsClientOnceAndOnlyWhenAsked() {
    when(sts.getCallerIdentity(any(GetCallerIdentityRequest.class)))
        .thenReturn(
            GetCallerIdentityResponse.builder().account("123456789012").arn("arn:x").build());

    assertThat(stsClients).isZero();
    assertThat(controlPlane.callerIdentity(Camera.credentials()))
        .isEqualTo(new CallerIdentity("123456789012", "arn:x"));
    controlPlane.callerIdentity(Camera.credentials());
    assertThat(stsClients).isOne();
  }

  @Test
  void callerIdentity_refusesAnAnswerWithoutArn() {
    when(sts.getCallerIdentity(any(GetCallerIdentityRequest.class)))
        .thenReturn(GetCallerIdentityResponse.builder().account("123456789012").build());

    assertMalformed(() -> controlPlane.callerIdentity(Camera.credentials()));
  }

  @Test
  void close_makesNoClient() {
    controlPlane.close();
    controlPlane.close();

    assertThat(stsClients).isZero();
  }

  private void answerDescribe(StreamInfo stream) {
    when(kinesisVideo.describeStream(
            DescribeStreamRequest.builder().streamName(DOOR.value()).build()))
        .thenReturn(DescribeStreamResponse.builder().streamInfo(stream).build());
  }

  private static void assertMalformed(Runnable call) {
    assertThatExceptionOfType(ControlPlaneException.class)
        .isThrownBy(call::run)
        .satisfies(
            failure ->
                assertThat(failure.errorCode()).isEqualTo(FailureTranslation.MALFORMED_ANSWER));
  }

  private static StreamSpec spec() {
    return StreamSpec.builder(DOOR, Track.h264(1, new byte[] {1}))
        .encryptedBy(KmsKeyId.of(KEY))
        .retention(Retention.ofDays(1))
        .tag("site", "north")
        .build();
  }
}
