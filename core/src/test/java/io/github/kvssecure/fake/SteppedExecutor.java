package io.github.kvssecure.fake;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.Callable;
import java.util.concurrent.Delayed;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** Runs nothing by itself: a test steps it, on the test's thread. Thread-safe. */
public final class SteppedExecutor extends AbstractExecutorService
    implements ScheduledExecutorService {

  private final class Task extends FutureTask<Void> implements ScheduledFuture<Void> {
    private final long due;

    Task(Runnable work, long due) {
      super(work, null);
      this.due = due;
    }

    @Override
    public long getDelay(TimeUnit unit) {
      return unit.convert(due - now, TimeUnit.NANOSECONDS);
    }

    @Override
    public int compareTo(Delayed other) {
      return Long.compare(getDelay(TimeUnit.NANOSECONDS), other.getDelay(TimeUnit.NANOSECONDS));
    }
  }

  private final List<Task> tasks = new ArrayList<>();
  private long now;
  private boolean shutdown;

  /** Runs everything that is due, and what becomes due by that. */
  public void runDue() {
    for (int steps = 0; steps < 1000; steps++) {
      Task next = takeDue();
      if (next == null) {
        return;
      }
      next.run();
    }
    throw new AssertionError("tasks beget tasks without end");
  }

  /** Lets time pass, then runs everything that is due. */
  public void advance(Duration by) {
    synchronized (this) {
      now += by.toNanos();
    }
    runDue();
  }

  /** The time, as it was let pass. */
  public synchronized long nanos() {
    return now;
  }

  /** How long each waiting task still has to wait, the earliest first. */
  public synchronized List<Duration> delays() {
    return tasks.stream()
        .filter(task -> !task.isCancelled())
        .map(task -> task.getDelay(TimeUnit.NANOSECONDS))
        .sorted()
        .map(Duration::ofNanos)
        .toList();
  }

  private synchronized @org.jspecify.annotations.Nullable Task takeDue() {
    Task next =
        tasks.stream()
            .filter(task -> task.due <= now)
            .min(Comparator.comparingLong(task -> task.due))
            .orElse(null);
    if (next != null) {
      tasks.remove(next);
    }
    return next;
  }

  @Override
  public synchronized ScheduledFuture<?> schedule(Runnable work, long delay, TimeUnit unit) {
    if (shutdown) {
      throw new RejectedExecutionException("shut down");
    }
    Task task = new Task(work, now + unit.toNanos(delay));
    tasks.add(task);
    return task;
  }

  @Override
  public void execute(Runnable work) {
    var unused = schedule(work, 0, TimeUnit.NANOSECONDS);
  }

  @Override
  public <V> ScheduledFuture<V> schedule(Callable<V> work, long delay, TimeUnit unit) {
    throw new UnsupportedOperationException("sessions schedule runnables");
  }

  @Override
  public ScheduledFuture<?> scheduleAtFixedRate(
      Runnable work, long first, long period, TimeUnit unit) {
    throw new UnsupportedOperationException("sessions schedule single tasks");
  }

  @Override
  public ScheduledFuture<?> scheduleWithFixedDelay(
      Runnable work, long first, long delay, TimeUnit unit) {
    throw new UnsupportedOperationException("sessions schedule single tasks");
  }

  @Override
  public synchronized void shutdown() {
    shutdown = true;
  }

  @Override
  public synchronized List<Runnable> shutdownNow() {
    shutdown = true;
    List<Runnable> left = List.copyOf(tasks);
    tasks.clear();
    return left;
  }

  @Override
  public synchronized boolean isShutdown() {
    return shutdown;
  }

  @Override
  public synchronized boolean isTerminated() {
    return shutdown && tasks.isEmpty();
  }

  @Override
  public boolean awaitTermination(long timeout, TimeUnit unit) {
    return isTerminated();
  }
}
