package io.github.kvssecure.internal.session;

import io.github.kvssecure.event.IngestEvent;
import io.github.kvssecure.internal.gate.rule.KeyFacts;
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

  private record Watched(Optional<KeyArn> expected, Set<StreamName> streams, Future<?> schedule) {}

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
    if (!name.isAwsManagedAlias()) {
      watched
          .computeIfAbsent(name, key -> new Watched(expected, new HashSet<>(), schedule(key)))
          .streams()
          .add(stream.spec().name());
    }
  }

  private Future<?> schedule(KmsKeyId key) {
    return services
        .executor()
        .scheduleAtFixedRate(
            () -> look(key), PERIOD.toMillis(), PERIOD.toMillis(), TimeUnit.MILLISECONDS);
  }

  /**
   * Ends looking at the key of a stream, unless another open stream has it too.
   *
   * @param stream which
   */
  public synchronized void remove(StreamName stream) {
    watched.values().forEach(key -> key.streams().remove(stream));
    watched.values().stream()
        .filter(key -> key.streams().isEmpty())
        .forEach(key -> key.schedule().cancel(false));
    watched.values().removeIf(key -> key.streams().isEmpty());
  }

  private synchronized @Nullable Watched find(KmsKeyId key) {
    Watched entry = watched.get(key);
    return entry == null
        ? null
        : new Watched(entry.expected(), Set.copyOf(entry.streams()), entry.schedule());
  }

  /** Looks at a key now; a task of the executor. */
  void look(KmsKeyId key) {
    Watched entry = find(key);
    if (entry == null) {
      return;
    }
    try {
      judge(key, entry);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      // A task that throws is not run again, and the key may be well.
      LOG.warn("the key {} could not be looked at: {}", key, e.getMessage());
    }
  }

  private void judge(KmsKeyId key, Watched entry) throws InterruptedException {
    KeyFacts.KeyHealth health =
        new KeyFacts.KeyHealth(
            key, entry.expected(), lookups.lookup(key), services.place().clock().instant());
    for (Decision decision : services.gate().admission().of(Rules.KEY_HEALTH, health).decided()) {
      if (decision instanceof Decision.Violated violated) {
        services
            .listener()
            .on(new IngestEvent.KeyEndangered(key, entry.streams(), violated.violation().found()));
      }
    }
  }
}
