package io.github.kvssecure.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.kinesisvideo.KinesisVideoClient;
import software.amazon.awssdk.services.kinesisvideo.model.APIName;
import software.amazon.awssdk.services.kinesisvideo.model.ComparisonOperator;
import software.amazon.awssdk.services.kinesisvideo.model.InvalidArgumentException;
import software.amazon.awssdk.services.kinesisvideo.model.KinesisVideoException;
import software.amazon.awssdk.services.kinesisvideo.model.ResourceInUseException;
import software.amazon.awssdk.services.kinesisvideo.model.ResourceNotFoundException;
import software.amazon.awssdk.services.kinesisvideo.model.StreamInfo;
import software.amazon.awssdk.services.kinesisvideo.model.TagsPerResourceExceededLimitException;
import software.amazon.awssdk.services.kinesisvideo.model.UpdateDataRetentionOperation;
import software.amazon.awssdk.services.kinesisvideo.model.VersionMismatchException;

/** Every operation of the control plane through an unmodified SDK client. */
final class ControlPlaneTest {
  private static LocalKvs kvs;
  private static KinesisVideoClient client;

  @BeforeAll
  static void start() {
    kvs = LocalKvs.start();
    client =
        new SdkClients(kvs).streams(kvs.identities().roleSession(LocalIdentities.ADMINISTRATOR));
  }

  @AfterAll
  static void stop() {
    client.close();
    kvs.close();
  }

  @Test
  void createdStreamIsDescribedAsCreatingOnceAndThenActive() {
    String key = "arn:aws:kms:eu-central-1:123456789012:key/does-not-exist";
    String arn =
        client
            .createStream(
                r ->
                    r.streamName("front-door")
                        .deviceName("cam")
                        .mediaType("video/h264")
                        .kmsKeyId(key)
                        .dataRetentionInHours(48))
            .streamARN();
    assertThat(arn)
        .matches("arn:aws:kinesisvideo:eu-central-1:123456789012:stream/front-door/\\d{13}");
    assertThat(describe("front-door").statusAsString()).isEqualTo("CREATING");
    StreamInfo info = client.describeStream(r -> r.streamARN(arn)).streamInfo();
    assertThat(info.statusAsString()).isEqualTo("ACTIVE");
    assertThat(info.streamARN()).isEqualTo(arn);
    assertThat(info.kmsKeyId()).isEqualTo(key);
    assertThat(info.mediaType()).isEqualTo("video/h264");
    assertThat(info.deviceName()).isEqualTo("cam");
    assertThat(info.dataRetentionInHours()).isEqualTo(48);
    assertThat(arn).endsWith("/" + info.creationTime().toEpochMilli());
  }

  @Test
  void defaultKeyIsReportedAsAliasArn() {
    client.createStream(r -> r.streamName("managed"));
    StreamInfo info = describe("managed");
    assertThat(info.kmsKeyId())
        .isEqualTo("arn:aws:kms:eu-central-1:123456789012:alias/aws/kinesisvideo");
    assertThat(info.mediaType()).isNull();
  }

  @Test
  void duplicateNameIsInUse() {
    client.createStream(r -> r.streamName("twice"));
    assertThatExceptionOfType(ResourceInUseException.class)
        .isThrownBy(() -> client.createStream(r -> r.streamName("twice")))
        .satisfies(e -> assertThat(e.statusCode()).isEqualTo(400));
  }

  @Test
  void badFieldsAreInvalidArguments() {
    assertThatThrownBy(() -> client.createStream(r -> r.streamName("no spaces")))
        .isInstanceOf(InvalidArgumentException.class);
    assertThatThrownBy(() -> client.createStream(r -> r.streamName("a").mediaType("video")))
        .isInstanceOf(InvalidArgumentException.class);
    assertThatThrownBy(
            () -> client.createStream(r -> r.streamName("a").dataRetentionInHours(87_601)))
        .isInstanceOf(InvalidArgumentException.class);
    assertThatThrownBy(() -> client.createStream(r -> r.streamName("a").tags(Map.of("a", "<>"))))
        .isInstanceOf(InvalidArgumentException.class);
    assertThatThrownBy(() -> client.describeStream(r -> {}))
        .isInstanceOf(InvalidArgumentException.class);
    assertThat(kvs.streams().exists("a")).isFalse();
  }

  @Test
  void unknownStreamIsNotFound() {
    assertThatExceptionOfType(ResourceNotFoundException.class)
        .isThrownBy(() -> describe("nowhere"))
        .satisfies(e -> assertThat(e.statusCode()).isEqualTo(404))
        .satisfies(e -> assertThat(e.requestId()).isNotBlank());
  }

  @Test
  void retentionChangesByADeltaUnderVersionLock() {
    kvs.streams().create("retention");
    String version = describe("retention").version();
    changeRetention(version, 24, UpdateDataRetentionOperation.INCREASE_DATA_RETENTION);
    assertThat(describe("retention").dataRetentionInHours()).isEqualTo(48);
    assertThatThrownBy(
            () -> changeRetention(version, 1, UpdateDataRetentionOperation.DECREASE_DATA_RETENTION))
        .isInstanceOf(VersionMismatchException.class);
    String next = describe("retention").version();
    assertThat(next).isNotEqualTo(version);
    assertThatThrownBy(
            () -> changeRetention(next, 49, UpdateDataRetentionOperation.DECREASE_DATA_RETENTION))
        .isInstanceOf(InvalidArgumentException.class);
    changeRetention(next, 48, UpdateDataRetentionOperation.DECREASE_DATA_RETENTION);
    assertThat(describe("retention").dataRetentionInHours()).isZero();
  }

