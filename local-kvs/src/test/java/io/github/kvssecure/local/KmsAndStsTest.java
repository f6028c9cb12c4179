package io.github.kvssecure.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.kvssecure.local.kms.KeyRecord;
import io.github.kvssecure.local.kms.KeyType;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.kinesisvideo.KinesisVideoClient;
import software.amazon.awssdk.services.kinesisvideo.model.APIName;
import software.amazon.awssdk.services.kinesisvideo.model.KinesisVideoException;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.KeyManagerType;
import software.amazon.awssdk.services.kms.model.KeyMetadata;
import software.amazon.awssdk.services.kms.model.KeySpec;
import software.amazon.awssdk.services.kms.model.KeyState;
import software.amazon.awssdk.services.kms.model.KmsException;
import software.amazon.awssdk.services.kms.model.NotFoundException;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.AssumeRoleResponse;
import software.amazon.awssdk.services.sts.model.Credentials;
import software.amazon.awssdk.services.sts.model.MalformedPolicyDocumentException;
import software.amazon.awssdk.services.sts.model.StsException;

/** KMS, STS and the policies of sessions through unmodified SDK clients. */
final class KmsAndStsTest {
  private static LocalKvs kvs;
  private static SdkClients clients;
  private static SessionKeys admin;
  private static SessionKeys camera;
  private static SessionKeys fleet;

  @BeforeAll
  static void start() {
    kvs = LocalKvs.start();
    clients = new SdkClients(kvs);
    admin = kvs.identities().roleSession(LocalIdentities.ADMINISTRATOR);
    camera = kvs.identities().roleSession(LocalIdentities.CAMERA);
    kvs.identities().role("fleet", LocalIdentities.policy("sts:AssumeRole"));
    fleet = kvs.identities().roleSession("fleet");
    kvs.streams().create("cam1");
    kvs.streams().create("cam10");
  }

  @AfterAll
  static void stop() {
    kvs.close();
  }

  @Test
  void keyIsFoundByIdArnAliasAndAliasArn() {
    KeyRecord key = kvs.keys().create();
    String aliasArn = kvs.keys().alias("alias/found", key);
    try (KmsClient kms = clients.kms(admin)) {
      for (String name : new String[] {key.id(), key.arn(), "alias/found", aliasArn}) {
        assertThat(kms.describeKey(r -> r.keyId(name)).keyMetadata().arn()).isEqualTo(key.arn());
      }
      KeyMetadata metadata = kms.describeKey(r -> r.keyId(key.arn())).keyMetadata();
      assertThat(metadata.keyManager()).isEqualTo(KeyManagerType.CUSTOMER);
      assertThat(metadata.keySpec()).isEqualTo(KeySpec.SYMMETRIC_DEFAULT);
      assertThat(metadata.keyState()).isEqualTo(KeyState.ENABLED);
      assertThat(metadata.enabled()).isTrue();
      assertThatThrownBy(() -> kms.describeKey(r -> r.keyId("alias/lost")))
          .isInstanceOf(NotFoundException.class);
    }
  }

  @Test
  void keyStatesAndManagersAreReported() {
    String deleted = kvs.keys().scheduleDeletion(kvs.keys().create().id());
    String signing = kvs.keys().create(KeyType.SIGNING).arn();
    try (KmsClient kms = clients.kms(admin)) {
      KeyMetadata pending = kms.describeKey(r -> r.keyId(deleted)).keyMetadata();
      assertThat(pending.keyState()).isEqualTo(KeyState.PENDING_DELETION);
      assertThat(pending.deletionDate()).isAfter(Instant.now());
      assertThat(kms.describeKey(r -> r.keyId(signing)).keyMetadata().keySpec())
          .isEqualTo(KeySpec.ECC_NIST_P256);
      assertThat(
              kms.describeKey(r -> r.keyId(kvs.keys().managedAliasArn()))
                  .keyMetadata()
                  .keyManager())
          .isEqualTo(KeyManagerType.AWS);
      String rotated = kvs.keys().rotate(kvs.keys().create().arn());
      assertThat(kms.getKeyRotationStatus(r -> r.keyId(rotated)).keyRotationEnabled()).isTrue();
    }
  }

