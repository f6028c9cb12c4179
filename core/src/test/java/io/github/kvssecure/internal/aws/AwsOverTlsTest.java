package io.github.kvssecure.internal.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.kvssecure.fake.Keys;
import io.github.kvssecure.identity.CredentialSource;
import io.github.kvssecure.identity.RoleArn;
import io.github.kvssecure.identity.SessionCredentials;
import io.github.kvssecure.local.Fault;
import io.github.kvssecure.local.FaultPlan;
import io.github.kvssecure.local.LocalIdentities;
import io.github.kvssecure.local.LocalKvs;
import io.github.kvssecure.local.RecordedCall;
import io.github.kvssecure.local.SessionKeys;
import io.github.kvssecure.local.streams.StreamSettings;
import io.github.kvssecure.spi.ControlPlaneException;
import io.github.kvssecure.spi.SessionCredentialsProvider;
import io.github.kvssecure.stream.KeyArn;
import io.github.kvssecure.stream.KmsKeyId;
import io.github.kvssecure.stream.Retention;
import io.github.kvssecure.stream.RetentionChange;
import io.github.kvssecure.stream.StreamArn;
import io.github.kvssecure.stream.StreamDescription;
import io.github.kvssecure.stream.StreamName;
import io.github.kvssecure.stream.StreamSpec;
import io.github.kvssecure.stream.StreamVersion;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The adapters against the stand-in: real TLS, real signatures, the SDK's own marshalling. */
class AwsOverTlsTest {

  private final LocalKvs kvs = LocalKvs.start();
  private final SessionKeys administrator =
      kvs.identities().roleSession(LocalIdentities.ADMINISTRATOR);
  private final AwsControlPlane controlPlane = StandIn.controlPlane(kvs, administrator);

  @AfterEach
  void stop() {
    controlPlane.close();
    kvs.close();
  }

  @Test
  void stream_isCreatedDescribedAndHasAnEndpoint() {
    String key = kvs.keys().create().arn();
    StreamSpec spec = StandIn.spec("door", key);

    assertThat(controlPlane.describe(spec.name())).isEmpty();
    StreamArn arn = controlPlane.create(spec).orElseThrow();
    assertThat(controlPlane.create(spec)).isEmpty();

    StreamDescription description = controlPlane.describe(spec.name()).orElseThrow();
    assertThat(description.arn()).isEqualTo(arn.value());
    assertThat(description.retention()).isEqualTo(Retention.ofHours(48));
    assertThat(description.kmsKeyId()).hasValue(key);
    assertThat(description.mediaType()).hasValue("video/h264");

    assertThat(controlPlane.dataEndpoint(arn)).isEqualTo(kvs.endpoint());
    assertThat(kvs.calls())
        .extracting(RecordedCall::accessKeyId)
        .containsOnly(administrator.accessKeyId());
  }

  @Test
  void stream_isRetainedAndDeletedByItsVersionOnly() {
    StreamSpec spec = StandIn.spec("door", kvs.keys().create().arn());
    kvs.streams()
        .create("door", StreamSettings.none().withRetentionHours(48).withMediaType("video/h264"));
    StreamDescription seen = controlPlane.describe(spec.name()).orElseThrow();
    StreamArn arn = StreamArn.parse(seen.arn()).orElseThrow();
    StreamVersion version = seen.version().orElseThrow();

    controlPlane.changeRetention(
        arn, version, new RetentionChange(Retention.ofHours(48), Retention.ofHours(2)));

    StreamDescription changed = controlPlane.describe(spec.name()).orElseThrow();
    assertThat(changed.retention()).isEqualTo(Retention.ofHours(2));
    assertThatExceptionOfType(ControlPlaneException.class)
        .isThrownBy(() -> controlPlane.delete(arn, version))
        .satisfies(
            failure -> assertThat(failure.errorCode()).isEqualTo("VersionMismatchException"));
    controlPlane.changeRetention(
        arn,
        changed.version().orElseThrow(),
        new RetentionChange(Retention.ofHours(2), Retention.ofHours(24)));
    controlPlane.delete(
        arn, controlPlane.describe(spec.name()).orElseThrow().version().orElseThrow());
    assertThat(controlPlane.describe(spec.name())).isEmpty();
  }

  @Test
  void callerIdentity_isTheRoleSession() {
    assertThat(controlPlane.callerIdentity(StandIn.credentials(administrator)).account())
        .isEqualTo(kvs.account());
    assertThat(controlPlane.callerIdentity(StandIn.credentials(administrator)).arn())
        .contains(":assumed-role/" + LocalIdentities.ADMINISTRATOR + "/");
  }

  @Test
  void key_isDescribedByAliasAsTheKeyBehindIt() {
    String key = kvs.keys().create().arn();
    kvs.keys().alias("alias/camera", kvs.keys().get(key));
    try (AwsKeyDirectory directory =
        new AwsKeyDirectory(
            StandIn.clients(kvs), StandIn.principal(kvs, StandIn.source(administrator)))) {
      assertThat(directory.describe(KmsKeyId.of("alias/camera")))
          .hasValue(Keys.good(KeyArn.of(key)));
      assertThat(directory.describe(KmsKeyId.of("alias/nothing"))).isEmpty();
    }
  }

