package io.github.kvssecure.internal.session;

import io.github.kvssecure.event.IngestEvent;
import io.github.kvssecure.internal.session.StreamOpener.VerifiedStream;
import io.github.kvssecure.spi.MediaStream;
import io.github.kvssecure.spi.UploadEnd;
import io.github.kvssecure.spi.UploadId;
import io.github.kvssecure.stream.StreamName;
import io.github.kvssecure.stream.StreamState;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The uploads of one stream, one after the other and never two at a time: KVS takes one connection
 * for each stream. Thread-safe; nothing that waits, takes a lock or calls back is called with its
 * lock held.
 */
final class UploadSequence {

  private static final Logger LOG = LoggerFactory.getLogger(UploadSequence.class);

  private final UploadParts parts;
  private final UploadWatch watch;
  private final RetryRules rules = new RetryRules();
  private final Aftermath aftermath;
  private final ReconnectPace pace;
  private final StreamLocation location;

  /** Null until the packager has opened the stream. */
  private volatile @Nullable MediaStream media;

  // Guarded by this.
  private final Deque<UploadId> waiting = new ArrayDeque<>();
  private boolean paused;

  /** The upload after which none starts before a back-off is over, or the service answered. */
  private @Nullable UploadRun held;

  /** Whether it is held by a back-off, which can be cut short. */
  private boolean backingOff;

  /** The upload that should have been replayed while paused. */
  private @Nullable UploadRun unreplayed;

  /** The upload that runs, or has ended and the packager was not told yet. */
  private volatile @Nullable UploadRun current;

  private volatile long lastPump;

  /** The upload that rests: it is replayed when there is media. */
  private volatile @Nullable UploadRun resting;

  /**
   * A sequence that begins once there is a media stream.
   *
   * @param parts what it works with
   */
  UploadSequence(UploadParts parts) {
    this.parts = parts;
    this.location = new StreamLocation(parts.services(), parts.stream(), parts.producer());
    this.watch = new UploadWatch(parts);
    this.aftermath = new Aftermath(parts, rules);
    this.pace = new ReconnectPace(parts.services().budgets().nanoTime());
  }

  /** The packager has opened the stream. */
  void begin(MediaStream opened) {
    media = opened;
    parts.tasks().soon(this::startNext);
  }

  /** Where the stream is now, with the endpoint in use. */
  VerifiedStream stream() {
    return location.now();
  }

  private CallBudget calls() {
    return parts.services().budgets().calls();
  }

  private StreamName name() {
    return parts.stream().spec().name();
  }

  /** The packager wants an upload. */
  void requested(UploadId upload) {
    synchronized (this) {
      if (paused) {
        // While media is given up, each request replaces those before.
        waiting.clear();
      }
      waiting.add(upload);
    }
    parts.tasks().soon(this::startNext);
  }

  /** There is media. */
  void pump() {
    lastPump = parts.services().budgets().nanoTime().getAsLong();
    if (resting != null) {
      parts.tasks().soon(this::wake);
    }
    UploadRun run = current;
    if (run != null) {
      run.pump();
    }
  }

  /** The service accepted an upload. */
  void accepted(UploadRun run) {
    parts.lifecycle().move(StreamState.STREAMING, "the service accepted the upload");
    watch.accepted(run);
  }

  /** A fragment was stored. */
  void succeeded() {
    rules.succeeded();
  }

  /** The upload that runs or was the last to run, if the packager was not told of its end yet. */
  Optional<UploadRun> current() {
    return Optional.ofNullable(current);
  }

  /** Whether an upload runs. */
  boolean isSending() {
    UploadRun run = current;
    return run != null && !run.isOver();
  }

