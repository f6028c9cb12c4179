package io.github.kvssecure.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.kvssecure.local.kms.KeyProblem;
import io.github.kvssecure.local.kms.KeyState;
import io.github.kvssecure.local.kms.KeyType;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.DataKeySpec;
import software.amazon.awssdk.services.kms.model.DecryptResponse;
import software.amazon.awssdk.services.kms.model.DisabledException;
import software.amazon.awssdk.services.kms.model.DryRunOperationException;
import software.amazon.awssdk.services.kms.model.GenerateDataKeyResponse;
import software.amazon.awssdk.services.kms.model.IncorrectKeyException;
import software.amazon.awssdk.services.kms.model.InvalidCiphertextException;
import software.amazon.awssdk.services.kms.model.InvalidKeyUsageException;
import software.amazon.awssdk.services.kms.model.KeyUnavailableException;
import software.amazon.awssdk.services.kms.model.KmsException;
import software.amazon.awssdk.services.kms.model.KmsInvalidStateException;
import software.amazon.awssdk.services.kms.model.NotFoundException;

/** GenerateDataKey and Decrypt, for real and as dry runs, through the SDK. */
final class DataKeyTest {
  private static final Map<String, String> CONTEXT = Map.of("camera", "door", "site", "north");

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

  @Test
  void dataKeyIsDecryptedWithItsContextOnly() {
    String key = kvs.keys().create().arn();
    GenerateDataKeyResponse made = generate(key);
    DecryptResponse opened =
        kms.decrypt(r -> r.ciphertextBlob(made.ciphertextBlob()).encryptionContext(CONTEXT));
    assertThat(made.plaintext().asByteArray()).hasSize(32);
    assertThat(opened.plaintext()).isEqualTo(made.plaintext());
    assertThat(opened.keyId()).isEqualTo(key);
    assertThatThrownBy(() -> kms.decrypt(r -> r.ciphertextBlob(made.ciphertextBlob())))
        .isInstanceOf(InvalidCiphertextException.class);
  }

  @Test
  void changedCiphertextOrOtherKeyIsRefused() {
    byte[] changed = generate(kvs.keys().create().arn()).ciphertextBlob().asByteArray();
    changed[changed.length - 1] ^= 1;
    assertThatThrownBy(() -> decrypt(SdkBytes.fromByteArray(changed)))
        .isInstanceOf(InvalidCiphertextException.class);
    assertThatThrownBy(() -> decrypt(SdkBytes.fromByteArray(new byte[] {127, 1})))
        .isInstanceOf(InvalidCiphertextException.class);
    SdkBytes sealed = generate(kvs.keys().create().arn()).ciphertextBlob();
    String other = kvs.keys().create().arn();
    assertThatThrownBy(
            () ->
                kms.decrypt(r -> r.keyId(other).ciphertextBlob(sealed).encryptionContext(CONTEXT)))
        .isInstanceOf(IncorrectKeyException.class);
  }

  @Test
  void lengthIsAskedForInExactlyOneWay() {
    String key = kvs.keys().create().arn();
    assertThat(kms.generateDataKey(r -> r.keyId(key).numberOfBytes(64)).plaintext().asByteArray())
        .hasSize(64);
    assertValidationError(() -> kms.generateDataKey(r -> r.keyId(key)));
    assertValidationError(
        () -> kms.generateDataKey(r -> r.keyId(key).numberOfBytes(16).keySpec("AES_128")));
    assertValidationError(() -> kms.generateDataKey(r -> r.keyId(key).numberOfBytes(1025)));
  }

  @Test
  void dryRunNeverSucceeds() {
    String key = kvs.keys().create().arn();
    assertThatThrownBy(() -> dryRun(key)).isInstanceOf(DryRunOperationException.class);
    SdkBytes sealed = generate(key).ciphertextBlob();
    assertThatThrownBy(
            () ->
                kms.decrypt(r -> r.ciphertextBlob(sealed).encryptionContext(CONTEXT).dryRun(true)))
        .isInstanceOf(DryRunOperationException.class);
  }

  static Stream<Arguments> unusableKeys() {
    return Stream.of(
        Arguments.of(KeyState.DISABLED, DisabledException.class),
        Arguments.of(KeyState.PENDING_DELETION, KmsInvalidStateException.class),
        Arguments.of(KeyState.PENDING_IMPORT, KmsInvalidStateException.class),
        Arguments.of(KeyState.PENDING_REPLICA_DELETION, KmsInvalidStateException.class),
        Arguments.of(KeyState.CREATING, KmsInvalidStateException.class),
        Arguments.of(KeyState.UNAVAILABLE, KeyUnavailableException.class));
  }

  @ParameterizedTest
  @MethodSource("unusableKeys")
  void unusableKeyIsRefusedForRealAndDry(KeyState state, Class<? extends KmsException> type) {
    String key = kvs.keys().state(kvs.keys().create().arn(), state);
    assertThatThrownBy(() -> dryRun(key)).isInstanceOf(type).hasMessageContaining(key);
    assertThatThrownBy(() -> generate(key)).isInstanceOf(type);
  }

  @Test
  void keyThatIsUpdatedStaysUsable() {
    String key = kvs.keys().state(kvs.keys().createMultiRegion().arn(), KeyState.UPDATING);
    assertThat(generate(key).keyId()).isEqualTo(key);
  }

  @Test
  void wrongUsageAndMissingKeyAreTyped() {
    String signing = kvs.keys().create(KeyType.SIGNING).arn();
    assertThatThrownBy(() -> dryRun(signing)).isInstanceOf(InvalidKeyUsageException.class);
    assertThatThrownBy(() -> dryRun("alias/absent")).isInstanceOf(NotFoundException.class);
  }

  @ParameterizedTest
  @EnumSource(KeyProblem.class)
  void armedProblemHitsUseUntilRecovery(KeyProblem problem) {
    String key = kvs.keys().create().arn();
    kvs.keys().fail(key, problem);
    assertThatThrownBy(() -> generate(key))
        .isInstanceOfSatisfying(
            KmsException.class,
            e -> assertThat(e.awsErrorDetails().errorCode()).isEqualTo(problem.errorType()));
    assertThat(kms.describeKey(r -> r.keyId(key)).keyMetadata().enabled()).isTrue();
    kvs.keys().recover(key);
    assertThat(generate(key).keyId()).isEqualTo(key);
  }

  @Test
  void disarmEndsArmedProblems() {
    try (LocalKvs own = LocalKvs.start();
        KmsClient admin =
            new SdkClients(own).kms(own.identities().roleSession(LocalIdentities.ADMINISTRATOR))) {
      String key = own.keys().create().arn();
      own.keys().fail(key, KeyProblem.KMS_KEY_UNAVAILABLE);
      own.disarm();
      assertThat(admin.generateDataKey(r -> r.keyId(key).numberOfBytes(1)).keyId()).isEqualTo(key);
    }
  }

  private static GenerateDataKeyResponse generate(String key) {
    return kms.generateDataKey(
        r -> r.keyId(key).keySpec(DataKeySpec.AES_256).encryptionContext(CONTEXT));
  }

  private static void dryRun(String key) {
    kms.generateDataKey(r -> r.keyId(key).keySpec(DataKeySpec.AES_256).dryRun(true));
  }

  private static void decrypt(SdkBytes sealed) {
    kms.decrypt(r -> r.ciphertextBlob(sealed).encryptionContext(CONTEXT));
  }

  private static void assertValidationError(ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            KmsException.class,
            e -> assertThat(e.awsErrorDetails().errorCode()).isEqualTo("ValidationException"));
  }
}
