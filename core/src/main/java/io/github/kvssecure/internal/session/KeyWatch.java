package io.github.kvssecure.internal.session;

import io.github.kvssecure.event.IngestEvent;
import io.github.kvssecure.internal.gate.rule.KeyFacts;
import io.github.kvssecure.internal.gate.rule.KeyFacts.KeyLookup;
import io.github.kvssecure.internal.gate.rule.Rules;
import io.github.kvssecure.policy.Decision;
import io.github.kvssecure.stream.KeyArn;
import io.github.kvssecure.stream.KmsKeyId;
import io.github.kvssecure.stream.StreamName;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at the keys of open streams every quarter of an hour, each key once however many streams
 * use it, so that a key that is about to go is noticed before stored media is lost. Thread-safe.
 * Looks at nothing unless an auditor was named.
 */
public final class KeyWatch {

  /** How often a key is looked at. */
  static final Duration PERIOD = Duration.ofMinutes(15);

  private static final Logger LOG = LoggerFactory.getLogger(KeyWatch.class);

  private final SessionServices services;
  private final KeyLookups lookups;
  private final Map<KmsKeyId, Watched> watched = new HashMap<>();

  /** A key that is looked at. Guarded by the watch. */
  private static final class Watched {
    private final Optional<KeyArn> expected;
    private final Set<StreamName> streams = new HashSet<>();
    private @Nullable Future<?> next;

    Watched(Optional<KeyArn> expected) {
      this.expected = expected;
    }
  }

  /**
   * A watch that looks at nothing yet.
   *
   * @param services shared by all streams
   * @param lookups asks KMS
   */
  public KeyWatch(SessionServices services, KeyLookups lookups) {
    this.services = services;
    this.lookups = lookups;
  }

  /**
   * Begins to look at the key of a stream, a quarter of an hour from now.
   *
   * @param stream what was verified, the key's health included
   */
  public synchronized void add(StreamOpener.VerifiedStream stream) {
    if (lookups.auditor().isEmpty() || stream.key().isEmpty()) {
      return;
    }
    KmsKeyId name = stream.key().get().name();
    Optional<KeyArn> expected = stream.key().get().arn();
    if (name.isAwsManagedAlias()) {
      return;
    }
    Watched entry = watched.computeIfAbsent(name, key -> new Watched(expected));
    entry.streams.add(stream.spec().name());
    if (entry.next == null) {
      schedule(name, entry);
    }
  }

  private void schedule(KmsKeyId key, Watched entry) {
    try {
      entry.next =
          services
              .threads()
              .timers()
              .schedule(() -> lookSoon(key, entry), PERIOD.toMillis(), TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      LOG.debug("key {}: the producer is closed", key);
    }
  }

  /**
   * Ends looking at the key of a stream, unless another open stream has it too.
   *
   * @param stream which
   */
  public synchronized void remove(StreamName stream) {
    for (Watched entry : watched.values()) {
      entry.streams.remove(stream);
      Future<?> next = entry.next;
      if (entry.streams.isEmpty() && next != null) {
        next.cancel(false);
      }
    }
    watched.values().removeIf(entry -> entry.streams.isEmpty());
  }

  private void lookSoon(KmsKeyId key, Watched entry) {
    try {
      services.threads().upkeep().execute(() -> look(key, entry));
    } catch (RejectedExecutionException e) {
      LOG.debug("key {}: the producer is closed", key);
    }
  }

  private void look(KmsKeyId key, Watched entry) {
    Set<StreamName> streams;
    synchronized (this) {
      if (entry.streams.isEmpty()) {
        return;
      }
      streams = Set.copyOf(entry.streams);
      schedule(key, entry);
    }
    try {
      judge(key, entry.expected, lookups.lookup(key), streams);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      // The key may be well, and is looked at again; but nobody knows, and the report says so.
      LOG.warn("the key {} could not be looked at: {}", key, e.getMessage());
      judge(
          key,
          entry.expected,
          new KeyFacts.KeyUnanswered("the key could not be looked at: " + e.getMessage()),
          streams);
    }
  }

  private void judge(
      KmsKeyId key, Optional<KeyArn> expected, KeyLookup lookup, Set<StreamName> streams) {
    KeyFacts.KeyHealth health =
        new KeyFacts.KeyHealth(key, expected, lookup, services.place().clock().instant());
    for (Decision decision :
        services.gate().admission(streams).of(Rules.KEY_HEALTH, health).decided()) {
      if (decision instanceof Decision.Violated violated) {
        services.tell(new IngestEvent.KeyEndangered(key, streams, violated.violation().found()));
      }
    }
  }
}
