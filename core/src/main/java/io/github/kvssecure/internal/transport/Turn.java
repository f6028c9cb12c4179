package io.github.kvssecure.internal.transport;

import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Lets one thread at a time work on a connection, without a lock that another thread would have to
 * wait for. Thread-safe.
 *
 * <p>Whoever requests work while nobody has the turn takes it and works one round. Whoever requests
 * it while somebody else (or the same thread, further up its stack) has the turn returns at once,
 * and the holder passes the turn on to the loop, which works once more: no request is lost, nobody
 * waits, and nobody works for longer than a round, however many requests there are. Therefore a
 * callback made during the turn cannot dead-lock with a thread that holds a lock of its own and
 * requests work. Work of successive turns is ordered: what one wrote the next sees.
 */
final class Turn {

  private final AtomicInteger requests = new AtomicInteger();
  private final Runnable work;
  private final Executor loop;

  /**
   * A turn nobody has.
   *
   * @param work one round of work
   * @param loop runs the rounds that are requested during another, some time later
   */
  Turn(Runnable work, Executor loop) {
    this.work = work;
    this.loop = loop;
  }

  /** Works one round now, or makes sure that there is another after the one that is going on. */
  void request() {
    if (requests.getAndIncrement() == 0) {
      round();
    }
  }

  /** Whatever comes of the work, the turn is given back or passed on. */
  private void round() {
    int seen = requests.get();
    try {
      work.run();
    } finally {
      if (requests.addAndGet(-seen) != 0) {
        loop.execute(this::round);
      }
    }
  }
}