  @Test
  void describeKeyNeedsItsPermission() {
    String key = kvs.keys().create().arn();
    try (KmsClient kms = clients.kms(camera)) {
      assertThatExceptionOfType(KmsException.class)
          .isThrownBy(() -> kms.describeKey(r -> r.keyId(key)))
          .satisfies(
              e -> assertThat(e.awsErrorDetails().errorCode()).isEqualTo("AccessDeniedException"));
    }
  }

  @Test
  void callerIdentityNamesRoleSessionsAndUsers() {
    try (StsClient sts = clients.sts(SdkClients.session(camera))) {
      assertThat(sts.getCallerIdentity().arn())
          .matches("arn:aws:sts::123456789012:assumed-role/camera/i-\\w+");
      assertThat(sts.getCallerIdentity().userId()).startsWith("AROA");
      assertThat(sts.getCallerIdentity().account()).isEqualTo("123456789012");
    }
    try (StsClient sts = clients.sts(SdkClients.basic(kvs.identities().user("bob")))) {
      assertThat(sts.getCallerIdentity().arn()).isEqualTo("arn:aws:iam::123456789012:user/bob");
      assertThat(sts.getCallerIdentity().userId()).startsWith("AIDA");
    }
  }

  @Test
  void assumedSessionIsLimitedByItsSessionPolicy() {
    String policy =
        """
        {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"kinesisvideo:*",
         "Resource":"arn:aws:kinesisvideo:eu-central-1:123456789012:stream/cam1/*"}]}""";
    AssumeRoleResponse answer = assume(policy, 900);
    assertThat(answer.packedPolicySize()).isPositive();
    assertThat(answer.credentials().expiration())
        .isBetween(Instant.now().plusSeconds(880), Instant.now().plusSeconds(901));
    assertThat(answer.assumedRoleUser().arn()).endsWith(":assumed-role/camera/session-1");
    SessionKeys scoped = keys(answer.credentials());
    try (KinesisVideoClient client = clients.streams(scoped)) {
      assertThat(client.describeStream(r -> r.streamName("cam1")).streamInfo().streamName())
          .isEqualTo("cam1");
      assertDenied(() -> client.describeStream(r -> r.streamName("cam10")));
      // Allowed by the session policy, but not by the role's own.
      assertDenied(() -> client.tagStream(r -> r.streamName("cam1").tags(Map.of("a", "b"))));
    }
  }

  @Test
  void explicitDenyWins() {
    kvs.identities()
        .role(
            "halted",
            """
            {"Version":"2012-10-17","Statement":[
             {"Effect":"Allow","Action":"kinesisvideo:*","Resource":"*"},
             {"Effect":"Deny","NotAction":"kinesisvideo:DescribeStream","Resource":"*"}]}""");
    try (KinesisVideoClient client = clients.streams(kvs.identities().roleSession("halted"))) {
      assertThat(client.describeStream(r -> r.streamName("cam1")).streamInfo()).isNotNull();
      assertDenied(
          () -> client.getDataEndpoint(r -> r.streamName("cam1").apiName(APIName.PUT_MEDIA)));
    }
  }

  @Test
  void insecureTransportConditionDoesNotApplyOverTls() {
    kvs.identities()
        .role(
            "tls-only",
            """
            {"Version":"2012-10-17","Statement":[
             {"Effect":"Allow","Action":"kinesisvideo:*","Resource":"*"},
             {"Effect":"Deny","Action":"*","Resource":"*",
              "Condition":{"Bool":{"aws:SecureTransport":"false"}}}]}""");
    try (KinesisVideoClient client = clients.streams(kvs.identities().roleSession("tls-only"))) {
      assertThat(client.describeStream(r -> r.streamName("cam1")).streamInfo()).isNotNull();
    }
  }

  @Test
  void unknownConditionNeverAllows() {
    kvs.identities()
        .role(
            "conditional",
            """
            {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*",
             "Condition":{"IpAddress":{"aws:SourceIp":"127.0.0.1/32"}}}]}""");
    try (KinesisVideoClient client = clients.streams(kvs.identities().roleSession("conditional"))) {
      assertDenied(() -> client.describeStream(r -> r.streamName("cam1")));
    }
  }

