package io.github.kvssecure.local.kms;

import io.github.kvssecure.local.http.ServiceException;
import io.github.kvssecure.local.iam.ResourcePolicy;
import java.time.Clock;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;

/** The keys and aliases of one account and Region. Thread-safe. */
public final class KeyRing {
  /** Alias of the key that AWS manages for Kinesis Video Streams. */
  public static final String MANAGED_ALIAS = "alias/aws/kinesisvideo";

  private final Map<String, KeyRecord> keys = new ConcurrentHashMap<>();
  private final Map<String, String> aliases = new ConcurrentHashMap<>();
  private final Map<String, KeyProblem> armed = new ConcurrentHashMap<>();
  private final String region;
  private final String account;
  private final Clock clock;

  KeyRing(String region, String account, Clock clock) {
    this.region = region;
    this.account = account;
    this.clock = clock;
  }

  /** Makes an enabled key of one Region, with the key policy that CreateKey gives by default. */
  public KeyRecord create(KeyType type) {
    return add(UUID.randomUUID().toString(), type, KeyPolicies.delegating(account), false);
  }

  /** Makes an enabled multi-Region primary key. */
  public KeyRecord createPrimary(KeyType type) {
    String id = "mrk-" + UUID.randomUUID().toString().replace("-", "");
    return add(id, type, KeyPolicies.delegating(account), true);
  }

  /**
   * Makes the AWS managed key of Kinesis Video Streams, unless it is there already: KMS does so
   * when somebody describes its alias, KVS when media is first put or read with it.
   */
  public synchronized KeyRecord makeManaged() {
    return find(MANAGED_ALIAS)
        .orElseGet(
            () -> {
              KeyRecord made =
                  add(
                      UUID.randomUUID().toString(),
                      KeyType.AWS_MANAGED,
                      KeyPolicies.managed(region, account),
                      false);
              aliases.put(MANAGED_ALIAS, made.id());
              return made;
            });
  }

  /** Tells whether the AWS managed key was made. */
  public boolean hasManaged() {
    return aliases.containsKey(MANAGED_ALIAS);
  }

  /** Points an alias at a key of this ring and returns the alias ARN. */
  public String alias(String name, KeyRecord key) {
    if (!name.startsWith("alias/") || name.startsWith("alias/aws/")) {
      throw new IllegalArgumentException(
          "alias is \"" + name + "\", required: alias/NAME, and alias/aws/ belongs to AWS");
    }
    if (!keys.containsKey(key.id()) || !key.arn().equals(arn("key/" + key.id()))) {
      throw new IllegalArgumentException(
          key.arn() + " is not of " + region + " and " + account + ": aliases point at own keys");
    }
    aliases.put(name, key.id());
    return arn(name);
  }

  /** Forgets an alias. */
  public void removeAlias(String name) {
    aliases.remove(name);
  }

  /** Finds a key by {@code key/ID} or {@code alias/NAME}. */
  public Optional<KeyRecord> find(String resource) {
    String id =
        resource.startsWith("alias/")
            ? aliases.getOrDefault(resource, "")
            : resource.substring("key/".length());
    return Optional.ofNullable(keys.get(id)).flatMap(key -> key.at(clock.instant()));
  }

  /** Changes a key. */
  public KeyRecord change(String id, UnaryOperator<KeyRecord> change) {
    KeyRecord changed = keys.computeIfPresent(id, (same, key) -> change.apply(key));
    if (changed == null) {
      throw new NoSuchElementException("no key " + arn("key/" + id));
    }
    return changed;
  }

  /** Deletes a key now; aliases that point at it find nothing. */
  public void delete(String id) {
    keys.remove(id);
  }

  /** Makes every encryption and decryption with a key fail, whatever its state. */
  public void arm(String id, KeyProblem problem) {
    armed.put(id, problem);
  }

  /** Ends what {@link #arm} began, for one key. */
  public void disarm(String id) {
    armed.remove(id);
  }

  /** Ends what {@link #arm} began, for every key. */
  public void disarmAll() {
    armed.clear();
  }

  /** Returns the problem that was armed for a key. */
  Optional<KeyProblem> armed(String id) {
    return Optional.ofNullable(armed.get(id));
  }

  /** Adds the copy of a multi-Region key of another Region. */
  KeyRecord addReplica(KeyRecord original) {
    KeyRecord replica =
        original.replicatedTo(
            arn("key/" + original.id()), clock.instant(), KeyPolicies.delegating(account));
    if (keys.putIfAbsent(replica.id(), replica) != null) {
      throw new IllegalArgumentException(replica.arn() + " exists already");
    }
    return replica;
  }

  /** Returns the ARN of a resource of this ring, existing or not. */
  public String arn(String resource) {
    return new KeyReference(region, account, resource).arn();
  }

  /** Understands a name; ids and alias names are those of this ring. */
  KeyReference reference(String name) throws ServiceException {
    return KeyReference.parse(name, region, account);
  }

  private KeyRecord add(String id, KeyType type, ResourcePolicy policy, boolean primary) {
    String arn = arn("key/" + id);
    KeyRecord key =
        new KeyRecord(
            arn,
            type,
            KeyState.ENABLED,
            KeyDates.since(clock.instant()),
            Optional.empty(),
            policy,
            primary ? Optional.of(arn) : Optional.empty());
    keys.put(id, key);
    return key;
  }
}