  void startNext() {
    UploadRun run;
    MediaStream source = media;
    synchronized (this) {
      if (source == null
          || current != null
          || held != null
          || paused
          || waiting.isEmpty()
          || !parts.lifecycle().sends()) {
        return;
      }
      run =
          new UploadRun(
              waiting.remove(),
              source,
              new UploadProgress(parts, this, source),
              parts.services().budgets().nanoTime());
      current = run;
    }
    Duration wait = calls().reserve(CallBudget.Call.PUT_MEDIA, name());
    VerifiedStream target = stream();
    parts.tasks().callAfter(wait, () -> run.start(parts.services(), target, parts.producer()));
  }

  private void wake() {
    UploadRun run;
    synchronized (this) {
      run = resting;
      resting = null;
    }
    if (run != null && parts.lifecycle().sends()) {
      replay(run);
    }
  }

  /** An upload has ended; says what follows. Does not block, and does not throw. */
  void ended(UploadRun run, UploadEnd end) {
    parts.tasks().guarded(() -> settle(run, end)).run();
  }

  private void settle(UploadRun run, UploadEnd end) {
    watch.ended(run);
    Verdicts.onEnd(parts.services(), stream(), end);
    if (!parts.lifecycle().sends()) {
      release(run);
      return;
    }
    NextStep next = aftermath.of(run, end, stream());
    synchronized (this) {
      if (paused && !outlastsPause(next)) {
        // Whoever paused it replays it, or has it replayed.
        unreplayed = run;
        return;
      }
    }
    follow(run, next);
  }

  /** Whether an upload that ended in a pause did so for a reason of its own. */
  private static boolean outlastsPause(NextStep next) {
    return !(next instanceof NextStep.Rotate
        || next instanceof NextStep.GoOn
        || next instanceof NextStep.Rest);
  }

  private void follow(UploadRun run, NextStep next) {
    Verdicts.onNext(parts.services(), stream(), next);
    if (next instanceof NextStep.Rotate) {
      parts.services().tell(new IngestEvent.UploadRotated(name(), run.age()));
      parts.tasks().soon(() -> replay(run));
    } else if (next instanceof NextStep.Rest rest) {
      rest(run, rest.reason());
    } else if (next instanceof NextStep.Retry retry) {
      retry(run, retry.reason());
    } else if (next instanceof NextStep.RefreshEndpoint refresh) {
      parts.lifecycle().move(StreamState.RECONNECTING, refresh.reason());
      hold(run, false);
      Duration wait = calls().reserve(CallBudget.Call.GET_DATA_ENDPOINT, name());
      parts.tasks().callAfter(wait, () -> refresh(run));
    } else if (next instanceof NextStep.SeekEndpoint seek) {
      hold(run, false);
      parts.tasks().call(() -> seek(run, seek.reason()));
    } else if (next instanceof NextStep.RefreshCredentials refused) {
      hold(run, false);
      parts.tasks().call(() -> follow(run, aftermath.withOthers(refused.cause(), run)));
    } else {
      release(run);
      if (next instanceof NextStep.Stop stop) {
        fail(stop.cause());
      } else {
        parts.tasks().soon(this::startNext);
      }
    }
  }

  private void rest(UploadRun run, String reason) {
    LOG.debug("stream {}: {}; the next frame reconnects", name(), reason);
    parts.lifecycle().move(StreamState.RECONNECTING, reason);
    resting = run;
    boolean mediaCame = lastPump - run.body().lastBytes() > 0;
    if (mediaCame || parts.lifecycle().state() == StreamState.DRAINING) {
      parts.tasks().soon(this::wake);
    }
  }

  private void retry(UploadRun run, String reason) {
    Duration delay = pace.noLessThan(parts.backoff().after(rules.failed()));
    LOG.info("stream {}: {}; next attempt in {} ms", name(), reason, delay.toMillis());
    parts.lifecycle().move(StreamState.RECONNECTING, reason);
    parts.services().tell(new IngestEvent.UploadBroken(name(), reason, delay));
    hold(run, true);
    parts.tasks().after(delay, () -> letGo(run));
  }

  private synchronized void hold(UploadRun run, boolean byBackoff) {
    held = run;
    backingOff = byBackoff;
  }

