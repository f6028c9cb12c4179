package io.github.kvssecure.local.streams;

import io.github.kvssecure.local.http.ServiceException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;

/** The streams of one account and region. Thread-safe. */
public final class StreamStore {
  /**
   * Leading digits of fragment numbers; with 34 counted digits they make the 47 that real numbers
   * have.
   */
  private static final String NUMBER_PREFIX = "9134385233318";

  /**
   * Streams of one account in one region (<a
   * href="https://docs.aws.amazon.com/kinesisvideostreams/latest/dg/limits.html">quotas</a>).
   */
  private static final int STREAM_LIMIT = 10_000;

  private final Map<String, StoredStream> streams = new ConcurrentHashMap<>();
  private final AtomicLong lastCreation = new AtomicLong();
  private final AtomicLong fragmentCount = new AtomicLong();
  private final CallRate accountRate = CallRate.ofAccount(System::nanoTime);
  private final String arnPrefix;
  private final Clock clock;
  private final Behaviour behaviour;

  /**
   * What a store leaves to its owner.
   *
   * @param creationTime how long a stream stays CREATING; empty means until it was described once
   * @param keyForm makes of a key as it was typed what the stream keeps and reports
   * @param capacity how much media all streams keep together
   * @param rates whether calls are counted
   */
  public record Behaviour(
      Optional<Duration> creationTime,
      UnaryOperator<String> keyForm,
      MediaCapacity capacity,
      CallRates rates) {}

  /**
   * Makes an empty store.
   *
   * @param arnPrefix ARN of a stream up to its name
   */
  public StreamStore(String arnPrefix, Clock clock, Behaviour behaviour) {
    this.arnPrefix = arnPrefix;
    this.clock = clock;
    this.behaviour = behaviour;
  }

  /**
   * Counts a call of the control plane.
   *
   * @throws ServiceException {@code ClientLimitExceededException} beyond the quota of the account
   */
  void countCall(String operation) throws ServiceException {
    if (behaviour.rates() == CallRates.AS_DOCUMENTED) {
      accountRate.require(operation);
    }
  }

  /**
   * Counts a call on a stream.
   *
   * @throws ServiceException {@code ClientLimitExceededException} beyond the quota of the stream
   */
  void countCall(String operation, StoredStream stream) throws ServiceException {
    if (behaviour.rates() == CallRates.AS_DOCUMENTED) {
      stream.rate().require(operation);
    }
  }

  /**
   * Makes a stream in the given status.
   *
   * @throws ServiceException {@code ResourceInUseException} when the name is taken, {@code
   *     AccountStreamLimitExceededException} when the account has all the streams it may have
   */
  public Stream create(String name, StreamSettings settings, StreamStatus status)
      throws ServiceException {
    if (streams.size() >= STREAM_LIMIT && !streams.containsKey(name)) {
      throw new ServiceException(
          400,
          "AccountStreamLimitExceededException",
          "The account has " + STREAM_LIMIT + " streams; delete one first.");
    }
    // ARNs must differ even when a stream is deleted and made again within a millisecond.
    long millis = lastCreation.updateAndGet(last -> Math.max(last + 1, clock.millis()));
    String arn = arnPrefix + name + "/" + String.format(Locale.ROOT, "%013d", millis);
    Stream stream =
        new Stream(
            name,
            arn,
            Instant.ofEpochMilli(millis),
            status,
            newVersion(),
            settings
                .kmsKeyId()
                .map(behaviour.keyForm())
                .map(settings::withKmsKeyId)
                .orElse(settings));
    if (streams.putIfAbsent(name, new StoredStream(stream, behaviour.capacity())) != null) {
      throw new ServiceException(
          400, "ResourceInUseException", "The stream " + name + " already exists.");
    }
    return stream;
  }

  /** Finds a stream by name. */
  public Optional<StoredStream> find(String name) {
    return Optional.ofNullable(streams.get(name));
  }

  /** Finds a stream by its whole ARN, creation time included. */
  public Optional<StoredStream> findByArn(String arn) {
    return streams.values().stream().filter(s -> s.description().arn().equals(arn)).findAny();
  }

  /** Returns all streams in order of name. */
  public List<StoredStream> all() {
    return streams.values().stream()
        .sorted(Comparator.comparing(s -> s.description().name()))
        .toList();
  }

  /**
   * Returns the description, and lets a stream that was being made become active when its time has
   * come.
   */
  public Stream describe(StoredStream stream) {
    Stream seen = stream.description();
    if (seen.status() != StreamStatus.CREATING) {
      return seen;
    }
    Optional<Duration> creationTime = behaviour.creationTime();
    if (creationTime.isEmpty()) {
      stream.change(s -> s.in(StreamStatus.ACTIVE));
      return seen;
    }
    boolean ready = !clock.instant().isBefore(seen.created().plus(creationTime.get()));
    return ready ? stream.change(s -> s.in(StreamStatus.ACTIVE)) : seen;
  }

  /** Puts a stream into a status. */
  public void setStatus(StoredStream stream, StreamStatus status) {
    stream.change(s -> s.in(status));
  }

  /** Forgets a stream and what it stored; an upload to it that is under way stores no more. */
  public void delete(StoredStream stream) {
    streams.remove(stream.description().name(), stream);
    stream.discard();
  }

  /** Returns the ARN that policies are matched against for a stream that may not exist. */
  public String arnFor(String name) {
    return find(name).map(s -> s.description().arn()).orElse(arnPrefix + name + "/0000000000000");
  }

  /** Returns a fresh fragment number, greater than all before. */
  public String nextFragmentNumber() {
    return NUMBER_PREFIX + String.format(Locale.ROOT, "%034d", fragmentCount.incrementAndGet());
  }

  /** Returns a fresh version token, 20 characters of {@code [a-zA-Z0-9]}. */
  static String newVersion() {
    return UUID.randomUUID().toString().replace("-", "").substring(0, 20);
  }
}
