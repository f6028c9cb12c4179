package io.github.kvssecure.local.kms;

import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;

/** The keys and aliases of one account and region. Thread-safe. */
public final class KeyRing {
  private static final String MANAGED_ALIAS = "alias/aws/kinesisvideo";

  private final Map<String, KeyRecord> keys = new ConcurrentHashMap<>();
  private final Map<String, String> aliases = new ConcurrentHashMap<>();
  private final String arnPrefix;
  private final Clock clock;

  /** Makes a ring that holds only the AWS managed key of the service. */
  public KeyRing(String region, String account, Clock clock) {
    this.arnPrefix = "arn:aws:kms:" + region + ":" + account + ":";
    this.clock = clock;
    aliases.put(MANAGED_ALIAS, create(KeyType.AWS_MANAGED).id());
  }

  /** Makes an enabled key. */
  public KeyRecord create(KeyType type) {
    String id = UUID.randomUUID().toString();
    KeyRecord key =
        new KeyRecord(
            id,
            arnPrefix + "key/" + id,
            KeyState.ENABLED,
            type,
            clock.instant(),
            Optional.empty(),
            false,
            false);
    keys.put(id, key);
    return key;
  }

  /**
   * Points an alias, {@code alias/…}, at a key and returns the alias ARN; an existing alias is
   * re-pointed.
   */
  public String alias(String name, KeyRecord key) {
    if (!name.startsWith("alias/") || name.startsWith("alias/aws/")) {
      throw new IllegalArgumentException(
          "alias is \"" + name + "\", required: alias/NAME, and alias/aws/ belongs to AWS");
    }
    aliases.put(name, key.id());
    return arnPrefix + name;
  }

  /** Puts a key into a state. */
  public KeyRecord state(String keyId, KeyState state) {
    return change(keyId, key -> key.in(state));
  }

  /** Schedules deletion; KMS allows 7 to 30 days. */
  public KeyRecord scheduleDeletion(String keyId, Duration window) {
    return change(keyId, key -> key.deletedAt(clock.instant().plus(window)));
  }

  /** Turns automatic rotation on. */
  public KeyRecord rotate(String keyId) {
    return change(keyId, KeyRecord::withRotation);
  }

  /** Makes the key policy refuse every use. */
  public KeyRecord refuse(String keyId) {
    return change(keyId, KeyRecord::withRefusal);
  }

  /** Finds a key by its id, its ARN, an alias or an alias ARN. */
  public Optional<KeyRecord> find(String name) {
    String local = name.startsWith(arnPrefix) ? name.substring(arnPrefix.length()) : name;
    if (local.startsWith("alias/")) {
      String id = aliases.get(local);
      return id == null ? Optional.empty() : Optional.ofNullable(keys.get(id));
    }
    String id = local.startsWith("key/") && !name.equals(local) ? local.substring(4) : local;
    return Optional.ofNullable(keys.get(id));
  }

  /** Returns the alias ARN that DescribeStream reports for streams without a key of their own. */
  public String managedAliasArn() {
    return arnPrefix + MANAGED_ALIAS;
  }

  /** Tells why the key cannot encrypt a stream; empty when it can. */
  public Optional<KeyProblem> problem(String name) {
    return find(name).map(KeyRing::problemOf).orElse(Optional.of(KeyProblem.KMS_KEY_NOT_FOUND));
  }

  private static Optional<KeyProblem> problemOf(KeyRecord key) {
    if (!key.type().encryptsStreams()) {
      return Optional.of(KeyProblem.KMS_KEY_INVALID_USAGE);
    }
    if (key.refusing()) {
      return Optional.of(KeyProblem.KMS_KEY_ACCESS_DENIED);
    }
    return switch (key.state()) {
      case ENABLED -> Optional.empty();
      case DISABLED -> Optional.of(KeyProblem.KMS_KEY_DISABLED);
      case UNAVAILABLE -> Optional.of(KeyProblem.KMS_KEY_UNAVAILABLE);
      case PENDING_DELETION, PENDING_IMPORT -> Optional.of(KeyProblem.KMS_KEY_INVALID_STATE);
    };
  }

  private KeyRecord change(String name, UnaryOperator<KeyRecord> change) {
    KeyRecord found =
        find(name).orElseThrow(() -> new NoSuchElementException("no key \"" + name + "\""));
    KeyRecord changed = change.apply(found);
    keys.put(changed.id(), changed);
    return changed;
  }
}
