package io.github.kvssecure.local.kms;

import io.github.kvssecure.local.http.ServiceException;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The keys of every account and Region, seen from one of them. Thread-safe. */
public final class KeyRegistry {
  private final Map<List<String>, KeyRing> rings = new ConcurrentHashMap<>();
  private final String region;
  private final String account;
  private final Clock clock;

  /**
   * Makes a registry without keys.
   *
   * @param region Region of the endpoint
   * @param account account of the callers
   * @param clock decides on deletion and expiry
   */
  public KeyRegistry(String region, String account, Clock clock) {
    this.region = region;
    this.account = account;
    this.clock = clock;
  }

  /** Returns the keys of the Region of the endpoint and the account of the callers. */
  public KeyRing home() {
    return ring(region, account);
  }

  /** Returns the keys of one Region and account. */
  public KeyRing ring(String ofRegion, String ofAccount) {
    return rings.computeIfAbsent(
        List.of(ofRegion, ofAccount), at -> new KeyRing(ofRegion, ofAccount, clock));
  }

  /** Returns the ring that a key belongs to. */
  public KeyRing ringOf(KeyRecord key) {
    return ring(key.region(), key.account());
  }

  /**
   * Finds a key by id, ARN, alias name or alias ARN, in any account and Region.
   *
   * @param from whose ids and alias names are meant
   */
  public Optional<KeyRecord> find(String name, KeyRing from) {
    try {
      KeyReference reference = from.reference(name);
      return ring(reference.region(), reference.account()).find(reference.resource());
    } catch (ServiceException e) {
      return Optional.empty();
    }
  }

  /** Copies a multi-Region key into another Region, where a key policy of its own begins. */
  public KeyRecord replicate(KeyRecord key, String toRegion) {
    if (key.primaryArn().isEmpty()) {
      throw new IllegalArgumentException(
          key.arn() + " is a key of one Region, required: one made by createMultiRegion()");
    }
    return ring(toRegion, key.account()).addReplica(key);
  }

  /** Returns primary and replicas of a multi-Region key, in order of their ARNs. */
  List<KeyRecord> related(KeyRecord key) {
    return rings.entrySet().stream()
        .filter(at -> at.getKey().get(1).equals(key.account()))
        .flatMap(at -> at.getValue().find("key/" + key.id()).stream())
        .sorted(Comparator.comparing(KeyRecord::arn))
        .toList();
  }

  /** Writes a key as an ARN without looking it up: an alias stays an alias. */
  public String qualify(String name) {
    try {
      return reference(name).arn();
    } catch (ServiceException e) {
      return name;
    }
  }

  /** Ends every problem that was armed for a key. */
  public void disarm() {
    rings.values().forEach(KeyRing::disarmAll);
  }

  /** Returns the time that decides on deletion and expiry. */
  public Instant now() {
    return clock.instant();
  }

  KeyReference reference(String name) throws ServiceException {
    return KeyReference.parse(name, region, account);
  }

  /**
   * Finds a key as the endpoint of the home Region does.
   *
   * @throws ServiceException {@code NotFoundException}, for keys of other Regions too
   */
  KeyRecord require(KeyReference reference) throws ServiceException {
    if (!reference.region().equals(region)) {
      throw new ServiceException(400, "NotFoundException", "Invalid arn " + reference.region());
    }
    return ring(region, reference.account())
        .find(reference.resource())
        .orElseThrow(reference::notFound);
  }
}
