package io.github.kvssecure.internal.transport;

import java.io.File;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.util.concurrent.TimeUnit;

/**
 * What this process holds of the system.
 *
 * @param threads alive, of this library
 * @param files open, from {@code /proc}; sockets are among them
 * @param directBytes of direct buffers
 */
record Resources(long threads, long files, long directBytes) {

  /** What is held now. */
  static Resources now() {
    String[] files = new File("/proc/self/fd").list();
    if (files == null) {
      throw new IllegalStateException("this system does not tell which files are open");
    }
    return new Resources(
        Thread.getAllStackTraces().keySet().stream()
            .filter(thread -> thread.getName().startsWith("kvs-"))
            .count(),
        files.length,
        ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
            .filter(pool -> pool.getName().equals("direct"))
            .mapToLong(BufferPoolMXBean::getMemoryUsed)
            .sum());
  }

  /**
   * Waits until no more is held than this; peers and threads need a moment to go.
   *
   * @throws AssertionError if that does not happen
   */
  void awaitReturn() throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    Resources now = now();
    while (now.threads > threads || now.files > files || now.directBytes > directBytes) {
      if (System.nanoTime() - deadline >= 0) {
        throw new AssertionError("held before: " + this + ", and now: " + now);
      }
      // Direct buffers are freed by the collector; nothing tells when a socket is really gone.
      System.gc();
      TimeUnit.MILLISECONDS.sleep(50);
      now = now();
    }
  }
}
