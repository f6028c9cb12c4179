package io.github.kvssecure.jni.internal.bind;

import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one daemon thread from which the native producer gets its answers. An answer given inside the
 * call that asks is lost: the handle it is for does not exist yet.
 */
final class ResultsThread {

  private static final Logger LOG = LoggerFactory.getLogger(ResultsThread.class);

  private final ScheduledThreadPoolExecutor executor;
  private final Clock clock;

  ResultsThread(Clock clock) {
    this.clock = clock;
    this.executor =
        new ScheduledThreadPoolExecutor(
            1,
            task -> {
              Thread thread = new Thread(task, "kvs-native-results");
              thread.setDaemon(true);
              return thread;
            });
  }

  /**
   * Runs an answer, in order, not before a time.
   *
   * @param callAfterTicks the native producer's earliest time, in ticks since the epoch
   * @param answer what to do; whatever it throws is logged
   */
  void deliver(long callAfterTicks, Runnable answer) {
    schedule(Ticks.until(callAfterTicks, clock.instant()), answer);
  }

  /**
   * Runs something after all that is due.
   *
   * @param task what to do; whatever it throws is logged
   */
  void soon(Runnable task) {
    schedule(Duration.ZERO, task);
  }

  private void schedule(Duration delay, Runnable answer) {
    try {
      Future<?> unused =
          executor.schedule(() -> run(answer), delay.toNanos(), TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException e) {
      LOG.warn("the native producer asked after the end", e);
    }
  }

  private static void run(Runnable answer) {
    try {
      answer.run();
    } catch (Throwable e) {
      // An error too: what is thrown here ends in a Future that nobody reads.
      LOG.warn("an answer to the native producer failed", e);
    }
  }

  /** Stops the thread; for a client that never came up. */
  void stop() {
    executor.shutdownNow();
  }
}
