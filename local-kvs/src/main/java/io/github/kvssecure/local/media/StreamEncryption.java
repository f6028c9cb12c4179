package io.github.kvssecure.local.media;

import io.github.kvssecure.local.iam.Caller;
import io.github.kvssecure.local.kms.KeyRegistry;
import io.github.kvssecure.local.kms.KeyRing;
import io.github.kvssecure.local.kms.KeyUse;
import io.github.kvssecure.local.streams.StoredStream;
import java.util.Optional;

/**
 * Uses the key of a stream in the caller's name, as the service does for every fragment.
 * Thread-safe.
 */
public final class StreamEncryption {
  private final KeyUse use;
  private final String managedKey;

  /** Makes the use of keys. */
  public StreamEncryption(KeyRegistry keys, KeyUse use) {
    this.use = use;
    this.managedKey = keys.home().arn(KeyRing.MANAGED_ALIAS);
  }

  /** Tells why media cannot be stored; empty when it can. Needs kms:GenerateDataKey. */
  Optional<AckError> refusalToStore(Caller caller, StoredStream stream) {
    return refusal(caller, "GenerateDataKey", stream);
  }

  /** Tells why media cannot be read; empty when it can. Needs kms:Decrypt. */
  Optional<AckError> refusalToRead(Caller caller, StoredStream stream) {
    return refusal(caller, "Decrypt", stream);
  }

  private Optional<AckError> refusal(Caller caller, String operation, StoredStream stream) {
    String key = stream.description().settings().kmsKeyId().orElse(managedKey);
    return use.problemForStreams(caller, operation, key)
        .map(problem -> AckError.valueOf(problem.name()));
  }
}
