package io.github.kvssecure.local.kms;

import io.github.kvssecure.local.iam.ResourcePolicy;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * One KMS key as it is now. Immutable.
 *
 * @param arn key ARN
 * @param type spec, usage, origin and manager
 * @param state key state
 * @param dates creation, deletion and expiry
 * @param rotation period of automatic rotation; empty when it is off
 * @param policy key policy
 * @param primaryArn the primary key of a multi-Region key, possibly this one; empty for a key of
 *     one Region
 */
public record KeyRecord(
    String arn,
    KeyType type,
    KeyState state,
    KeyDates dates,
    Optional<Duration> rotation,
    ResourcePolicy policy,
    Optional<String> primaryArn) {

  /** Returns the key id: the last part of the ARN. */
  public String id() {
    return arn.substring(arn.indexOf('/') + 1);
  }

  /** Returns the Region of the ARN. */
  public String region() {
    return arn.split(":", 6)[3];
  }

  /** Returns the account of the ARN. */
  public String account() {
    return arn.split(":", 6)[4];
  }

  /**
   * Returns the key as a moment finds it: gone after its deletion date, without material after its
   * expiry.
   */
  Optional<KeyRecord> at(Instant now) {
    if (dates.deletion().filter(end -> !now.isBefore(end)).isPresent()) {
      return Optional.empty();
    }
    boolean expired = dates.expiry().filter(end -> !now.isBefore(end)).isPresent();
    return Optional.of(expired && state == KeyState.ENABLED ? in(KeyState.PENDING_IMPORT) : this);
  }

  /** Returns the key in another state, without a deletion date. */
  public KeyRecord in(KeyState other) {
    return with(other, dates.deletedAt(Optional.empty()));
  }

  /** Returns the key scheduled for deletion. */
  public KeyRecord deletedAt(Instant end) {
    return with(KeyState.PENDING_DELETION, dates.deletedAt(Optional.of(end)));
  }

  /** Returns the key with imported material that expires. */
  public KeyRecord expiringAt(Instant end) {
    return with(state, dates.expiringAt(Optional.of(end)));
  }

  /** Returns the key with automatic rotation. */
  public KeyRecord rotatedEvery(Duration period) {
    return new KeyRecord(arn, type, state, dates, Optional.of(period), policy, primaryArn);
  }

  /** Returns the key under another key policy. */
  public KeyRecord under(ResourcePolicy other) {
    return new KeyRecord(arn, type, state, dates, rotation, other, primaryArn);
  }

  /** Returns the copy of a multi-Region key under another ARN. */
  KeyRecord replicatedTo(String otherArn, Instant now, ResourcePolicy ofReplica) {
    return new KeyRecord(
        otherArn, type, KeyState.ENABLED, KeyDates.since(now), rotation, ofReplica, primaryArn);
  }

  private KeyRecord with(KeyState otherState, KeyDates otherDates) {
    return new KeyRecord(arn, type, otherState, otherDates, rotation, policy, primaryArn);
  }
}
