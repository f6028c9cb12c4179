package io.github.kvssecure.internal.transport;

import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * Looks names up beside the threads that need them, because the system's resolver heeds neither
 * timeouts nor interrupts. Thread-safe. Who asks for a name that is being looked up waits for that
 * answer: so a host whose look-up hangs has one thread, however often it is asked for, and leaves
 * the others to other hosts. A thread ends when nothing waits for it.
 */
final class NameLookups {

  /** How many different names may hang before those after them have to wait. */
  static final int MAX_THREADS = 16;

  /** More names at once than any gateway has streams. */
  private static final int MAX_WAITING = 4096;

  private record Question(AddressResolver resolver, String host, int port) {}

  private final String threadName;
  private final Map<Question, CompletableFuture<List<InetSocketAddress>>> open = new HashMap<>();
  private final Queue<Question> waiting = new ArrayDeque<>();
  private final Set<Thread> threads = new HashSet<>();
  private boolean closed;

  /**
   * Nothing is looked up yet.
   *
   * @param threadName of every thread; they are daemons
   */
  NameLookups(String threadName) {
    this.threadName = threadName;
  }

  /**
   * The addresses of a host, some time later.
   *
   * @param resolver finds them
   * @param host the name
   * @param port the port of every address
   * @return shared by all who wait for the same; fails with {@link UnknownHostException} if there
   *     are none, and with {@link RejectedExecutionException} if too many names wait, or this is
   *     closed
   */
  synchronized CompletableFuture<List<InetSocketAddress>> of(
      AddressResolver resolver, String host, int port) {
    Question question = new Question(resolver, host, port);
    CompletableFuture<List<InetSocketAddress>> underWay = open.get(question);
    if (underWay != null) {
      return underWay;
    }
    if (closed || waiting.size() == MAX_WAITING) {
      return CompletableFuture.failedFuture(new RejectedExecutionException(toString()));
    }
    CompletableFuture<List<InetSocketAddress>> answer = new CompletableFuture<>();
    if (threads.size() == MAX_THREADS) {
      waiting.add(question);
    } else {
      Thread thread = new Thread(() -> work(question), threadName);
      thread.setDaemon(true);
      // It cannot answer before this method is left; where no thread can be had, nothing is kept.
      thread.start();
      threads.add(thread);
    }
    open.put(question, answer);
    return answer;
  }

  /** Interrupts what is under way; what waits is never answered. Safe to call twice. */
  synchronized void close() {
    closed = true;
    waiting.clear();
    threads.forEach(Thread::interrupt);
  }

  private void work(Question first) {
    Question next = first;
    while (next != null) {
      answer(next);
      next = take();
    }
  }

  private synchronized @Nullable Question take() {
    Question next = waiting.poll();
    if (next == null) {
      threads.remove(Thread.currentThread());
    }
    return next;
  }

  private void answer(Question question) {
    try {
      List<InetSocketAddress> addresses =
          List.copyOf(question.resolver().resolve(question.host(), question.port()));
      taken(question).complete(addresses);
    } catch (UnknownHostException | RuntimeException | Error e) {
      taken(question).completeExceptionally(e);
    }
  }

  private synchronized CompletableFuture<List<InetSocketAddress>> taken(Question question) {
    CompletableFuture<List<InetSocketAddress>> answer = open.remove(question);
    return answer == null ? new CompletableFuture<>() : answer;
  }

  /** How many names are looked up, and how many wait: for the message of one that took too long. */
  @Override
  public synchronized String toString() {
    return "names being looked up: " + threads.size() + ", waiting: " + waiting.size();
  }
}
