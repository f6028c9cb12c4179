package io.github.kvssecure.internal.transport;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One thread that waits for the sockets of all uploads, and watches their deadlines. Thread-safe.
 * What became ready is taken out of the key's interest before its member hears of it, and put back
 * by the member when it has seen to it: so a member whose turn is taken does not make the loop
 * spin. Sockets, tasks and deadlines have their turns one after the other, whatever there is more
 * to do of one of them.
 */
final class SelectorLoop {

  private static final Logger LOG = LoggerFactory.getLogger(SelectorLoop.class);

  /** How often deadlines are looked at; they are seconds, so this is fine enough. */
  private static final long TICK_MILLIS = 100;

  /** Something that lives on the loop; what it throws is logged and goes no further. */
  interface Member {
    /**
     * The socket is ready.
     *
     * @param operations the ready ones, as in {@link SelectionKey}
     */
    void ready(int operations);

    /**
     * Time has passed.
     *
     * @param nanos now
     */
    void tick(long nanos);

    /** The loop is closing, or broke. */
    void abandoned();
  }

  private final Selector selector;
  private final LongSupplier nanoTime;
  private final Thread thread;
  private final Set<Member> members = ConcurrentHashMap.newKeySet();
  private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
  private long lastTick = System.nanoTime();
  private volatile boolean closing;
  private volatile boolean ended;

  /**
   * A loop whose thread runs from now on.
   *
   * @param threadName its name; it is a daemon
   * @param nanoTime the clock of the deadlines
   * @throws UncheckedIOException if the system gives no selector
   */
  SelectorLoop(String threadName, LongSupplier nanoTime) {
    try {
      this.selector = Selector.open();
    } catch (IOException e) {
      throw new UncheckedIOException("the system gives no selector", e);
    }
    this.nanoTime = nanoTime;
    this.thread = new Thread(this::run, threadName);
    this.thread.setDaemon(true);
    boolean started = false;
    try {
      this.thread.start();
      started = true;
    } finally {
      if (!started) {
        closeSelector();
      }
    }
  }

  /**
   * Takes a member in, from its first moment to its last.
   *
   * @throws IllegalStateException if the loop is closed
   */
  void add(Member member) {
    members.add(member);
    if (closing) {
      members.remove(member);
      throw new IllegalStateException("the upload transport is closed");
    }
    wakeup();
  }

  /** Lets a member go. */
  void remove(Member member) {
    members.remove(member);
    if (closing) {
      selector.wakeup();
    }
  }

  /** Runs a task on the loop's thread; if that has ended, on the caller's. */
  void execute(Runnable task) {
    tasks.add(task);
    if (ended) {
      runTasks();
    } else {
      wakeup();
    }
  }

  /**
   * Watches a socket for a member. Call it on the loop's thread.
   *
   * @throws IOException if the socket is closed
   */
  SelectionKey register(SocketChannel socket, int operations, Member member) throws IOException {
    try {
      return socket.register(selector, operations, member);
    } catch (ClosedSelectorException e) {
      throw new IOException("the upload transport is closed", e);
    }
  }

  /** Makes the loop see a changed interest; costs nothing on the loop's own thread. */
  void wakeup() {
    if (Thread.currentThread() != thread) {
      selector.wakeup();
    }
  }

  /** Abandons every member and ends the thread. Does not wait. Safe to call twice. */
  void close() {
    closing = true;
    selector.wakeup();
  }

  /** The loop's thread, to wait for its end. */
  Thread thread() {
    return thread;
  }

  private void run() {
    try {
      while (!closing) {
        select();
        runTasks();
        tick();
      }
    } catch (IOException | RuntimeException | Error e) {
      LOG.warn("the upload loop broke with {}; every upload ends", e.getClass().getName());
      LOG.debug("thrown by the loop", e);
      closing = true;
    }
    while (!members.isEmpty()) {
      members.forEach(member -> guarded(member::abandoned));
      runTasks();
      awaitMembers();
    }
    ended = true;
    runTasks();
    closeSelector();
  }

  private void closeSelector() {
    try {
      selector.close();
    } catch (IOException e) {
      LOG.debug("closing the selector failed", e);
    }
  }

  private void select() throws IOException {
    if (!tasks.isEmpty()) {
      selector.selectNow(this::ready);
    } else if (members.isEmpty()) {
      selector.select(this::ready);
    } else {
      selector.select(this::ready, TICK_MILLIS);
    }
  }

  /** A member whose turn another thread has ends when that thread gives it back. */
  private void awaitMembers() {
    try {
      if (!members.isEmpty()) {
        select();
      }
    } catch (IOException | RuntimeException | Error e) {
      LOG.debug("the selector broke while closing", e);
      Thread.onSpinWait();
    }
  }

  private void ready(SelectionKey key) {
    try {
      int operations = key.readyOps();
      key.interestOpsAnd(~operations);
      Member member = (Member) key.attachment();
      guarded(() -> member.ready(operations));
    } catch (CancelledKeyException e) {
      LOG.trace("a socket was closed while it was ready");
    }
  }

  /** Only what waits now: tasks that queue themselves again must not hold up sockets and time. */
  private void runTasks() {
    for (int left = tasks.size(); left > 0; left--) {
      Runnable task = tasks.poll();
      if (task != null) {
        guarded(task);
      }
    }
  }

  /**
   * What one upload throws must not be the end of all: it keeps its own failures, or loses them.
   */
  private static void guarded(Runnable call) {
    try {
      call.run();
    } catch (RuntimeException | Error e) {
      LOG.warn("an upload threw {} at its loop, which goes on", e.getClass().getName());
      LOG.debug("thrown by an upload", e);
    }
  }

  private void tick() {
    long sinceTick = System.nanoTime() - lastTick;
    if (members.isEmpty() || sinceTick < TICK_MILLIS * 1_000_000) {
      return;
    }
    lastTick += sinceTick;
    long now = nanoTime.getAsLong();
    members.forEach(member -> guarded(() -> member.tick(now)));
  }
}
