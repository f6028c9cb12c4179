package io.github.kvssecure.local.kms;

import java.time.Instant;
import java.util.Optional;

/**
 * One KMS key as it is now. Immutable.
 *
 * @param id UUID
 * @param arn key ARN
 * @param state key state
 * @param type spec, usage and manager
 * @param created creation date
 * @param deletion deletion date while pending deletion
 * @param rotated whether automatic rotation is on
 * @param refusing whether the key policy refuses every use
 */
public record KeyRecord(
    String id,
    String arn,
    KeyState state,
    KeyType type,
    Instant created,
    Optional<Instant> deletion,
    boolean rotated,
    boolean refusing) {

  KeyRecord in(KeyState other) {
    return new KeyRecord(id, arn, other, type, created, Optional.empty(), rotated, refusing);
  }

  KeyRecord deletedAt(Instant end) {
    return new KeyRecord(
        id, arn, KeyState.PENDING_DELETION, type, created, Optional.of(end), rotated, refusing);
  }

  KeyRecord withRotation() {
    return new KeyRecord(id, arn, state, type, created, deletion, true, refusing);
  }

  KeyRecord withRefusal() {
    return new KeyRecord(id, arn, state, type, created, deletion, rotated, true);
  }
}
