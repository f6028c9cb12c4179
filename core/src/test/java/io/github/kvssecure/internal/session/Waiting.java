package io.github.kvssecure.internal.session;

import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;

/** A call on a thread of its own that a test expects to wait. */
final class Waiting<T> {

  private static final long PATIENCE_SECONDS = 20;

  private final FutureTask<T> call;
  private final Thread thread;

  private Waiting(FutureTask<T> call, Thread thread) {
    this.call = call;
    this.thread = thread;
  }

  /** Starts a call, and returns once its thread waits. */
  static <T> Waiting<T> on(Callable<T> call) {
    Waiting<T> waiting = start(call);
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (!isWaiting(waiting.thread)) {
      if (System.nanoTime() > deadline || waiting.call.isDone()) {
        throw new AssertionError("the call does not wait: " + waiting.thread.getState());
      }
      Thread.onSpinWait();
    }
    return waiting;
  }

  /** Starts a call. */
  static <T> Waiting<T> start(Callable<T> call) {
    FutureTask<T> task = new FutureTask<>(call);
    Thread thread = new Thread(task, "waiting");
    thread.setDaemon(true);
    thread.start();
    return new Waiting<>(task, thread);
  }

  private static boolean isWaiting(Thread thread) {
    return thread.getState() == Thread.State.WAITING
        || thread.getState() == Thread.State.TIMED_WAITING;
  }

  /** Waits for a latch where nothing may be thrown. */
  static void uninterruptibly(CountDownLatch latch) {
    try {
      if (!latch.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        throw new AssertionError("nobody opened the latch");
      }
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  void interrupt() {
    thread.interrupt();
  }

  /** What the call returned or threw. */
  T outcome() throws Exception {
    return call.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }
}
