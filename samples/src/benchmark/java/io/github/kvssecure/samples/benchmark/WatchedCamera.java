package io.github.kvssecure.samples.benchmark;

import io.github.kvssecure.samples.benchmark.SinkSocket.Cut;
import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A camera as the sink sees it, over all its uploads. Thread-safe. */
final class WatchedCamera {

  /** How long a camera may take to come back. */
  static final Duration PATIENCE = Duration.ofSeconds(60);

  private final int run;

  // Guarded by this.
  private final Set<Long> arrived = new HashSet<>();
  private final Set<Long> stored = new HashSet<>();
  private long again;
  private int uploads;
  private @Nullable WatchedUpload latest;
  private boolean healthy;

  WatchedCamera(int run) {
    this.run = run;
  }

  int run() {
    return run;
  }

  /** A new upload brings its frames. */
  synchronized void resumed(WatchedUpload upload) {
    uploads++;
    latest = upload;
    healthy = false;
    notifyAll();
  }

  /** A frame arrived, which is named by when it was put. */
  synchronized void arrived(long frame) {
    if (!arrived.add(frame)) {
      again++;
    }
  }

  /** A fragment of an upload is stored. */
  synchronized void stored(WatchedUpload upload, List<Long> frames) {
    stored.addAll(frames);
    healthy |= upload == latest;
    notifyAll();
  }

  /**
   * Cuts its connection, and waits until the next one brings media.
   *
   * @param later how long after a fragment was stored on the connection
   * @return {@code cutAt}, and from there in nanoseconds {@code request} and {@code media};
   *     nothing if it does not come back
   */
  Figures cut(Cut how, Duration later) throws IOException, InterruptedException {
    WatchedUpload before = await(upload -> healthy);
    if (before == null) {
      return new Figures();
    }
    TimeUnit.MILLISECONDS.sleep(later.toMillis());
    long cutAt = before.socket().cut(how);
    WatchedUpload after = await(upload -> upload != before);
    if (after == null) {
      return new Figures();
    }
    return new Figures()
        .with("cutAt", (double) cutAt)
        .with("request", (double) (after.requestAt() - cutAt))
        .with("media", (double) (after.mediaAt() - cutAt));
  }

  private synchronized @Nullable WatchedUpload await(Predicate<WatchedUpload> wanted)
      throws InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (latest == null || !wanted.test(latest)) {
      long left = deadline - System.nanoTime();
      if (left <= 0) {
        return null;
      }
      TimeUnit.NANOSECONDS.timedWait(this, left);
    }
    return latest;
  }

  /** How many frames are {@code stored}, how many came {@code again}, over how many uploads. */
  synchronized Figures account() {
    return new Figures()
        .with("stored", stored.size())
        .with("again", (double) again)
        .with("uploads", uploads);
  }
}
