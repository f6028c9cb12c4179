package io.github.kvssecure.internal.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.kvssecure.local.LocalIdentities;
import io.github.kvssecure.local.LocalKvs;
import io.github.kvssecure.local.kms.KeyRecord;
import io.github.kvssecure.local.kms.KeyState;
import io.github.kvssecure.local.kms.KeyType;
import io.github.kvssecure.spi.ControlPlaneException;
import io.github.kvssecure.spi.DataKeyTrial;
import io.github.kvssecure.spi.KeyRotation;
import io.github.kvssecure.stream.KeyArn;
import io.github.kvssecure.stream.KeyDescription;
import io.github.kvssecure.stream.KmsKeyId;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What KMS says of keys, through the SDK's own marshalling over real TLS. */
class KeyDirectoryOverTlsTest {

  private final LocalKvs kvs = LocalKvs.start();
  private final KeyRecord key = kvs.keys().create();
  private final AwsKeyDirectory camera = directory(LocalIdentities.CAMERA);
  private final AwsKeyDirectory auditor = directory(LocalIdentities.ADMINISTRATOR);

  private AwsKeyDirectory directory(String role) {
    return new AwsKeyDirectory(
        StandIn.clients(kvs),
        StandIn.principal(kvs, StandIn.source(kvs.identities().roleSession(role))));
  }

  @AfterEach
  void stop() {
    camera.close();
    auditor.close();
    kvs.close();
  }

  private KeyDescription described(String name) {
    return auditor.describe(KmsKeyId.of(name)).orElseThrow();
  }

  @Test
  void dryRun_tellsPermittedDeniedAndUnusableApart() {
    KeyArn arn = KeyArn.of(key.arn());
    assertThat(camera.tryDataKey(arn)).isEqualTo(new DataKeyTrial.Permitted());

    kvs.keys().disable(key.arn());
    assertThat(camera.tryDataKey(arn)).isEqualTo(new DataKeyTrial.Unusable("DisabledException"));
    kvs.keys().scheduleDeletion(key.arn());
    assertThat(camera.tryDataKey(arn))
        .isEqualTo(new DataKeyTrial.Unusable("KMSInvalidStateException"));
    assertThat(camera.tryDataKey(KeyArn.of(kvs.keys().create(KeyType.SIGNING).arn())))
        .isEqualTo(new DataKeyTrial.Unusable("InvalidKeyUsageException"));

    kvs.keys().state(key.arn(), KeyState.ENABLED);
    kvs.keys().allowOnlyStreams(key.arn(), kvs.account());
    assertThat(camera.tryDataKey(arn)).isEqualTo(new DataKeyTrial.Denied());
  }

  @Test
  void rotation_isOnOffOrImpossible() {
    KeyArn arn = KeyArn.of(key.arn());
    assertThat(auditor.rotation(arn)).isEqualTo(new KeyRotation.Off());
    kvs.keys().rotate(key.arn(), Duration.ofDays(90));
    assertThat(auditor.rotation(arn)).isEqualTo(new KeyRotation.On(90));
    assertThat(
            auditor.rotation(
                KeyArn.of(kvs.keys().createImported(Instant.now().plusSeconds(3600)).arn())))
        .isEqualTo(new KeyRotation.Unsupported());
    assertThatExceptionOfType(ControlPlaneException.class)
        .isThrownBy(() -> camera.rotation(arn))
        .satisfies(failure -> assertThat(failure.isDenied()).isTrue())
        .withMessageContaining("kms:GetKeyRotationStatus");
  }

  @Test
  void description_tellsDeletionEndOfMaterialAndReplicas() {
    Instant end = Instant.now().plus(Duration.ofDays(9)).truncatedTo(ChronoUnit.SECONDS);
    KeyRecord imported = kvs.keys().createImported(end);
    assertThat(described(imported.arn()).life().materialEnds()).hasValue(end);
    kvs.keys().scheduleDeletion(key.arn());
    assertThat(described(key.arn()).life().deletion()).isPresent();
    assertThat(described(key.arn()).life().state()).isEqualTo("PendingDeletion");

    KeyRecord primary = kvs.keys().inRegion("us-east-1").createMultiRegion();
    KeyRecord replica = kvs.keys().inRegion("us-east-1").replicate(primary.arn(), kvs.region());
    assertThat(described(replica.arn()).multiRegionPrimary()).hasValue(KeyArn.of(primary.arn()));
    assertThat(described(replica.arn()).arn()).isEqualTo(KeyArn.of(replica.arn()));
  }
}
