package io.github.kvssecure.spi;

import io.github.kvssecure.stream.KeyArn;
import io.github.kvssecure.stream.KeyDescription;
import io.github.kvssecure.stream.KmsKeyId;
import java.util.Optional;

/**
 * Looks keys up in KMS. Thread-safe; blocks. Needs {@code kms:DescribeKey}, which a producer need
 * not have.
 */
public interface KeyDirectory extends AutoCloseable {

  /**
   * What KMS reports about a key.
   *
   * @param key in any form but an AWS managed alias: asking for one of those would make the key
   * @return its description, or empty if there is no such key
   * @throws IllegalArgumentException if {@code key} is an AWS managed alias
   * @throws ControlPlaneException if KMS refuses or cannot be reached
   */
  Optional<KeyDescription> describe(KmsKeyId key);

  /**
   * Whether the caller itself could get a data key from a key; nothing is made. Needs {@code
   * kms:GenerateDataKey}; the call is counted and logged like any other.
   *
   * @param key which
   * @return what KMS said
   * @throws ControlPlaneException if KMS cannot be reached, or answers with a key
   * @see <a
   *     href="https://docs.aws.amazon.com/kms/latest/developerguide/testing-permissions.html">testing
   *     permissions</a>
   */
  DataKeyTrial tryDataKey(KeyArn key);

  /**
   * Whether a key is rotated. Needs {@code kms:GetKeyRotationStatus}, an auditor's permission.
   *
   * @param key which
   * @return what KMS reports
   * @throws ControlPlaneException if KMS refuses or cannot be reached
   */
  KeyRotation rotation(KeyArn key);

  /** Frees the client. Safe to call twice. */
  @Override
  void close();
}