  private void letGo(UploadRun run) {
    synchronized (this) {
      if (held != run) {
        // A back-off that was cut short.
        return;
      }
      held = null;
    }
    replay(run);
  }

  /**
   * Does not wait for the end of a back-off or for a frame, because the stream is being closed.
   * What waits for the service's answer goes on waiting: its address or its credentials were
   * refused.
   */
  void hurry() {
    UploadRun run;
    synchronized (this) {
      run = backingOff ? held : null;
    }
    if (run != null) {
      parts.tasks().soon(() -> letGo(run));
    } else if (resting != null) {
      parts.tasks().soon(this::wake);
    }
  }

  private void refresh(UploadRun run) {
    Optional<String> unknown = location.refresh();
    if (unknown.isPresent()) {
      rules.endpointNotRefreshed();
      retry(run, unknown.get());
    } else {
      letGo(run);
    }
  }

  /** In an outage every stream gets here, so one of the producer's asks at a time. */
  private void seek(UploadRun run, String reason) {
    boolean asked = calls().unlessAnotherDoes(() -> retry(run, location.seek().orElse(reason)));
    if (!asked) {
      retry(run, reason);
    }
  }

  /** Tells the packager that an upload is over, whereupon it asks for the next one. */
  private void replay(UploadRun run) {
    boolean told;
    synchronized (this) {
      told = current != run || paused;
      if (current == run && paused) {
        unreplayed = run;
      }
      if (!told) {
        // The packager replays everything under a new upload; these would be empty.
        waiting.clear();
        current = null;
      }
    }
    if (told) {
      startNext();
    } else if (parts.lifecycle().state() != StreamState.CLOSED) {
      tellBroken(run);
      startNext();
    }
  }

  private void tellBroken(UploadRun run) {
    MediaStream source = media;
    if (source != null) {
      source.uploadBroken(run.id());
    }
  }

  private void release(UploadRun run) {
    synchronized (this) {
      if (current == run) {
        current = null;
      }
    }
  }

  /**
   * Ends the upload that runs and starts no other, so that nobody reads media until {@link
   * #resume}. Has the packager ask for the next one already.
   *
   * @param nanos how long to wait at most
   * @return whether nobody reads now; false lets uploads go on
   * @throws InterruptedException if interrupted while waiting; uploads go on
   * @throws io.github.kvssecure.spi.MediaProducerException if the packager cannot be told; uploads
   *     go on
   */
  boolean pause(long nanos) throws InterruptedException {
    UploadRun run;
    synchronized (this) {
      paused = true;
      run = current;
      resting = null;
    }
    boolean nobodyReads = false;
    try {
      boolean stopped = run == null || run.isOver() || run.stop(nanos);
      if (stopped && run != null) {
        giveBack(run);
      }
      nobodyReads = stopped;
    } finally {
      if (!nobodyReads) {
        resume();
      }
    }
    return nobodyReads;
  }

  /** Tells the packager that an upload is over; if it throws, it is told again after the pause. */
  private void giveBack(UploadRun run) {
    synchronized (this) {
      unreplayed = run;
      waiting.clear();
    }
    tellBroken(run);
    synchronized (this) {
      current = null;
      unreplayed = null;
    }
  }

  /** Uploads may run again; one that ended meanwhile, and was not stopped in time, is replayed. */
  void resume() {
    UploadRun run;
    synchronized (this) {
      paused = false;
      run = unreplayed;
      unreplayed = null;
    }
    parts.tasks().soon(run == null ? this::startNext : () -> replay(run));
  }

  /** Fails the stream, and ends what runs. */
  void fail(RuntimeException cause) {
    if (!parts.lifecycle().fail(cause)) {
      return;
    }
    LOG.warn("stream {} failed: {}", name(), cause.getMessage());
    parts.ledger().wake();
    abort();
  }

  /** Ends the upload that runs at once. */
  void abort() {
    UploadRun run = current;
    if (run != null) {
      run.abort();
    }
  }
}
