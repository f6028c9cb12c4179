package io.github.kvssecure.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.kvssecure.local.kms.KeyOrigin;
import io.github.kvssecure.local.kms.KeyRecord;
import io.github.kvssecure.local.kms.KeySpec;
import io.github.kvssecure.local.kms.KeyState;
import io.github.kvssecure.local.kms.KeyType;
import io.github.kvssecure.local.kms.KeyUsage;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.DependencyTimeoutException;
import software.amazon.awssdk.services.kms.model.ExpirationModelType;
import software.amazon.awssdk.services.kms.model.GetKeyRotationStatusResponse;
import software.amazon.awssdk.services.kms.model.InvalidArnException;
import software.amazon.awssdk.services.kms.model.KeyManagerType;
import software.amazon.awssdk.services.kms.model.KeyMetadata;
import software.amazon.awssdk.services.kms.model.KmsException;
import software.amazon.awssdk.services.kms.model.MultiRegionKey;
import software.amazon.awssdk.services.kms.model.MultiRegionKeyType;
import software.amazon.awssdk.services.kms.model.NotFoundException;
import software.amazon.awssdk.services.kms.model.UnsupportedOperationException;

/** What DescribeKey and GetKeyRotationStatus tell about every kind of key, through the SDK. */
final class KeysTest {
  private static final String PARTNER = "210987654321";

  private static LocalKvs kvs;
  private static KmsClient kms;

  @BeforeAll
  static void start() {
    kvs = LocalKvs.start();
    kms = new SdkClients(kvs).kms(kvs.identities().roleSession(LocalIdentities.ADMINISTRATOR));
  }

  @AfterAll
  static void stop() {
    kms.close();
    kvs.close();
  }

  @ParameterizedTest
  @EnumSource(KeyState.class)
  void keyIsDescribedInEveryState(KeyState state) {
    KeyMetadata key = describe(kvs.keys().state(kvs.keys().create().arn(), state));
    assertThat(key.keyStateAsString()).isEqualTo(state.wireName());
    assertThat(key.enabled()).isEqualTo(state == KeyState.ENABLED);
  }

  @ParameterizedTest
  @EnumSource(KeySpec.class)
  void everySpecIsDescribedWithEachOfItsUsages(KeySpec spec) {
    for (KeyUsage usage : spec.usages()) {
      KeyMetadata key = describe(kvs.keys().create(KeyType.of(spec, usage)).arn());
      assertThat(key.keySpecAsString()).isEqualTo(spec.name());
      assertThat(key.keyUsageAsString()).isEqualTo(usage.name());
      assertThat(key.encryptionAlgorithms().isEmpty()).isEqualTo(usage != KeyUsage.ENCRYPT_DECRYPT);
    }
  }

  @Test
  void usageThatASpecCannotHaveIsRefused() {
    assertThatThrownBy(() -> KeyType.of(KeySpec.HMAC_256, KeyUsage.ENCRYPT_DECRYPT))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("GENERATE_VERIFY_MAC");
  }

  @ParameterizedTest
  @EnumSource(KeyOrigin.class)
  void originIsDescribed(KeyOrigin origin) {
    KeyMetadata key = describe(kvs.keys().create(KeyType.SYMMETRIC.from(origin)).arn());
    assertThat(key.originAsString()).isEqualTo(origin.name());
    assertThat(key.customKeyStoreId() != null).isEqualTo(origin.customStore());
    assertThat(key.expirationModel() != null).isEqualTo(origin == KeyOrigin.EXTERNAL);
  }

  @Test
  void rePointedAliasMeansTheOtherKey() {
    KeyRecord first = kvs.keys().create();
    KeyRecord second = kvs.keys().create();
    String alias = kvs.keys().alias("alias/moving", first);
    assertThat(describe(alias).arn()).isEqualTo(first.arn());
    kvs.keys().alias("alias/moving", second);
    assertThat(describe(alias).arn()).isEqualTo(second.arn());
    kvs.keys().removeAlias("alias/moving");
    assertThatThrownBy(() -> describe(alias))
        .isInstanceOf(NotFoundException.class)
        .hasMessageContaining("Alias " + alias + " is not found.");
  }

