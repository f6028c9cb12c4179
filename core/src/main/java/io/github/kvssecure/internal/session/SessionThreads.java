package io.github.kvssecure.internal.session;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The threads that all streams of a producer share, a fixed number whatever the number of streams.
 * A call that gets no answer takes its thread for ten seconds, and in an outage hundreds of streams
 * call at once: they wait for each other, but neither the timers nor the streams that need no
 * answer wait for them. Immutable.
 *
 * @param timers runs what comes later; nothing here waits for the network
 * @param calls asks for what a stream waits for: credentials, an endpoint
 * @param upkeep asks for what nobody waits for yet: credentials to come, the health of keys
 */
public record SessionThreads(
    ScheduledExecutorService timers, ExecutorService calls, ExecutorService upkeep) {

  /** Enough for the streams of a producer: no timer takes longer than a frame. */
  private static final int TIMERS = 4;

  /** So many streams wait for an answer at the same time; an idle thread costs a small stack. */
  static final int CALLS = 16;

  /** So many sessions are renewed at the same time, well before they end. */
  static final int UPKEEP = 4;

  /**
   * Starts the threads.
   *
   * @return threads to be ended by {@link #end}
   */
  public static SessionThreads start() {
    AtomicInteger number = new AtomicInteger();
    ThreadFactory factory =
        task -> {
          Thread thread = new Thread(task, "kvs-session-" + number.incrementAndGet());
          thread.setDaemon(true);
          return thread;
        };
    return start(factory);
  }

  /** The same, on threads of this factory; those that were had end if one cannot be had. */
  static SessionThreads start(ThreadFactory factory) {
    ThreadPoolExecutor calls = pool(CALLS, factory);
    ThreadPoolExecutor upkeep = pool(UPKEEP, factory);
    SessionThreads threads =
        new SessionThreads(new ScheduledThreadPoolExecutor(TIMERS, factory), calls, upkeep);
    boolean started = false;
    try {
      // The number of threads then says nothing of the number of streams.
      calls.prestartAllCoreThreads();
      upkeep.prestartAllCoreThreads();
      started = true;
      return threads;
    } finally {
      if (!started) {
        threads.end();
      }
    }
  }

  private static ThreadPoolExecutor pool(int threads, ThreadFactory factory) {
    return new ThreadPoolExecutor(
        threads, threads, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), factory);
  }

  /**
   * Everything on the same threads, for whoever has no outage to fear.
   *
   * @param executor runs all of it
   * @return the threads
   */
  public static SessionThreads allOn(ScheduledExecutorService executor) {
    return new SessionThreads(executor, executor, executor);
  }

  /** Ends the threads; what waits for its turn is not run any more. */
  public void end() {
    timers.shutdownNow();
    calls.shutdownNow();
    upkeep.shutdownNow();
  }
}
