package io.github.kvssecure.local.kms;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;

/**
 * Writes a key as <a
 * href="https://docs.aws.amazon.com/kms/latest/APIReference/API_KeyMetadata.html">KeyMetadata</a>.
 */
final class KeyDescription {
  /** Longest waiting period of ScheduleKeyDeletion, also its default. */
  private static final int LONGEST_WINDOW_DAYS = 30;

  private KeyDescription() {}

  /**
   * Writes all members that the key has.
   *
   * @param related primary and replicas of a multi-Region key
   */
  static void write(ObjectNode metadata, KeyRecord key, List<KeyRecord> related) {
    KeyType type = key.type();
    metadata.put("AWSAccountId", key.account());
    metadata.put("Arn", key.arn());
    metadata.put("KeyId", key.id());
    metadata.put("CreationDate", seconds(key.dates().created()));
    metadata.put("Description", "");
    metadata.put("Enabled", key.state() == KeyState.ENABLED);
    metadata.put("KeyState", key.state().wireName());
    metadata.put("KeyManager", type.manager().name());
    metadata.put("KeySpec", type.spec().name());
    metadata.put("CustomerMasterKeySpec", type.spec().name());
    metadata.put("KeyUsage", type.usage().name());
    metadata.put("Origin", type.origin().name());
    key.dates().deletion().ifPresent(end -> metadata.put("DeletionDate", seconds(end)));
    if (type.origin().customStore()) {
      metadata.put("CustomKeyStoreId", "cks-1234567890abcdef0");
    }
    if (type.origin() == KeyOrigin.EXTERNAL && key.state() != KeyState.PENDING_IMPORT) {
      metadata.put(
          "ExpirationModel",
          key.dates().expiry().isPresent()
              ? "KEY_MATERIAL_EXPIRES"
              : "KEY_MATERIAL_DOES_NOT_EXPIRE");
      key.dates().expiry().ifPresent(end -> metadata.put("ValidTo", seconds(end)));
    }
    if (type.usage() == KeyUsage.ENCRYPT_DECRYPT) {
      ArrayNode algorithms = metadata.putArray("EncryptionAlgorithms");
      type.spec().encryptionAlgorithms().forEach(algorithms::add);
    }
    metadata.put("MultiRegion", key.primaryArn().isPresent());
    key.primaryArn().ifPresent(primary -> writeRegions(metadata, key, primary, related));
    if (key.state() == KeyState.PENDING_REPLICA_DELETION) {
      metadata.put("PendingDeletionWindowInDays", LONGEST_WINDOW_DAYS);
    }
  }

  private static void writeRegions(
      ObjectNode metadata, KeyRecord key, String primary, List<KeyRecord> related) {
    ObjectNode regions = metadata.putObject("MultiRegionConfiguration");
    regions.put("MultiRegionKeyType", primary.equals(key.arn()) ? "PRIMARY" : "REPLICA");
    regions.putObject("PrimaryKey").put("Arn", primary).put("Region", primary.split(":", 6)[3]);
    ArrayNode replicas = regions.putArray("ReplicaKeys");
    related.stream()
        .filter(other -> !other.arn().equals(primary))
        .forEach(
            other -> replicas.addObject().put("Arn", other.arn()).put("Region", other.region()));
  }

  /** Writes a time as the protocol does: seconds since the epoch with a fraction. */
  static double seconds(Instant instant) {
    return instant.toEpochMilli() / 1000.0;
  }
}
