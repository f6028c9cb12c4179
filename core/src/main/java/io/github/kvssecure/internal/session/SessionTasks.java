package io.github.kvssecure.internal.session;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs what a session has to do later, on the threads that all streams share. Thread-safe. */
final class SessionTasks {

  private static final Logger LOG = LoggerFactory.getLogger(SessionTasks.class);

  private final SessionThreads threads;
  private final Consumer<RuntimeException> onFailure;

  /**
   * Tasks of one session.
   *
   * @param threads run them
   * @param onFailure told what a task throws
   */
  SessionTasks(SessionThreads threads, Consumer<RuntimeException> onFailure) {
    this.threads = threads;
    this.onFailure = onFailure;
  }

  /** Runs a task that does not block soon, on another thread. */
  void soon(Runnable task) {
    after(Duration.ZERO, task);
  }

  /** Runs a task that may block as soon as there is a thread for it. */
  void call(Runnable task) {
    try {
      threads.calls().execute(guarded(task));
    } catch (RejectedExecutionException e) {
      LOG.debug("the producer is closed, where nothing runs any more");
    }
  }

  /** Runs a task that may block after a while. */
  void callAfter(Duration delay, Runnable task) {
    if (delay.isZero()) {
      call(task);
    } else {
      after(delay, () -> call(task));
    }
  }

  /** Runs a task that does not block after a while, whatever happens. */
  void after(Duration delay, Runnable task) {
    var unused = later(task, delay);
  }

  /**
   * Runs a task that does not block after a while, unless it is cancelled.
   *
   * @param task what
   * @param delay when
   * @return the task, to cancel it; null if the producer is closed, where nothing runs any more
   */
  @Nullable Future<?> later(Runnable task, Duration delay) {
    try {
      return threads.timers().schedule(guarded(task), delay.toNanos(), TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException e) {
      return null;
    }
  }

  /**
   * A task whose failures are told. An executor would keep an error to itself, and the stream would
   * wait for ever for what the task was to do.
   *
   * @param task what
   * @return it; does not throw but for an error, once that was told
   */
  Runnable guarded(Runnable task) {
    return () -> {
      try {
        task.run();
      } catch (RuntimeException e) {
        onFailure.accept(e);
      } catch (Error e) {
        onFailure.accept(new IllegalStateException("a task of the stream ended with " + e, e));
        throw e;
      }
    };
  }
}