  @Test
  void updateStreamChangesDeviceAndMediaTypeOnly() {
    kvs.streams().create("update");
    client.updateStream(
        r ->
            r.streamName("update")
                .currentVersion(describe("update").version())
                .deviceName("other")
                .mediaType("video/h265,audio/aac"));
    assertThat(describe("update").deviceName()).isEqualTo("other");
    assertThat(describe("update").mediaType()).isEqualTo("video/h265,audio/aac");
    assertThat(describe("update").dataRetentionInHours()).isEqualTo(24);
  }

  @Test
  void deleteNeedsTheCurrentVersionIfItNamesOne() {
    String arn = kvs.streams().create("doomed");
    assertThatThrownBy(() -> client.deleteStream(r -> r.streamARN(arn).currentVersion("old")))
        .isInstanceOf(VersionMismatchException.class);
    client.deleteStream(r -> r.streamARN(arn));
    assertThatThrownBy(() -> describe("doomed")).isInstanceOf(ResourceNotFoundException.class);
    assertThat(kvs.streams().create("doomed")).isNotEqualTo(arn);
  }

  @Test
  void tagsAreAddedListedAndRemoved() {
    kvs.streams().create("tagged");
    client.tagStream(r -> r.streamName("tagged").tags(Map.of("site", "north", "floor", "2")));
    client.untagStream(r -> r.streamName("tagged").tagKeyList("floor"));
    assertThat(client.listTagsForStream(r -> r.streamName("tagged")).tags())
        .isEqualTo(Map.of("site", "north"));
    Map<String, String> many =
        IntStream.range(0, 50).boxed().collect(Collectors.toMap(i -> "t" + i, i -> ""));
    assertThatThrownBy(() -> client.tagStream(r -> r.streamName("tagged").tags(many)))
        .isInstanceOf(TagsPerResourceExceededLimitException.class);
  }

  @Test
  void policyCanDemandTheTagsOfANewStream() {
    kvs.identities()
        .role(
            "creator",
            """
            {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Resource":"*",
             "Action":"kinesisvideo:CreateStream","Condition":{
              "StringEquals":{"aws:RequestTag/site":"north"},
              "ForAllValues:StringEquals":{"aws:TagKeys":["site"]}}}]}""");
    try (KinesisVideoClient creator =
        new SdkClients(kvs).streams(kvs.identities().roleSession("creator"))) {
      for (Map<String, String> tags :
          List.of(
              Map.<String, String>of(),
              Map.of("site", "south"),
              Map.of("site", "north", "floor", "2"))) {
        assertThatThrownBy(() -> creator.createStream(r -> r.streamName("tags").tags(tags)))
            .isInstanceOf(KinesisVideoException.class)
            .hasMessageContaining("not authorized");
      }
      creator.createStream(r -> r.streamName("tags").tags(Map.of("site", "north")));
    }
    assertThat(kvs.streams().description("tags").settings().tags())
        .isEqualTo(Map.of("site", "north"));
  }

  @Test
  void listingIsPagedAndFiltered() {
    IntStream.range(0, 5).forEach(i -> kvs.streams().create("page-" + i));
    List<String> names =
        client
            .listStreamsPaginator(
                r ->
                    r.maxResults(2)
                        .streamNameCondition(
                            c ->
                                c.comparisonOperator(ComparisonOperator.BEGINS_WITH)
                                    .comparisonValue("page-")))
            .streamInfoList()
            .stream()
            .map(StreamInfo::streamName)
            .toList();
    assertThat(names).containsExactly("page-0", "page-1", "page-2", "page-3", "page-4");
  }

  @Test
  void dataEndpointIsTheStandInItself() {
    kvs.streams().create("endpoint");
    assertThat(
            client
                .getDataEndpoint(r -> r.streamName("endpoint").apiName(APIName.PUT_MEDIA))
                .dataEndpoint())
        .isEqualTo(kvs.endpoint().toString());
    assertThatThrownBy(() -> client.getDataEndpoint(r -> r.streamName("endpoint").apiName("OTHER")))
        .isInstanceOf(InvalidArgumentException.class);
  }

  @Test
  void operationOutsideTheStandInIsNamed() {
    kvs.streams().create("edge");
    assertThatExceptionOfType(KinesisVideoException.class)
        .isThrownBy(() -> client.describeEdgeConfiguration(r -> r.streamName("edge")))
        .satisfies(
            e ->
                assertThat(e.awsErrorDetails().errorCode()).isEqualTo("UnknownOperationException"));
  }

  private static StreamInfo describe(String name) {
    return client.describeStream(r -> r.streamName(name)).streamInfo();
  }

  private static void changeRetention(
      String version, int hours, UpdateDataRetentionOperation operation) {
    client.updateDataRetention(
        r ->
            r.streamName("retention")
                .currentVersion(version)
                .dataRetentionChangeInHours(hours)
                .operation(operation));
  }
}