  @Test
  void aliasOfAwsOrOfAForeignKeyCannotBeMade() {
    KeyRecord foreign = kvs.keys().ofAccount(PARTNER).create();
    assertThatThrownBy(() -> kvs.keys().alias("alias/foreign", foreign))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> kvs.keys().alias("alias/aws/mine", kvs.keys().create()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void scheduledDeletionHasADateAndEndsInNothing() {
    KeyRecord key = kvs.keys().create();
    kvs.keys().alias("alias/going", key);
    kvs.keys().scheduleDeletion(key.arn(), Duration.ofDays(7));
    KeyMetadata pending = describe(key.arn());
    assertThat(pending.keyStateAsString()).isEqualTo("PendingDeletion");
    assertThat(pending.deletionDate())
        .isBetween(Instant.now().plus(Duration.ofDays(6)), Instant.now().plus(Duration.ofDays(7)));
    kvs.keys().scheduleDeletion(key.arn(), Duration.ZERO);
    assertThatThrownBy(() -> describe(key.arn())).isInstanceOf(NotFoundException.class);
    assertThatThrownBy(() -> describe("alias/going")).isInstanceOf(NotFoundException.class);
  }

  @Test
  void cancelledDeletionLeavesTheKeyDisabled() {
    String key = kvs.keys().scheduleDeletion(kvs.keys().create().arn());
    kvs.keys().cancelDeletion(key);
    assertThat(describe(key).keyStateAsString()).isEqualTo("Disabled");
    assertThat(describe(key).deletionDate()).isNull();
  }

  @Test
  void importedMaterialHasAnExpiryAndIsGoneAfterIt() {
    Instant end = Instant.now().plus(Duration.ofDays(3)).truncatedTo(ChronoUnit.MILLIS);
    KeyMetadata valid = describe(kvs.keys().createImported(end).arn());
    assertThat(valid.expirationModel()).isEqualTo(ExpirationModelType.KEY_MATERIAL_EXPIRES);
    assertThat(valid.validTo()).isEqualTo(end);
    assertThat(valid.keyStateAsString()).isEqualTo("Enabled");
    KeyMetadata expired = describe(kvs.keys().createImported(Instant.now().minusSeconds(1)).arn());
    assertThat(expired.keyStateAsString()).isEqualTo("PendingImport");
    assertThat(expired.expirationModel()).isNull();
  }

  @Test
  void multiRegionKeyNamesItsPrimaryAndReplicas() {
    KeyRecord primary = kvs.keys().createMultiRegion();
    KeyRecord replica = kvs.keys().replicate(primary.arn(), "eu-west-1");
    assertThat(primary.id()).startsWith("mrk-").isEqualTo(replica.id());
    KeyMetadata here = describe(primary.arn());
    assertThat(here.multiRegion()).isTrue();
    assertThat(here.multiRegionConfiguration().multiRegionKeyType())
        .isEqualTo(MultiRegionKeyType.PRIMARY);
    assertThat(here.multiRegionConfiguration().replicaKeys())
        .containsExactly(MultiRegionKey.builder().arn(replica.arn()).region("eu-west-1").build());
    assertThatThrownBy(() -> kvs.keys().replicate(kvs.keys().create().arn(), "eu-west-1"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void replicaHereNamesThePrimaryElsewhere() {
    LocalKeys ireland = kvs.keys().inRegion("eu-west-1");
    KeyRecord primary = ireland.createMultiRegion();
    KeyMetadata replica = describe(ireland.replicate(primary.id(), kvs.region()).arn());
    assertThat(replica.arn()).contains(":eu-central-1:");
    assertThat(replica.multiRegionConfiguration().multiRegionKeyType())
        .isEqualTo(MultiRegionKeyType.REPLICA);
    assertThat(replica.multiRegionConfiguration().primaryKey().arn()).isEqualTo(primary.arn());
  }

  @Test
  void keyOfAnotherRegionIsNotFoundHere() {
    String elsewhere = kvs.keys().inRegion("eu-west-1").create().arn();
    assertThatThrownBy(() -> describe(elsewhere))
        .isInstanceOf(NotFoundException.class)
        .hasMessageContaining("Invalid arn eu-west-1");
  }

  @Test
  void keyOfAnotherAccountIsFoundByArnOnly() {
    LocalKeys partner = kvs.keys().ofAccount(PARTNER);
    KeyRecord key = partner.create();
    String alias = partner.alias("alias/shared", key);
    partner.allowAccount(key.id(), kvs.account());
    assertThat(describe(key.arn()).awsAccountId()).isEqualTo(PARTNER);
    assertThat(describe(alias).arn()).isEqualTo(key.arn());
    assertThatThrownBy(() -> describe(key.id())).isInstanceOf(NotFoundException.class);
    assertThatThrownBy(() -> describe("alias/shared")).isInstanceOf(NotFoundException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "arn:aws:kms:eu-central-1:123456789012",
        "arn:aws:kms:eu-central-1:1234:key/a",
        "arn:aws:kms:eu-central-1:123456789012:grant/a",
        "arn:aws:s3:::bucket"
      })
  void arnThatIsNoneOfAKeyIsInvalid(String name) {
    assertThatThrownBy(() -> describe(name)).isInstanceOf(InvalidArnException.class);
  }

  @Test
  void describingTheManagedAliasMakesTheKey() {
    try (LocalKvs fresh = LocalKvs.start();
        KmsClient admin = clientOf(fresh, LocalIdentities.ADMINISTRATOR);
        KmsClient camera = clientOf(fresh, LocalIdentities.CAMERA)) {
      String alias = fresh.keys().managedAliasArn();
      assertThatThrownBy(() -> camera.describeKey(r -> r.keyId(alias)))
          .isInstanceOf(KmsException.class);
      assertThatThrownBy(() -> admin.getKeyRotationStatus(r -> r.keyId(alias)))
          .isInstanceOf(NotFoundException.class);
      assertThat(fresh.keys().managedKeyWasMade()).isFalse();
      KeyMetadata made = admin.describeKey(r -> r.keyId("alias/aws/kinesisvideo")).keyMetadata();
      assertThat(fresh.keys().managedKeyWasMade()).isTrue();
      assertThat(made.keyManager()).isEqualTo(KeyManagerType.AWS);
      assertThat(admin.describeKey(r -> r.keyId(alias)).keyMetadata().arn()).isEqualTo(made.arn());
    }
  }

  @Test
  void rotationIsReportedWithItsPeriod() {
    String key = kvs.keys().rotate(kvs.keys().create().arn(), Duration.ofDays(90));
    GetKeyRotationStatusResponse status = kms.getKeyRotationStatus(r -> r.keyId(key));
    assertThat(status.keyRotationEnabled()).isTrue();
    assertThat(status.rotationPeriodInDays()).isEqualTo(90);
    assertThat(status.nextRotationDate()).isAfter(Instant.now().plus(Duration.ofDays(89)));
    kvs.keys().scheduleDeletion(key);
    assertThat(kms.getKeyRotationStatus(r -> r.keyId(key)).keyRotationEnabled()).isFalse();
    String plain = kvs.keys().create().arn();
    assertThat(kms.getKeyRotationStatus(r -> r.keyId(plain)).keyRotationEnabled()).isFalse();
  }

  @Test
  void rotationOfAKeyThatKmsCannotRotateIsUnsupported() {
    for (KeyType type :
        new KeyType[] {KeyType.SIGNING, KeyType.SYMMETRIC.from(KeyOrigin.EXTERNAL)}) {
      String key = kvs.keys().create(type).arn();
      assertThatThrownBy(() -> kms.getKeyRotationStatus(r -> r.keyId(key)))
          .isInstanceOf(UnsupportedOperationException.class);
    }
  }

  @Test
  void armedErrorOfDescribeKeyIsTyped() {
    String key = kvs.keys().create().arn();
    kvs.arm(
        FaultPlan.of(Fault.HTTP_400)
            .onOperation("DescribeKey")
            .errorType("DependencyTimeoutException"));
    assertThatThrownBy(() -> describe(key)).isInstanceOf(DependencyTimeoutException.class);
    assertThat(describe(key).arn()).isEqualTo(key);
  }

  @Test
  void whoMayNotDescribeLearnsNothingAboutWhatExists() {
    try (KmsClient camera = clientOf(kvs, LocalIdentities.CAMERA)) {
      for (String name : new String[] {kvs.keys().create().arn(), "alias/absent", "absent"}) {
        assertThatThrownBy(() -> camera.describeKey(r -> r.keyId(name)))
            .isInstanceOfSatisfying(
                KmsException.class,
                e ->
                    assertThat(e.awsErrorDetails().errorCode()).isEqualTo("AccessDeniedException"));
      }
    }
  }

  private static KmsClient clientOf(LocalKvs kvs, String role) {
    return new SdkClients(kvs).kms(kvs.identities().roleSession(role));
  }

  private static KeyMetadata describe(String name) {
    return kms.describeKey(r -> r.keyId(name)).keyMetadata();
  }
}
