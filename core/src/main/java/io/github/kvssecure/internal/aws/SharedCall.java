package io.github.kvssecure.internal.aws;

import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A call of code that nobody here can bound, made by one thread on behalf of all who ask meanwhile.
 * Each of them waits as long as it likes to; a call that hangs costs one thread and not theirs, and
 * no second one is begun before it is over. Thread-safe.
 *
 * @param <T> what the call gives
 */
final class SharedCall<T> implements AutoCloseable {

  private final Supplier<T> callee;
  private @Nullable Flight<T> current;
  private boolean closed;

  private record Flight<T>(FutureTask<T> task, long begunNanos) {}

  /**
   * Nothing called yet.
   *
   * @param callee called by a thread of this
   */
  SharedCall(Supplier<T> callee) {
    this.callee = callee;
  }

  /**
   * The answer of the call that is under way, or of a new one.
   *
   * @param longest how long that call may have taken, from its beginning
   * @return what it gave
   * @throws TimeoutException if it takes longer; it goes on
   * @throws ExecutionException with what it threw
   * @throws InterruptedException if the waiting thread is interrupted; the call goes on
   * @throws CancellationException if this is closed
   */
  T await(Duration longest) throws TimeoutException, ExecutionException, InterruptedException {
    Flight<T> flight = flight();
    long waited = System.nanoTime() - flight.begunNanos();
    return flight.task().get(Math.max(0, longest.toNanos() - waited), TimeUnit.NANOSECONDS);
  }

  private synchronized Flight<T> flight() {
    if (closed) {
      throw new CancellationException("closed");
    }
    Flight<T> joined = current;
    if (joined != null && !joined.task().isDone()) {
      return joined;
    }
    Flight<T> begun = new Flight<>(new FutureTask<>(callee::get), System.nanoTime());
    Thread thread = new Thread(begun.task(), "kvs-credentials");
    thread.setDaemon(true);
    thread.start();
    current = begun;
    return begun;
  }

  /** Interrupts the call that is under way, and makes no other. */
  @Override
  public synchronized void close() {
    closed = true;
    if (current != null) {
      current.task().cancel(true);
    }
  }
}
