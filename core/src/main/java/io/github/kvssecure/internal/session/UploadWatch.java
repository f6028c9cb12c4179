package io.github.kvssecure.internal.session;

import io.github.kvssecure.event.IngestEvent;
import io.github.kvssecure.internal.gate.rule.ResilienceFacts;
import io.github.kvssecure.internal.gate.rule.ResilienceRules;
import io.github.kvssecure.policy.PolicyViolationException;
import io.github.kvssecure.spi.ControlPlaneException;
import io.github.kvssecure.stream.BufferLimits;
import io.github.kvssecure.stream.StreamName;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks after an accepted upload every few seconds: replaces it before it or its credentials end,
 * and notices when it is quiet or when acknowledgements are missing. Ages are measured by the
 * monotonic clock; the end of credentials is judged by the time of day, so that both a changed
 * clock and a machine that was suspended are noticed within one look. Thread-safe.
 */
final class UploadWatch {

  /** How often it looks. */
  static final Duration EVERY = Duration.ofSeconds(5);

  /**
   * When an upload is replaced at the latest, unless no fragment begins. KVS ends a connection
   * after 45 minutes; the native producer replaces one by itself after 40.
   */
  static final Duration LONGEST_USE = Duration.ofMinutes(39);

  /** Uploads that began together are not all replaced together. */
  static final Duration SPREAD = Duration.ofMinutes(3);

  /** When an upload is replaced even within a fragment. */
  static final Duration HARD_LIMIT = Duration.ofMinutes(44);

  /**
   * When an upload is replaced at the latest because acknowledgements are lost: after twice what is
   * only noted.
   */
  static final Duration MOST_PATIENCE = ResilienceFacts.AckGap.TOLERATED.multipliedBy(2);

  /** And not before this: acknowledgements may be late, and come together. */
  static final Duration LEAST_PATIENCE = ResilienceFacts.AckGap.TOLERATED.dividedBy(2);

  /** How long before their end credentials are given up. */
  static final Duration CREDENTIALS_MARGIN = Duration.ofSeconds(60);

  private static final Logger LOG = LoggerFactory.getLogger(UploadWatch.class);

  private final UploadParts parts;
  private final StreamName stream;
  private final AckWatch acks;
  private final Duration patience;
  private @Nullable Future<?> next;

  UploadWatch(UploadParts parts) {
    this.parts = parts;
    this.patience = patience(parts.stream().spec().buffer());
    this.stream = parts.stream().spec().name();
    this.acks = new AckWatch(parts);
  }

  /**
   * How long acknowledgements may stay away. A connection that is silently dead fills the buffer
   * meanwhile, so it is replaced while half of that is left.
   */
  static Duration patience(BufferLimits buffer) {
    Duration half = buffer.duration().dividedBy(2);
    Duration longEnough = half.compareTo(LEAST_PATIENCE) < 0 ? LEAST_PATIENCE : half;
    return longEnough.compareTo(MOST_PATIENCE) > 0 ? MOST_PATIENCE : longEnough;
  }

  /** One upload, from its acceptance on. */
  private final class Look implements Runnable {
    private final UploadRun run;
    private final Duration use;
    private boolean quietTold;

    /** Whether other credentials are being asked for. */
    private volatile boolean asking;

    Look(UploadRun run) {
      this.run = run;
      this.use = LONGEST_USE.minus(parts.backoff().within(SPREAD));
    }

    @Override
    public void run() {
      if (run.isOver()) {
        return;
      }
      replaceInTime();
      noticeQuiet();
      if (acks.look(run.body().passedOn()).compareTo(patience) >= 0) {
        LOG.warn("stream {}: no acknowledgement for too long; the upload is replaced", stream);
        run.giveUp();
      }
      again(this);
    }

    private void replaceInTime() {
      boolean late = run.age().compareTo(HARD_LIMIT) >= 0;
      if (late) {
        LOG.info("stream {}: no fragment began in time; the upload is replaced", stream);
        run.giveUp();
      } else if (isOld()) {
        run.body().cut();
      } else if (!run.body().isCutRequested() && credentialsEnd() && !asking) {
        asking = true;
        parts.tasks().call(this::cutIfThereAreOthers);
      }
    }

    private boolean isOld() {
      return run.age().compareTo(use) >= 0;
    }

    private boolean credentialsEnd() {
      Instant now = parts.services().place().clock().instant();
      return run.credentialsEnd()
          .filter(end -> !now.isBefore(end.minus(CREDENTIALS_MARGIN)))
          .isPresent();
    }

    /** Without other credentials, replacing it gains nothing. May block. */
    private void cutIfThereAreOthers() {
      try {
        if (othersEndLater()) {
          run.body().cut();
        }
      } finally {
        asking = false;
      }
    }

    private boolean othersEndLater() {
      Instant end = run.credentialsEnd().orElse(Instant.MAX);
      try {
        return parts
            .producer()
            .credentials()
            .resolve()
            .expiration()
            .map(later -> later.isAfter(end))
            .orElse(true);
      } catch (ControlPlaneException | PolicyViolationException e) {
        LOG.debug("stream {}: no newer credentials: {}", stream, e.getMessage());
        return false;
      }
    }

    private void noticeQuiet() {
      Duration quiet = run.quiet();
      boolean isQuiet = quiet.compareTo(RetryRules.QUIET) >= 0;
      if (isQuiet != quietTold) {
        quietTold = isQuiet;
        parts
            .services()
            .gate()
            .admission(stream)
            .of(ResilienceRules.QUIET, new ResilienceFacts.Quiet(stream, quiet));
        if (isQuiet) {
          parts.services().tell(new IngestEvent.UploadIdle(stream, quiet));
        }
      }
    }
  }

  /** An upload was accepted. */
  void accepted(UploadRun run) {
    acks.restart();
    parts
        .services()
        .gate()
        .admission(stream)
        .of(ResilienceRules.QUIET, new ResilienceFacts.Quiet(stream, run.quiet()))
        .of(
            ResilienceRules.ACK_GAP,
            new ResilienceFacts.AckGap(stream, Optional.empty(), Duration.ZERO));
    again(new Look(run));
  }

  /** An upload has ended. */
  void ended(UploadRun run) {
    synchronized (this) {
      if (next != null) {
        next.cancel(false);
        next = null;
      }
    }
    if (run.isAccepted()) {
      parts
          .services()
          .gate()
          .admission(stream)
          .of(
              ResilienceRules.UPLOAD_LIFE,
              new ResilienceFacts.UploadLife(
                  stream,
                  run.age(),
                  run.credentialsEnd(),
                  parts.services().place().clock().instant()));
    }
  }

  private synchronized void again(Look look) {
    next = look.run.isOver() ? null : parts.tasks().later(look, EVERY);
  }
}
