package io.github.kvssecure.local;

import io.github.kvssecure.local.kms.KeyRecord;
import io.github.kvssecure.local.kms.KeyRing;
import io.github.kvssecure.local.kms.KeyState;
import io.github.kvssecure.local.kms.KeyType;
import java.time.Duration;

/**
 * The KMS side of a stand-in, for arranging tests. Keys are named by id, ARN, alias or alias ARN.
 * Thread-safe.
 */
public final class LocalKeys {
  private final KeyRing ring;

  LocalKeys(KeyRing ring) {
    this.ring = ring;
  }

  /** Makes an enabled symmetric customer managed key. */
  public KeyRecord create() {
    return ring.create(KeyType.SYMMETRIC);
  }

  /** Makes an enabled key of another type, for example {@link KeyType#SIGNING}. */
  public KeyRecord create(KeyType type) {
    return ring.create(type);
  }

  /**
   * Points an alias at a key and returns the alias ARN.
   *
   * @param name begins with {@code alias/}, but not with {@code alias/aws/}
   */
  public String alias(String name, KeyRecord key) {
    return ring.alias(name, key);
  }

  /** Disables a key and returns its ARN. */
  public String disable(String key) {
    return ring.state(key, KeyState.DISABLED).arn();
  }

  /** Enables a key and returns its ARN. */
  public String enable(String key) {
    return ring.state(key, KeyState.ENABLED).arn();
  }

  /** Puts a key into any state and returns its ARN. */
  public String state(String key, KeyState state) {
    return ring.state(key, state).arn();
  }

  /** Schedules deletion in 30 days and returns the key's ARN. */
  public String scheduleDeletion(String key) {
    return ring.scheduleDeletion(key, Duration.ofDays(30)).arn();
  }

  /** Makes the key policy refuse every use and returns the key's ARN. */
  public String refuse(String key) {
    return ring.refuse(key).arn();
  }

  /** Turns automatic rotation on and returns the key's ARN. */
  public String rotate(String key) {
    return ring.rotate(key).arn();
  }

  /** Returns a key as it is now. */
  public KeyRecord get(String key) {
    return ring.find(key)
        .orElseThrow(
            () -> new IllegalArgumentException("no key \"" + key + "\"; make one with create()"));
  }

  /** Returns the alias ARN of the key that AWS manages for the service. */
  public String managedAliasArn() {
    return ring.managedAliasArn();
  }
}
