package io.github.kvssecure.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.kvssecure.local.AwsCli.Outcome;
import io.github.kvssecure.local.streams.StreamSettings;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.kinesisvideo.KinesisVideoClient;
import software.amazon.awssdk.services.kinesisvideo.model.StreamInfo;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.KeyMetadata;

/** The AWS command line and the SDK see the same streams, keys and identities. */
@RequiresAwsCli
final class AwsCliTest {
  @TempDir private static Path home;
  private static LocalKvs kvs;
  private static AwsCli aws;
  private static SdkClients clients;
  private static SessionKeys admin;
  private static SessionKeys camera;

  @BeforeAll
  static void start() {
    kvs = LocalKvs.start();
    aws = new AwsCli(AwsCli.find().orElseThrow(), kvs, home);
    clients = new SdkClients(kvs);
    admin = kvs.identities().roleSession(LocalIdentities.ADMINISTRATOR);
    camera = kvs.identities().roleSession(LocalIdentities.CAMERA);
  }

  @AfterAll
  static void stop() {
    kvs.close();
  }

  @Test
  void streamMadeByTheCommandLineIsSeenByTheSdk() throws Exception {
    String key = kvs.keys().create().arn();
    JsonNode made =
        json(
            admin,
            "kinesisvideo create-stream --stream-name cli-made --data-retention-in-hours 24"
                + " --media-type video/h264 --tags site=north --kms-key-id "
                + key);
    try (KinesisVideoClient client = clients.streams(admin)) {
      StreamInfo info = client.describeStream(r -> r.streamName("cli-made")).streamInfo();
      assertThat(info.streamARN()).isEqualTo(made.path("StreamARN").asText());
      assertThat(info.kmsKeyId()).isEqualTo(key);
      assertThat(info.dataRetentionInHours()).isEqualTo(24);
    }
    assertThat(
            json(admin, "kinesisvideo list-tags-for-stream --stream-name cli-made")
                .path("Tags")
                .path("site")
                .asText())
        .isEqualTo("north");
  }

  @Test
  void streamMadeByTheSdkIsSeenByTheCommandLine() throws Exception {
    String arn;
    try (KinesisVideoClient client = clients.streams(admin)) {
      arn = client.createStream(r -> r.streamName("sdk-made").dataRetentionInHours(5)).streamARN();
    }
    JsonNode info =
        json(camera, "kinesisvideo describe-stream --stream-arn " + arn).path("StreamInfo");
    assertThat(info.path("StreamName").asText()).isEqualTo("sdk-made");
    assertThat(info.path("KmsKeyId").asText()).isEqualTo(kvs.keys().managedAliasArn());
    assertThat(info.path("DataRetentionInHours").asInt()).isEqualTo(5);
  }

  @Test
  void streamsAreListedPageByPage() throws Exception {
    for (int i = 0; i < 3; i++) {
      kvs.streams().create("listed-" + i);
    }
    JsonNode list =
        json(
            admin,
            "kinesisvideo list-streams --page-size 2 --stream-name-condition"
                + " ComparisonOperator=BEGINS_WITH,ComparisonValue=listed-");
    assertThat(list.path("StreamInfoList").findValuesAsText("StreamName"))
        .containsExactly("listed-0", "listed-1", "listed-2");
  }

  @Test
  void dataEndpointIsTheStandIn() throws Exception {
    kvs.streams().create("endpoint", StreamSettings.none());
    assertThat(
            json(
                    camera,
                    "kinesisvideo get-data-endpoint --stream-name endpoint --api-name PUT_MEDIA")
                .path("DataEndpoint")
                .asText())
        .isEqualTo(kvs.endpoint().toString());
  }

  @Test
  void keyIsDescribedAsToTheSdk() throws Exception {
    String key = kvs.keys().scheduleDeletion(kvs.keys().create().arn());
    JsonNode seen = json(admin, "kms describe-key --key-id " + key).path("KeyMetadata");
    try (KmsClient kms = clients.kms(admin)) {
      KeyMetadata metadata = kms.describeKey(r -> r.keyId(key)).keyMetadata();
      assertThat(seen.path("Arn").asText()).isEqualTo(metadata.arn());
      assertThat(seen.path("KeyState").asText()).isEqualTo(metadata.keyStateAsString());
      assertThat(seen.path("KeySpec").asText()).isEqualTo(metadata.keySpecAsString());
      assertThat(seen.path("MultiRegion").asBoolean()).isEqualTo(metadata.multiRegion());
    }
  }

  @Test
  void refusalsAreNamed() throws Exception {
    String key = kvs.keys().create().arn();
    assertRefused(run(camera, "kms describe-key --key-id " + key), "AccessDeniedException");
    assertRefused(run(admin, "kms describe-key --key-id alias/none"), "NotFoundException");
    assertRefused(
        run(admin, "kinesisvideo describe-stream --stream-name none"), "ResourceNotFoundException");
    assertRefused(
        run(camera, "kinesisvideo create-stream --stream-name denied"), "AccessDeniedException");
  }

  @Test
  void callerAndAssumedRoleAreNamed() throws Exception {
    assertThat(json(camera, "sts get-caller-identity").path("Arn").asText())
        .matches("arn:aws:sts::123456789012:assumed-role/camera/i-\\w+");
    JsonNode assumed =
        json(
            admin,
            "sts assume-role --role-session-name door --duration-seconds 900 --role-arn "
                + kvs.identities().roleArn(LocalIdentities.CAMERA));
    JsonNode credentials = assumed.path("Credentials");
    SessionKeys door =
        new SessionKeys(
            credentials.path("AccessKeyId").asText(),
            credentials.path("SecretAccessKey").asText(),
            credentials.path("SessionToken").asText(),
            Instant.parse(credentials.path("Expiration").asText().replace("+00:00", "Z")));
    assertThat(door.expiration()).isBefore(Instant.now().plusSeconds(901));
    assertThat(json(door, "sts get-caller-identity").path("Arn").asText())
        .isEqualTo("arn:aws:sts::123456789012:assumed-role/camera/door");
  }

  @Test
  void callsAreRecordedLikeThoseOfTheSdk() throws Exception {
    kvs.streams().create("recorded", StreamSettings.none().withTags(Map.of("a", "b")));
    json(admin, "kinesisvideo list-tags-for-stream --stream-name recorded");
    assertThat(kvs.calls())
        .anySatisfy(
            call -> {
              assertThat(call.operation()).isEqualTo("ListTagsForStream");
              assertThat(call.accessKeyId()).isEqualTo(admin.accessKeyId());
              assertThat(call.status()).isEqualTo(200);
            });
  }

  private static JsonNode json(SessionKeys keys, String command) throws Exception {
    Outcome outcome = run(keys, command);
    assertThat(outcome.code()).as(outcome.errors()).isZero();
    return outcome.json();
  }

  private static Outcome run(SessionKeys keys, String command) throws Exception {
    return aws.run(keys, command.split(" ", -1));
  }

  private static void assertRefused(Outcome outcome, String type) {
    assertThat(outcome.code()).isNotZero();
    assertThat(outcome.errors()).contains("(" + type + ")");
  }
}
