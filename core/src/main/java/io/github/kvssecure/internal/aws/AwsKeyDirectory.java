package io.github.kvssecure.internal.aws;

import io.github.kvssecure.spi.ControlPlaneException;
import io.github.kvssecure.spi.DataKeyTrial;
import io.github.kvssecure.spi.KeyDirectory;
import io.github.kvssecure.spi.KeyRotation;
import io.github.kvssecure.spi.SessionCredentialsProvider;
import io.github.kvssecure.stream.AwsRegion;
import io.github.kvssecure.stream.KeyArn;
import io.github.kvssecure.stream.KeyDescription;
import io.github.kvssecure.stream.KmsKeyId;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.DataKeySpec;
import software.amazon.awssdk.services.kms.model.DescribeKeyRequest;
import software.amazon.awssdk.services.kms.model.DisabledException;
import software.amazon.awssdk.services.kms.model.DryRunOperationException;
import software.amazon.awssdk.services.kms.model.ExpirationModelType;
import software.amazon.awssdk.services.kms.model.GenerateDataKeyRequest;
import software.amazon.awssdk.services.kms.model.GetKeyRotationStatusRequest;
import software.amazon.awssdk.services.kms.model.GetKeyRotationStatusResponse;
import software.amazon.awssdk.services.kms.model.InvalidKeyUsageException;
import software.amazon.awssdk.services.kms.model.KeyManagerType;
import software.amazon.awssdk.services.kms.model.KeyMetadata;
import software.amazon.awssdk.services.kms.model.KeyUnavailableException;
import software.amazon.awssdk.services.kms.model.KmsInvalidStateException;
import software.amazon.awssdk.services.kms.model.MultiRegionConfiguration;
import software.amazon.awssdk.services.kms.model.MultiRegionKey;
import software.amazon.awssdk.services.kms.model.NotFoundException;
import software.amazon.awssdk.services.kms.model.UnsupportedOperationException;

/**
 * The keys that KMS shows to one principal. Thread-safe; the same time limits as the control plane.
 */
public final class AwsKeyDirectory implements KeyDirectory {

  private static final String NOT_SAID = "unknown";

  /** A year, in days: KMS's period where none was chosen. */
  private static final int DEFAULT_PERIOD = 365;

  private final AwsRegion region;
  private final SecondSigner principal;
  private final KmsClient kms;

  /**
   * The key directory for one principal.
   *
   * @param clients makes the client
   * @param principal signs every call; stays the caller's to close
   */
  public AwsKeyDirectory(AwsClients clients, SessionCredentialsProvider principal) {
    this(clients.endpoints().region(), new SecondSigner(principal), clients.kms(principal));
  }

  AwsKeyDirectory(AwsRegion region, SecondSigner principal, KmsClient kms) {
    this.region = region;
    this.principal = principal;
    this.kms = kms;
  }

  @Override
  public Optional<KeyDescription> describe(KmsKeyId key) {
    if (key.isAwsManagedAlias()) {
      throw new IllegalArgumentException(
          key + " is an AWS managed alias: asking KMS for it would make the key");
    }
    AwsCall call = AwsCall.onKey("DescribeKey", region, key);
    DescribeKeyRequest request = DescribeKeyRequest.builder().keyId(key.value()).build();
    try {
      return Optional.of(
          described(call, principal.call(() -> kms.describeKey(request)).keyMetadata()));
    } catch (NotFoundException e) {
      return Optional.empty();
    } catch (SdkException | UncheckedIOException e) {
      throw FailureTranslation.of(call, e);
    }
  }

  private static KeyDescription described(AwsCall call, @Nullable KeyMetadata key) {
    if (key == null || key.arn() == null) {
      throw FailureTranslation.malformed(call, "no key ARN");
    }
    return new KeyDescription(
        KeyArn.parse(key.arn())
            .orElseThrow(() -> FailureTranslation.malformed(call, "no usable key ARN")),
        new KeyDescription.Kind(
            key.keyManager() == KeyManagerType.CUSTOMER
                ? KeyDescription.Manager.CUSTOMER
                : KeyDescription.Manager.AWS,
            Objects.requireNonNullElse(key.keySpecAsString(), NOT_SAID),
            Objects.requireNonNullElse(key.keyUsageAsString(), NOT_SAID)),
        new KeyDescription.Life(
            Objects.requireNonNullElse(key.keyStateAsString(), NOT_SAID),
            Optional.ofNullable(key.deletionDate()),
            key.expirationModel() == ExpirationModelType.KEY_MATERIAL_DOES_NOT_EXPIRE
                ? Optional.empty()
                : Optional.ofNullable(key.validTo())),
        Optional.ofNullable(key.multiRegionConfiguration())
            .map(MultiRegionConfiguration::primaryKey)
            .map(MultiRegionKey::arn)
            .flatMap(KeyArn::parse));
  }

  @Override
  public DataKeyTrial tryDataKey(KeyArn key) {
    AwsCall call = AwsCall.onKey("GenerateDataKey", region, key.toKeyId());
    GenerateDataKeyRequest request =
        GenerateDataKeyRequest.builder()
            .keyId(key.value())
            .keySpec(DataKeySpec.AES_256)
            .dryRun(true)
            .build();
    try {
      principal.call(() -> kms.generateDataKey(request));
    } catch (DryRunOperationException e) {
      return new DataKeyTrial.Permitted();
    } catch (DisabledException
        | KmsInvalidStateException
        | InvalidKeyUsageException
        | KeyUnavailableException
        | NotFoundException e) {
      return new DataKeyTrial.Unusable(FailureTranslation.of(call, e).errorCode());
    } catch (SdkException | UncheckedIOException e) {
      ControlPlaneException failure = FailureTranslation.of(call, e);
      if (failure.isDenied()) {
        return new DataKeyTrial.Denied();
      }
      throw failure;
    }
    // A dry run never succeeds; the key that came all the same is left to the garbage collector.
    throw FailureTranslation.malformed(call, "a key in place of the outcome of a dry run");
  }

  @Override
  public KeyRotation rotation(KeyArn key) {
    AwsCall call = AwsCall.onKey("GetKeyRotationStatus", region, key.toKeyId());
    GetKeyRotationStatusRequest request =
        GetKeyRotationStatusRequest.builder().keyId(key.value()).build();
    try {
      GetKeyRotationStatusResponse status = principal.call(() -> kms.getKeyRotationStatus(request));
      return Boolean.TRUE.equals(status.keyRotationEnabled())
          ? new KeyRotation.On(
              Objects.requireNonNullElse(status.rotationPeriodInDays(), DEFAULT_PERIOD))
          : new KeyRotation.Off();
    } catch (UnsupportedOperationException e) {
      return new KeyRotation.Unsupported();
    } catch (SdkException | UncheckedIOException e) {
      throw FailureTranslation.of(call, e);
    }
  }

  @Override
  public void close() {
    kms.close();
  }
}
