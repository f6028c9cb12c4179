package io.github.kvssecure.local;

import static io.github.kvssecure.local.TestMedia.FRAGMENT_MILLIS;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.kvssecure.local.kms.KeyProblem;
import io.github.kvssecure.local.kms.KeyRecord;
import io.github.kvssecure.local.kms.KeySpec;
import io.github.kvssecure.local.kms.KeyState;
import io.github.kvssecure.local.kms.KeyType;
import io.github.kvssecure.local.kms.KeyUsage;
import io.github.kvssecure.local.mkv.MkvMedia;
import io.github.kvssecure.local.streams.ReportedKey;
import io.github.kvssecure.local.streams.StreamSettings;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.services.kinesisvideo.KinesisVideoClient;
import software.amazon.awssdk.services.kinesisvideomedia.KinesisVideoMediaClient;
import software.amazon.awssdk.services.kinesisvideomedia.model.StartSelectorType;

/** What becomes of media when the key of its stream cannot be used, at first or in between. */
final class StreamKeyTest {
  private static final long START = 1_730_800_000_000L;
  private static final String PARTNER = "210987654321";

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

  static Stream<Arguments> unusableKeys() {
    return Stream.of(
        unusable("refused by its policy", 4500, keys -> keys.refuse(keys.create().arn())),
        unusable(
            "of an account that does not share", 4500, k -> k.ofAccount(PARTNER).create().arn()),
        unusable("disabled", 4501, keys -> keys.disable(keys.create().arn())),
        unusable("not an ARN of KMS", 4502, keys -> "arn:aws:s3:::bucket"),
        unusable(
            "of a disconnected store",
            4503,
            keys -> keys.state(keys.create().arn(), KeyState.UNAVAILABLE)),
        unusable("for signatures", 4504, keys -> keys.create(KeyType.SIGNING).arn()),
        unusable(
            "for codes",
            4504,
            keys -> keys.create(KeyType.of(KeySpec.HMAC_256, KeyUsage.GENERATE_VERIFY_MAC)).arn()),
        unusable(
            "for RSA encryption",
            4504,
            keys -> keys.create(KeyType.of(KeySpec.RSA_2048, KeyUsage.ENCRYPT_DECRYPT)).arn()),
        unusable("scheduled for deletion", 4505, keys -> keys.scheduleDeletion(keys.create().id())),
        unusable(
            "without material",
            4505,
            keys -> keys.createImported(Instant.now().minusSeconds(60)).arn()),
        unusable("never made", 4506, keys -> "alias/never-made"),
        unusable("of another Region", 4506, keys -> keys.inRegion("eu-west-1").create().arn()),
        unusable(
            "deleted", 4506, keys -> keys.scheduleDeletion(keys.create().arn(), Duration.ZERO)));
  }

  private static Arguments unusable(String name, int id, Function<LocalKeys, String> key) {
    return Arguments.of(Named.of(name, key), id);
  }

  @ParameterizedTest
  @MethodSource("unusableKeys")
  void streamIsMadeWithAKeyThatOnlyMediaShowsToBeUnusable(
      Function<LocalKeys, String> key, int error) throws Exception {
    String stream = "unusable-" + kvs.calls().size();
    String typed = key.apply(kvs.keys());
    try (KinesisVideoClient admin =
        new SdkClients(kvs).streams(kvs.identities().roleSession(LocalIdentities.ADMINISTRATOR))) {
      admin.createStream(r -> r.streamName(stream).kmsKeyId(typed).dataRetentionInHours(1));
      admin.describeStream(r -> r.streamName(stream));
      assertThat(admin.describeStream(r -> r.streamName(stream)).streamInfo().kmsKeyId())
          .isEqualTo(typed);
    }
    try (UploadClient upload = UploadClient.open(kvs, camera, UploadClient.absolute(stream))) {
      upload.send(TestMedia.header()).send(TestMedia.fragment(START));
      assertThat(upload.events()).containsExactly("ERROR " + error);
    }
    assertThat(kvs.streams().fragments(stream)).isEmpty();
  }

  static Stream<Arguments> changes() {
    return Stream.of(
        change("policy refuses", 4500, key -> kvs.keys().refuse(key)),
        change(
            "policy allows another account only",
            4500,
            key -> kvs.keys().allowOnlyStreams(key, PARTNER)),
        change("disabled", 4501, key -> kvs.keys().disable(key)),
        change(
            "fails validation",
            4502,
            key -> kvs.keys().fail(key, KeyProblem.KMS_KEY_VALIDATION_ERROR)),
        change("unavailable", 4503, key -> kvs.keys().state(key, KeyState.UNAVAILABLE)),
        change("usage", 4504, key -> kvs.keys().fail(key, KeyProblem.KMS_KEY_INVALID_USAGE)),
        change("deletion scheduled", 4505, key -> kvs.keys().scheduleDeletion(key)),
        change("deleted", 4506, key -> kvs.keys().delete(key)));
  }