  @Test
  void missingPermission_isNamed() {
    SessionKeys camera = kvs.identities().roleSession(LocalIdentities.CAMERA);
    try (AwsControlPlane ofTheCamera = StandIn.controlPlane(kvs, camera)) {
      assertThatExceptionOfType(ControlPlaneException.class)
          .isThrownBy(() -> ofTheCamera.create(StandIn.spec("door", kvs.keys().create().arn())))
          .withMessageContaining("allow kinesisvideo:CreateStream on")
          .withMessageContaining(":stream/door/*");
    }
  }

  @Test
  void revokedCredentials_areRefusedWithoutShowingSecrets() {
    kvs.identities().revoke(administrator.accessKeyId());

    assertThatExceptionOfType(ControlPlaneException.class)
        .isThrownBy(() -> controlPlane.describe(StreamName.of("door")))
        .satisfies(
            failure -> {
              assertThat(failure.errorCode()).isEqualTo("UnrecognizedClientException");
              assertThat(failure)
                  .hasMessageNotContaining(administrator.sessionToken())
                  .hasMessageNotContaining(administrator.secretAccessKey());
            });
  }

  @Test
  void troubleOfTheService_isRetriedUpToThreeAttempts() {
    kvs.arm(Fault.HTTP_503, "DescribeStream", 2);
    assertThat(controlPlane.describe(StreamName.of("door"))).isEmpty();

    kvs.arm(Fault.HTTP_503, "DescribeStream", 3);
    assertThatExceptionOfType(ControlPlaneException.class)
        .isThrownBy(() -> controlPlane.describe(StreamName.of("door")))
        .satisfies(failure -> assertThat(failure.isRetryable()).isTrue());
  }

  @ParameterizedTest
  @EnumSource(
      value = Fault.class,
      names = {"HTTP_400", "HTTP_429"})
  void throttledCall_isMadeAgain(Fault fault) {
    kvs.arm(
        FaultPlan.of(fault)
            .errorType("ClientLimitExceededException")
            .onOperation("DescribeStream")
            .times(2));

    assertThat(controlPlane.describe(StreamName.of("door"))).isEmpty();
    assertThat(kvs.calls()).hasSize(3);
  }

  @Test
  void redirect_isNotFollowed() {
    kvs.arm(Fault.REDIRECT_302, "DescribeStream", 1);

    assertThatExceptionOfType(ControlPlaneException.class)
        .isThrownBy(() -> controlPlane.describe(StreamName.of("door")));
    assertThat(kvs.calls()).hasSize(1);
  }

  @Test
  void role_isAssumedWithTheBaseCredentials() {
    CredentialSource.AssumedRole source =
        CredentialSource.assumeRole(
                RoleArn.of(assumableRole("door-camera")), "door", StandIn.source(caller()))
            .lasting(Duration.ofMinutes(15));
    try (SessionCredentialsProvider principal = StandIn.principal(kvs, source);
        AwsControlPlane ofTheRole = new AwsControlPlane(StandIn.clients(kvs), principal)) {
      SessionCredentials credentials = principal.resolve();

      assertThat(credentials.sessionToken()).isPresent();
      assertThat(credentials.expiration().orElseThrow())
          .isBetween(Instant.now().plusSeconds(840), Instant.now().plusSeconds(901));
      assertThat(ofTheRole.callerIdentity(credentials).arn())
          .endsWith(":assumed-role/door-camera/door");
      assertThat(kvs.calls())
          .extracting(RecordedCall::operation)
          .containsExactly("AssumeRole", "GetCallerIdentity");
    }
  }

  @Test
  void roleThatMayNotBeAssumed_isNamedByTheCallThatNeededIt() {
    String role =
        kvs.identities()
            .role(
                "door-camera",
                """
                {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"sts:AssumeRole",
                "Principal":{"AWS":"%s"}}]}"""
                    .formatted(kvs.identities().roleArn("fleet")),
                LocalIdentities.policy("kinesisvideo:DescribeStream"));
    CredentialSource source =
        CredentialSource.assumeRole(
            RoleArn.of(role),
            "door",
            StandIn.source(kvs.identities().roleSession(LocalIdentities.VIEWER)));
    try (SessionCredentialsProvider principal = StandIn.principal(kvs, source);
        AwsControlPlane ofTheRole = new AwsControlPlane(StandIn.clients(kvs), principal)) {
      assertThatExceptionOfType(ControlPlaneException.class)
          .isThrownBy(() -> ofTheRole.describe(StreamName.of("door")))
          .withMessageContaining("allow sts:AssumeRole on " + role);
    }
  }

  private String assumableRole(String name) {
    return kvs.identities().role(name, LocalIdentities.policy("kinesisvideo:DescribeStream"));
  }

  private SessionKeys caller() {
    kvs.identities().role("fleet", LocalIdentities.policy("sts:AssumeRole"));
    return kvs.identities().roleSession("fleet");
  }
}