  @Test
  void assumeRoleRefusesWhatTheServiceRefuses() {
    assertStsError(() -> assume("x".repeat(2049), 900), 400, "ValidationError");
    assertStsError(
        () -> assume(LocalIdentities.policy("kinesisvideo:*"), 899), 400, "ValidationError");
    assertThatThrownBy(() -> assume("{\"Version\":\"2012-10-17\"}", 900))
        .isInstanceOf(MalformedPolicyDocumentException.class);
    try (StsClient sts = clients.sts(SdkClients.session(camera))) {
      assertStsError(
          () ->
              sts.assumeRole(
                  r -> r.roleArn(kvs.identities().roleArn("absent")).roleSessionName("s-1")),
          403,
          "AccessDenied");
    }
  }

  @Test
  void roleChainingEndsAfterOneHour() {
    SessionKeys first =
        keys(assume("fleet", LocalIdentities.policy("sts:AssumeRole"), 7200).credentials());
    try (StsClient sts = clients.sts(SdkClients.session(first))) {
      assertStsError(
          () ->
              sts.assumeRole(
                  r ->
                      r.roleArn(kvs.identities().roleArn(LocalIdentities.CAMERA))
                          .roleSessionName("chained")
                          .durationSeconds(3601)),
          400,
          "ValidationError");
    }
  }

  @Test
  void trustPolicyDecidesWhoMayAssume() {
    String trust =
        """
        {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"sts:AssumeRole",
         "Principal":{"AWS":"arn:aws:iam::123456789012:role/administrator"}}]}""";
    String role = kvs.identities().role("guarded", trust, LocalIdentities.policy("kinesisvideo:*"));
    try (StsClient sts = clients.sts(SdkClients.session(admin))) {
      assertThat(sts.assumeRole(r -> r.roleArn(role).roleSessionName("ok")).credentials())
          .isNotNull();
    }
    try (StsClient sts = clients.sts(SdkClients.session(camera))) {
      assertStsError(
          () -> sts.assumeRole(r -> r.roleArn(role).roleSessionName("no")), 403, "AccessDenied");
    }
  }

  @Test
  void expiredSessionIsRefusedByEveryService() {
    SessionKeys expired =
        kvs.identities().roleSession(LocalIdentities.CAMERA, Duration.ofSeconds(-1));
    try (StsClient sts = clients.sts(SdkClients.session(expired));
        KmsClient kms = clients.kms(expired)) {
      assertStsError(sts::getCallerIdentity, 403, "ExpiredToken");
      assertThatExceptionOfType(KmsException.class)
          .isThrownBy(() -> kms.describeKey(r -> r.keyId(kvs.keys().managedAliasArn())))
          .satisfies(
              e -> assertThat(e.awsErrorDetails().errorCode()).isEqualTo("ExpiredTokenException"));
    }
  }

  private static AssumeRoleResponse assume(String policy, int seconds) {
    return assume(LocalIdentities.CAMERA, policy, seconds);
  }

  private static AssumeRoleResponse assume(String role, String policy, int seconds) {
    try (StsClient sts = clients.sts(SdkClients.session(fleet))) {
      return sts.assumeRole(
          r ->
              r.roleArn(kvs.identities().roleArn(role))
                  .roleSessionName("session-1")
                  .durationSeconds(seconds)
                  .policy(policy));
    }
  }

  private static SessionKeys keys(Credentials credentials) {
    return new SessionKeys(
        credentials.accessKeyId(),
        credentials.secretAccessKey(),
        credentials.sessionToken(),
        credentials.expiration());
  }

  private static void assertDenied(ThrowingCallable call) {
    assertThatExceptionOfType(KinesisVideoException.class)
        .isThrownBy(call)
        .satisfies(e -> assertThat(e.statusCode()).isEqualTo(403))
        .satisfies(
            e -> assertThat(e.awsErrorDetails().errorCode()).isEqualTo("AccessDeniedException"));
  }

  private static void assertStsError(ThrowingCallable call, int status, String code) {
    assertThatExceptionOfType(StsException.class)
        .isThrownBy(call)
        .satisfies(e -> assertThat(e.statusCode()).isEqualTo(status))
        .satisfies(e -> assertThat(e.awsErrorDetails().errorCode()).isEqualTo(code));
  }
}