  private static Arguments change(String name, int id, Consumer<String> change) {
    return Arguments.of(Named.of(name, change), id);
  }

  @ParameterizedTest
  @MethodSource("changes")
  void changeOfTheKeyEndsAnUploadWithinOneFragment(Consumer<String> change, int error)
      throws Exception {
    String key = kvs.keys().create().arn();
    String stream = "changing-" + error + "-" + kvs.calls().size();
    kvs.streams().create(stream, StreamSettings.none().withKmsKeyId(key).withRetentionHours(1));
    try (UploadClient upload = UploadClient.open(kvs, camera, UploadClient.absolute(stream))) {
      upload.send(TestMedia.header()).send(TestMedia.fragment(START));
      assertThat(upload.ack().path("EventType").asText()).isEqualTo("BUFFERING");
      change.accept(key);
      // What is encrypted with a data key at hand ends well; the next fragment needs the key anew.
      upload.send(TestMedia.fragment(START + FRAGMENT_MILLIS));
      assertThat(upload.events()).containsExactly("RECEIVED", "PERSISTED", "ERROR " + error);
    }
    assertThat(kvs.streams().fragments(stream)).hasSize(1);
  }

  @Test
  void keyThatRecoversTakesMediaAgain() throws Exception {
    String key = kvs.keys().create().arn();
    kvs.streams().create("recovering", StreamSettings.none().withKmsKeyId(key));
    kvs.keys().fail(key, KeyProblem.KMS_KEY_UNAVAILABLE);
    assertThat(put("recovering", camera)).containsExactly("ERROR 4503");
    kvs.keys().recover(key);
    assertThat(put("recovering", camera)).containsExactly("BUFFERING", "RECEIVED");
  }

  @Test
  void serviceMayUseAKeyThatRefusesDirectCalls() throws Exception {
    String key = kvs.keys().create().arn();
    kvs.keys().allowOnlyStreams(key, kvs.account());
    kvs.streams().create("via-service", StreamSettings.none().withKmsKeyId(key));
    assertThat(put("via-service", camera)).containsExactly("BUFFERING", "RECEIVED");
  }

  @Test
  void identityPolicyMayLimitTheKeyToTheService() throws Exception {
    String key = kvs.keys().create().arn();
    kvs.streams().create("least", StreamSettings.none().withKmsKeyId(key));
    for (String service : new String[] {"kinesisvideo", "s3"}) {
      kvs.identities()
          .role(
              "least-" + service,
              """
              {"Version":"2012-10-17","Statement":[
               {"Effect":"Allow","Action":"kinesisvideo:PutMedia","Resource":"*"},
               {"Effect":"Allow","Action":"kms:GenerateDataKey","Resource":"%s","Condition":
                {"StringEquals":{"kms:ViaService":"%s.eu-central-1.amazonaws.com"}}}]}"""
                  .formatted(key, service));
    }
    assertThat(put("least", kvs.identities().roleSession("least-kinesisvideo")))
        .containsExactly("BUFFERING", "RECEIVED");
    assertThat(put("least", kvs.identities().roleSession("least-s3")))
        .containsExactly("ERROR 4500");
  }

  @Test
  void keyOfAnotherAccountIsUsedWhenItIsShared() throws Exception {
    LocalKeys partner = kvs.keys().ofAccount(PARTNER);
    String key = partner.create().arn();
    partner.allowOnlyStreams(key, kvs.account());
    kvs.streams().create("shared", StreamSettings.none().withKmsKeyId(key));
    assertThat(put("shared", camera)).containsExactly("BUFFERING", "RECEIVED");
  }

  @Test
  void managedKeyNeedsNoPermissionAndIsMadeByMedia() throws Exception {
    try (LocalKvs fresh = LocalKvs.start()) {
      fresh.streams().create("managed");
      fresh.identities().role("media-only", LocalIdentities.policy("kinesisvideo:PutMedia"));
      assertThat(fresh.keys().managedKeyWasMade()).isFalse();
      SessionKeys keys = fresh.identities().roleSession("media-only");
      try (UploadClient upload = UploadClient.open(fresh, keys, UploadClient.absolute("managed"))) {
        upload.send(TestMedia.header()).send(TestMedia.fragment(START)).finish();
        assertThat(upload.events()).containsExactly("BUFFERING", "RECEIVED", "PERSISTED");
      }
      assertThat(fresh.keys().managedKeyWasMade()).isTrue();
    }
  }

