package io.github.kvssecure.internal.transport;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Lets one thread at a time work on a connection, without a lock that another thread would have to
 * wait for. Thread-safe.
 *
 * <p>Whoever requests work while nobody has the turn takes it and works. Whoever requests it while
 * somebody else (or the same thread, further up its stack) has the turn returns at once, and the
 * holder works once more before it gives the turn back: no request is lost, and nobody waits.
 * Therefore a callback made during the turn cannot dead-lock with a thread that holds a lock of its
 * own and requests work. Work of successive turns is ordered: what one wrote the next sees.
 */
final class Turn {

  private final AtomicInteger requests = new AtomicInteger();
  private final Runnable work;

  /**
   * A turn nobody has.
   *
   * @param work one round of work; must not throw
   */
  Turn(Runnable work) {
    this.work = work;
  }

  /** Works now, or makes sure that whoever is working does so again. */
  void request() {
    if (requests.getAndIncrement() != 0) {
      return;
    }
    int seen = 1;
    while (seen != 0) {
      work.run();
      seen = requests.addAndGet(-seen);
    }
  }
}
