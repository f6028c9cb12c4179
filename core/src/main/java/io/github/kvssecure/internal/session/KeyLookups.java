package io.github.kvssecure.internal.session;

import io.github.kvssecure.internal.gate.rule.KeyFacts.KeyFound;
import io.github.kvssecure.internal.gate.rule.KeyFacts.KeyLookup;
import io.github.kvssecure.internal.gate.rule.KeyFacts.KeyMissing;
import io.github.kvssecure.internal.gate.rule.KeyFacts.KeyUnanswered;
import io.github.kvssecure.spi.ControlPlaneException;
import io.github.kvssecure.spi.KeyDirectory;
import io.github.kvssecure.stream.KeyArn;
import io.github.kvssecure.stream.KeyDescription;
import io.github.kvssecure.stream.KmsKeyId;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Looks keys up with the credentials of an auditor, and remembers what came of it: one call per key
 * and quarter of an hour, however many streams use it, because KMS counts the calls of a whole
 * account together. Thread-safe; of several callers for one key, one asks and the others wait.
 *
 * <p>Without an auditor nothing is asked: a producer needs no {@code kms:DescribeKey}, and a denied
 * call is an alarm in somebody's trail. An alias of AWS is never asked for: KMS would make the key
 * that it stands for.
 */
public final class KeyLookups {

  /** How long an answer is good for: half a minute less than the period of {@link KeyWatch}. */
  private static final Duration FRESH = KeyWatch.PERIOD.minusSeconds(30);

  /** How long after a call without an answer the next one is made. */
  private static final Duration RETRY = Duration.ofSeconds(30);

  private static final Duration DENIED = Duration.ofHours(6);

  private final SessionServices services;
  private final Optional<Principal> auditor;
  private final Map<KmsKeyId, Entry> entries = new ConcurrentHashMap<>();

  private record Outcome(KeyLookup lookup, Duration good) {}

  private static final class Entry {
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable KeyLookup latest;
    private Instant until = Instant.MIN;
  }

  /**
   * Lookups by an auditor.
   *
   * @param services shared by all streams
   * @param auditor who may describe keys; stays the caller's to close
   */
  public KeyLookups(SessionServices services, Optional<Principal> auditor) {
    this.services = services;
    this.auditor = auditor;
  }

  /**
   * Who may describe keys.
   *
   * @return empty if nobody was named
   */
  Optional<Principal> auditor() {
    return auditor;
  }

  /**
   * What KMS says of a key. May block on the network.
   *
   * @param key in any form; a short form means the auditor's own account and Region
   * @return what came of it
   * @throws InterruptedException if interrupted while waiting for the answer
   * @throws io.github.kvssecure.policy.PolicyViolationException if the policy refuses the auditor's
   *     credentials
   */
  KeyLookup lookup(KmsKeyId key) throws InterruptedException {
    if (auditor.isEmpty()) {
      return new KeyUnanswered(
          "nobody was named who may describe keys; SecureProducer.Builder.keysDescribedBy does");
    }
    Entry entry = entries.computeIfAbsent(key, unused -> new Entry());
    entry.lock.lockInterruptibly();
    try {
      KeyLookup latest = entry.latest;
      if (latest != null && services.place().clock().instant().isBefore(entry.until)) {
        return latest;
      }
      StreamOpener.requireGoodCredentials(services, auditor.get());
      Outcome outcome = outcome(auditor.get().keys(), key);
      entry.latest = outcome.lookup();
      entry.until = services.place().clock().instant().plus(outcome.good());
      return outcome.lookup();
    } finally {
      entry.lock.unlock();
    }
  }

  /**
   * What a directory says of a key, now.
   *
   * @param directory asks KMS
   * @param key in any form
   * @return what came of it
   * @throws InterruptedException if interrupted while waiting for the answer
   */
  static KeyLookup ask(KeyDirectory directory, KmsKeyId key) throws InterruptedException {
    return outcome(directory, key).lookup();
  }

  private static Outcome outcome(KeyDirectory directory, KmsKeyId key) throws InterruptedException {
    if (key.isAwsManagedAlias()) {
      return new Outcome(
          new KeyUnanswered("KMS is never asked for an alias of AWS: that would make the key"),
          FRESH);
    }
    try {
      return new Outcome(
          directory.describe(key).map(found -> answer(key, found)).orElseGet(KeyMissing::new),
          FRESH);
    } catch (ControlPlaneException e) {
      if (Thread.interrupted()) {
        throw new InterruptedException("interrupted while KMS was asked for " + key);
      }
      return e.isDenied()
          ? new Outcome(
              new KeyUnanswered("kms:DescribeKey is not allowed to whoever describes keys"), DENIED)
          : new Outcome(new KeyUnanswered("KMS was not heard: " + e.getMessage()), RETRY);
    }
  }

  /** What is said of another key says nothing of this one. */
  private static KeyLookup answer(KmsKeyId asked, KeyDescription found) {
    KeyArn arn = found.arn();
    boolean sameKey =
        switch (asked.form()) {
          case KEY_ARN -> asked.value().equals(arn.value());
          case KEY_ID -> asked.value().equals(arn.id());
          // KMS has aliases for keys of their own account and Region only.
          case ALIAS_ARN ->
              asked.region().equals(Optional.of(arn.region()))
                  && asked.account().equals(Optional.of(arn.account()));
          case ALIAS_NAME -> true;
        };
    return sameKey
        ? new KeyFound(found)
        : new KeyUnanswered(
            "KMS was asked for " + asked + " and answered about another key, " + arn);
  }
}