  @Test
  void mediaIsReadWithDecryptOnly() throws Exception {
    String key = kvs.keys().create().arn();
    kvs.streams().create("private", StreamSettings.none().withKmsKeyId(key).withRetentionHours(1));
    put("private", camera);
    kvs.identities().role("watcher", LocalIdentities.policy("kinesisvideo:GetMedia"));
    assertThat(read("private", kvs.identities().roleSession(LocalIdentities.VIEWER)))
        .contains("AWS_KINESISVIDEO_FRAGMENT_NUMBER")
        .doesNotContain("AWS_KINESISVIDEO_ERROR_ID");
    assertThat(read("private", kvs.identities().roleSession("watcher")))
        .contains("AWS_KINESISVIDEO_ERROR_ID", "4500", "KMS_KEY_ACCESS_DENIED")
        .doesNotContain("AWS_KINESISVIDEO_FRAGMENT_NUMBER");
    assertThat(framesOf("private", kvs.identities().roleSession("watcher"))).isZero();
    kvs.keys().scheduleDeletion(key);
    assertThat(read("private", kvs.identities().roleSession(LocalIdentities.VIEWER)))
        .contains("KMS_KEY_INVALID_STATE")
        .doesNotContain("AWS_KINESISVIDEO_FRAGMENT_NUMBER");
  }

  @ParameterizedTest
  @CsvSource({
    "AS_TYPED, ID, ID",
    "AS_TYPED, ALIAS, ALIAS",
    "AS_ARN, ID, ARN",
    "AS_ARN, ALIAS, ALIAS_ARN",
    "AS_ARN, ARN, ARN",
    "AS_KEY_ARN, ID, ARN",
    "AS_KEY_ARN, ALIAS, ARN",
    "AS_KEY_ARN, ALIAS_ARN, ARN"
  })
  void keyIsReportedInTheChosenForm(ReportedKey form, KeyName typed, KeyName reported)
      throws Exception {
    try (LocalKvs own = LocalKvs.builder().reportedKey(form).start();
        KinesisVideoClient admin =
            new SdkClients(own)
                .streams(own.identities().roleSession(LocalIdentities.ADMINISTRATOR))) {
      KeyRecord key = own.keys().create();
      own.keys().alias("alias/cam", key);
      admin.createStream(r -> r.streamName("cam").kmsKeyId(typed.of(key)));
      assertThat(admin.describeStream(r -> r.streamName("cam")).streamInfo().kmsKeyId())
          .isEqualTo(reported.of(key));
    }
  }

  @ParameterizedTest
  @EnumSource(ReportedKey.class)
  void keyThatDoesNotExistIsReportedInEveryForm(ReportedKey form) {
    try (LocalKvs own = LocalKvs.builder().reportedKey(form).start()) {
      own.streams().create("cam", StreamSettings.none().withKmsKeyId("alias/none"));
      assertThat(own.streams().description("cam").settings().kmsKeyId().orElseThrow())
          .endsWith("alias/none");
    }
  }

  @Test
  void rePointedAliasChangesTheKeyOfAStreamThatKeepsTheAlias() throws Exception {
    String alias = kvs.keys().alias("alias/re-pointed", kvs.keys().create());
    kvs.streams().create("re-pointed", StreamSettings.none().withKmsKeyId(alias));
    assertThat(put("re-pointed", camera)).containsExactly("BUFFERING", "RECEIVED");
    KeyRecord other = kvs.keys().create();
    kvs.keys().alias("alias/re-pointed", other);
    kvs.keys().disable(other.arn());
    assertThat(put("re-pointed", camera)).containsExactly("ERROR 4501");
  }

  /** Ways to name a key. */
  enum KeyName {
    ID,
    ARN,
    ALIAS,
    ALIAS_ARN;

    String of(KeyRecord key) {
      return switch (this) {
        case ID -> key.id();
        case ARN -> key.arn();
        case ALIAS -> "alias/cam";
        case ALIAS_ARN -> key.arn().replace("key/" + key.id(), "alias/cam");
      };
    }
  }

  private static List<String> put(String stream, SessionKeys keys) throws Exception {
    try (UploadClient upload = UploadClient.open(kvs, keys, UploadClient.absolute(stream))) {
      upload.send(TestMedia.header()).send(TestMedia.fragment(START)).finish();
      return new ArrayList<>(upload.events());
    }
  }

  private static int framesOf(String stream, SessionKeys keys) throws Exception {
    return MkvMedia.read(new ByteArrayInputStream(bytes(stream, keys))).frames().size();
  }

  private static String read(String stream, SessionKeys keys) throws Exception {
    return new String(bytes(stream, keys), StandardCharsets.ISO_8859_1);
  }

  private static byte[] bytes(String stream, SessionKeys keys) throws Exception {
    try (KinesisVideoMediaClient media = new SdkClients(kvs).media(keys);
        var body =
            media.getMedia(
                r ->
                    r.streamName(stream)
                        .startSelector(s -> s.startSelectorType(StartSelectorType.EARLIEST)))) {
      return body.readAllBytes();
    }
  }
}
