package io.github.kvssecure.local;

import io.github.kvssecure.local.kms.KeyOrigin;
import io.github.kvssecure.local.kms.KeyPolicies;
import io.github.kvssecure.local.kms.KeyProblem;
import io.github.kvssecure.local.kms.KeyRecord;
import io.github.kvssecure.local.kms.KeyRegistry;
import io.github.kvssecure.local.kms.KeyRing;
import io.github.kvssecure.local.kms.KeyState;
import io.github.kvssecure.local.kms.KeyType;
import java.time.Duration;
import java.time.Instant;
import java.util.function.UnaryOperator;

/**
 * The KMS side of a stand-in, for arranging tests: the keys of one account and Region. Keys are
 * named by id, ARN, alias or alias ARN; an ARN may be of another account or Region. Thread-safe.
 */
public final class LocalKeys {
  private static final Duration YEAR = Duration.ofDays(365);

  /** Longest window of ScheduleKeyDeletion, also its default. */
  private static final Duration LONGEST_WINDOW = Duration.ofDays(30);

  private final KeyRegistry registry;
  private final String region;
  private final String account;
  private final KeyRing ring;

  LocalKeys(KeyRegistry registry, String region, String account) {
    this.registry = registry;
    this.region = region;
    this.account = account;
    this.ring = registry.ring(region, account);
  }

  /** Returns the keys of another account in the same Region. */
  public LocalKeys ofAccount(String number) {
    return new LocalKeys(registry, region, number);
  }

  /** Returns the keys of the same account in another Region. */
  public LocalKeys inRegion(String name) {
    return new LocalKeys(registry, name, account);
  }

  /** Makes an enabled symmetric customer managed key. */
  public KeyRecord create() {
    return ring.create(KeyType.SYMMETRIC);
  }

  /** Makes an enabled key of another type, for example {@link KeyType#SIGNING}. */
  public KeyRecord create(KeyType type) {
    return ring.create(type);
  }

  /** Makes an enabled symmetric key whose imported material expires; a past time has expired it. */
  public KeyRecord createImported(Instant expiry) {
    return change(
        create(KeyType.SYMMETRIC.from(KeyOrigin.EXTERNAL)).arn(), key -> key.expiringAt(expiry));
  }

  /** Makes an enabled symmetric multi-Region primary key. */
  public KeyRecord createMultiRegion() {
    return ring.createPrimary(KeyType.SYMMETRIC);
  }

  /** Copies a multi-Region key into another Region and returns the replica there. */
  public KeyRecord replicate(String key, String toRegion) {
    return registry.replicate(get(key), toRegion);
  }

  /**
   * Points an alias at a key and returns the alias ARN; an existing alias is re-pointed.
   *
   * @param name begins with {@code alias/}, but not with {@code alias/aws/}
   * @param key a key of this account and Region
   */
  public String alias(String name, KeyRecord key) {
    return ring.alias(name, key);
  }

  /** Forgets an alias of this account and Region. */
  public void removeAlias(String name) {
    ring.removeAlias(name);
  }

  /** Disables a key and returns its ARN. */
  public String disable(String key) {
    return state(key, KeyState.DISABLED);
  }

  /** Enables a key and returns its ARN. */
  public String enable(String key) {
    return state(key, KeyState.ENABLED);
  }

  /** Puts a key into any state, without a deletion date, and returns its ARN. */
  public String state(String key, KeyState state) {
    return change(key, found -> found.in(state)).arn();
  }

  /** Schedules deletion in 30 days and returns the key's ARN. */
  public String scheduleDeletion(String key) {
    return scheduleDeletion(key, LONGEST_WINDOW);
  }

  /**
   * Schedules deletion and returns the key's ARN. KMS allows a window of 7 to 30 days; here any
   * will do, so that a test can see the key go.
   */
  public String scheduleDeletion(String key, Duration window) {
    return change(key, found -> found.deletedAt(registry.now().plus(window))).arn();
  }

  /** Cancels a scheduled deletion, which leaves the key disabled, and returns its ARN. */
  public String cancelDeletion(String key) {
    return disable(key);
  }

  /** Deletes a key now; its aliases find nothing. */
  public void delete(String key) {
    KeyRecord found = get(key);
    registry.ringOf(found).delete(found.id());
  }

  /**
   * Replaces the key policy and returns the key's ARN. A new key has the default of CreateKey: the
   * IAM policies of its own account decide.
   *
   * @param json principals are {@code *}, accounts, roles, users or role sessions; conditions may
   *     ask for {@code kms:ViaService} and {@code kms:CallerAccount}
   * @throws IllegalArgumentException when KMS would refuse it as malformed
   */
  public String policy(String key, String json) {
    return change(key, found -> found.under(KeyPolicies.parse(json))).arn();
  }

  /**
   * Makes the key policy allow use through Kinesis Video Streams of this Region only, by callers of
   * one account, and returns the key's ARN: direct calls, also DescribeKey, are refused.
   */
  public String allowOnlyStreams(String key, String callerAccount) {
    String service = "kinesisvideo." + region + ".amazonaws.com";
    return change(key, found -> found.under(KeyPolicies.onlyVia(service, callerAccount))).arn();
  }

  /** Makes the key policy let the IAM policies of an account decide and returns the key's ARN. */
  public String allowAccount(String key, String callerAccount) {
    return change(key, found -> found.under(KeyPolicies.delegating(callerAccount))).arn();
  }

  /** Makes the key policy refuse every use and returns the key's ARN. */
  public String refuse(String key) {
    return change(key, found -> found.under(KeyPolicies.refusing())).arn();
  }

  /** Turns automatic rotation on, every 365 days, and returns the key's ARN. */
  public String rotate(String key) {
    return rotate(key, YEAR);
  }

  /** Turns automatic rotation on and returns the key's ARN; KMS allows 90 to 2560 days. */
  public String rotate(String key, Duration period) {
    return change(key, found -> found.rotatedEvery(period)).arn();
  }

  /**
   * Makes every encryption and decryption with a key fail, by direct callers and for streams,
   * whatever its state, until {@link #recover} or {@link LocalKvs#disarm}; returns the key's ARN.
   * DescribeKey goes on working; {@link LocalKvs#arm(FaultPlan)} reaches that.
   */
  public String fail(String key, KeyProblem problem) {
    KeyRecord found = get(key);
    registry.ringOf(found).arm(found.id(), problem);
    return found.arn();
  }

  /** Ends what {@link #fail} began and returns the key's ARN. */
  public String recover(String key) {
    KeyRecord found = get(key);
    registry.ringOf(found).disarm(found.id());
    return found.arn();
  }

  void recoverAll() {
    registry.disarm();
  }

  /** Returns a key as it is now. */
  public KeyRecord get(String key) {
    return registry
        .find(key, ring)
        .orElseThrow(
            () -> new IllegalArgumentException("no key \"" + key + "\"; make one with create()"));
  }

  /** Returns the alias ARN of the key that AWS manages for the service. */
  public String managedAliasArn() {
    return ring.arn(KeyRing.MANAGED_ALIAS);
  }

  /**
   * Tells whether the key that AWS manages for the service was made: by a DescribeKey on its alias,
   * or by media put to or read from a stream without a key of its own.
   */
  public boolean managedKeyWasMade() {
    return ring.hasManaged();
  }

  private KeyRecord change(String key, UnaryOperator<KeyRecord> change) {
    KeyRecord found = get(key);
    return registry.ringOf(found).change(found.id(), change);
  }
}
