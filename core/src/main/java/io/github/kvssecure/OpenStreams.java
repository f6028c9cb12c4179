package io.github.kvssecure;

import io.github.kvssecure.internal.gate.rule.ResilienceFacts;
import io.github.kvssecure.internal.gate.rule.ResilienceRules;
import io.github.kvssecure.internal.session.Backoff;
import io.github.kvssecure.internal.session.KeyWatch;
import io.github.kvssecure.internal.session.Principal;
import io.github.kvssecure.internal.session.SessionServices;
import io.github.kvssecure.internal.session.StreamOpener;
import io.github.kvssecure.internal.session.StreamSession;
import io.github.kvssecure.internal.session.WriterLease;
import io.github.kvssecure.stream.IngestConfigurationException;
import io.github.kvssecure.stream.StreamName;
import io.github.kvssecure.stream.StreamSpec;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The streams of a producer that are open or being opened, one of each name. Thread-safe. */
final class OpenStreams implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(OpenStreams.class);
  private static final int LOOK_EVERY_SECONDS = 10;

  /** How long all streams together have to drain when the producer is closed. */
  private static final Duration DRAIN = Duration.ofSeconds(10);

  private final SessionServices services;
  private final StreamOpener opener;
  private final KeyWatch keyWatch;
  private final Backoff backoff = new Backoff(new SecureRandom());
  private final Map<StreamName, Optional<OpenStream>> streams = new ConcurrentHashMap<>();
  private volatile boolean closed;

  /** A stream that is open, who sends to it, and what keeps the credentials fresh. */
  private record OpenStream(
      StreamSession session, Principal producer, Future<?> renewal, WriterLease lease) {
    StreamName name() {
      return session.stream().spec().name();
    }

    void free() {
      renewal.cancel(false);
      producer.close();
      lease.close();
    }
  }

  /**
   * None yet.
   *
   * @param services shared by all streams
   * @param opener finds or makes streams, and verifies them
   * @param keyWatch looks at the keys of those that are open
   */
  OpenStreams(SessionServices services, StreamOpener opener, KeyWatch keyWatch) {
    this.services = services;
    this.opener = opener;
    this.keyWatch = keyWatch;
  }

  /**
   * Opens a stream.
   *
   * @param spec what is asked for
   * @return its session
   * @throws IngestConfigurationException if a stream of that name is open, or this is closed
   * @throws InterruptedException if interrupted while waiting for a new stream
   */
  StreamSession open(StreamSpec spec) throws InterruptedException {
    requireOpen();
    if (streams.putIfAbsent(spec.name(), Optional.empty()) != null) {
      throw new IngestConfigurationException(
          "stream "
              + spec.name()
              + " is open in this producer already; close it first, or put its tracks into one"
              + " spec");
    }
    boolean opened = false;
    services.gate().begin(spec.name());
    try {
      StreamOpener.OpenedStream found = opener.open(spec);
      OpenStream stream = start(found);
      keyWatch.add(found.stream());
      streams.put(spec.name(), Optional.of(stream));
      if (closed) {
        // Whoever closed this may have looked before the stream was there.
        end(stream, Duration.ZERO);
        keyWatch.remove(spec.name());
      }
      requireOpen();
      opened = true;
      return stream.session();
    } finally {
      if (!opened) {
        services.gate().end(spec.name());
        streams.remove(spec.name());
      }
    }
  }

  /**
   * Requires that streams can be opened.
   *
   * @throws IngestConfigurationException if this is closed
   */
  void requireOpen() {
    if (closed) {
      throw new IngestConfigurationException("the producer is closed; build another one");
    }
  }

  private OpenStream start(StreamOpener.OpenedStream opened) {
    Principal producer = opened.producer();
    WriterLease lease = WriterLease.take(opened.stream().arn());
    boolean started = false;
    try {
      services
          .gate()
          .verification(opened.stream().spec().name())
          .of(
              ResilienceRules.WRITERS,
              new ResilienceFacts.Writers(opened.stream().arn(), lease.others()))
          .conclude();
      StreamSession session = new StreamSession(services, opened.stream(), producer, backoff);
      started = true;
      return new OpenStream(session, producer, renewing(producer), lease);
    } finally {
      if (!started) {
        lease.close();
        producer.close();
      }
    }
  }

  /**
   * Looking often costs nothing; credentials are renewed only when it is time. No look comes while
   * another one waits for its answer.
   */
  private Future<?> renewing(Principal producer) {
    Semaphore alone = new Semaphore(1);
    Runnable look =
        () -> {
          if (alone.tryAcquire()) {
            services.threads().upkeep().execute(() -> renew(producer, alone));
          }
        };
    try {
      return services
          .threads()
          .timers()
          .scheduleWithFixedDelay(look, LOOK_EVERY_SECONDS, LOOK_EVERY_SECONDS, TimeUnit.SECONDS);
    } catch (RejectedExecutionException e) {
      // The producer was closed meanwhile, and ends the stream as soon as it is there.
      return CompletableFuture.completedFuture(null);
    }
  }

  private static void renew(Principal producer, Semaphore alone) {
    try {
      var unused = producer.credentials().resolve();
    } catch (RuntimeException e) {
      // The listener was told; uploads are refused until there are credentials again.
      LOG.debug("no credentials: {}", e.getMessage());
    } finally {
      alone.release();
    }
  }

  /**
   * Forgets a stream that was closed. A stream that was opened under the same name since stays.
   *
   * @param session which
   */
  void closed(StreamSession session) {
    streams.computeIfPresent(
        session.stream().spec().name(),
        (name, stream) -> {
          if (stream.filter(open -> open.session() == session).isEmpty()) {
            return stream;
          }
          keyWatch.remove(name);
          services.gate().end(name);
          stream.get().free();
          return null;
        });
  }

  /** Closes every stream, all within the same time; none can be opened any more. */
  @Override
  public void close() {
    closed = true;
    List<OpenStream> open = streams.values().stream().flatMap(Optional::stream).toList();
    long deadline = System.nanoTime() + DRAIN.toNanos();
    open.forEach(stream -> begin(stream, left(deadline)));
    open.forEach(stream -> end(stream, left(deadline)));
    streams.keySet().forEach(services.gate()::end);
    streams.clear();
  }

  private static Duration left(long deadline) {
    return Duration.ofNanos(Math.max(0, deadline - System.nanoTime()));
  }

  /** Lets a stream drain while the others do. */
  private static void begin(OpenStream stream, Duration drain) {
    try {
      stream.session().beginClose(drain);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      LOG.warn("stream {} cannot drain: {}", stream.name(), e.getClass().getName());
    }
  }

  /** Frees a stream whatever happens; one that fails to close keeps no other open. */
  private static void end(OpenStream stream, Duration drain) {
    try {
      var unused = stream.session().close(drain);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      LOG.warn("stream {} was not closed in order: {}", stream.name(), e.getClass().getName());
    } finally {
      stream.free();
    }
  }
}
