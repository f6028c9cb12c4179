package io.github.kvssecure.internal.aws;

import io.github.kvssecure.spi.KeyDirectory;
import io.github.kvssecure.spi.SessionCredentialsProvider;
import io.github.kvssecure.stream.AwsRegion;
import io.github.kvssecure.stream.KeyDescription;
import io.github.kvssecure.stream.KmsKeyId;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.DescribeKeyRequest;
import software.amazon.awssdk.services.kms.model.KeyManagerType;
import software.amazon.awssdk.services.kms.model.KeyMetadata;
import software.amazon.awssdk.services.kms.model.NotFoundException;

/**
 * The keys that KMS shows to one principal. Thread-safe; the same time limits as the control plane.
 */
public final class AwsKeyDirectory implements KeyDirectory {

  private static final String NOT_SAID = "unknown";

  private final AwsRegion region;
  private final KmsClient kms;

  /**
   * The key directory for one principal.
   *
   * @param clients makes the client
   * @param principal signs every call; stays the caller's to close
   */
  public AwsKeyDirectory(AwsClients clients, SessionCredentialsProvider principal) {
    this(clients.endpoints().region(), clients.kms(principal));
  }

  AwsKeyDirectory(AwsRegion region, KmsClient kms) {
    this.region = region;
    this.kms = kms;
  }

  @Override
  public Optional<KeyDescription> describe(KmsKeyId key) {
    if (key.isAwsManagedAlias()) {
      throw new IllegalArgumentException(
          key + " is an AWS managed alias: asking KMS for it would make the key");
    }
    AwsCall call = AwsCall.onKey(region, key);
    DescribeKeyRequest request = DescribeKeyRequest.builder().keyId(key.value()).build();
    try {
      return Optional.of(described(call, kms.describeKey(request).keyMetadata()));
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
        key.arn(),
        key.keyManager() == KeyManagerType.CUSTOMER,
        Objects.requireNonNullElse(key.keyStateAsString(), NOT_SAID),
        Objects.requireNonNullElse(key.keySpecAsString(), NOT_SAID));
  }

  @Override
  public void close() {
    kms.close();
  }
}
