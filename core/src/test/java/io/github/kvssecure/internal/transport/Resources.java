package io.github.kvssecure.internal.transport;

import java.io.File;
import java.io.IOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * What this process holds of the system.
 *
 * @param threads alive, without those of the JVM itself; whoever made them
 * @param files open, from {@code /proc}: sockets, selectors and pipes; not the libraries of this
 *     JVM, which stay open once they were used
 * @param directBytes of direct buffers
 */
record Resources(long threads, long files, long directBytes) {

  /** Groups of threads that the JVM makes when it needs them, and keeps. */
  private static final Set<String> OF_THE_JVM = Set.of("system", "InnocuousThreadGroup");

  /** What is held now. */
  static Resources now() {
    File[] files = new File("/proc/self/fd").listFiles();
    if (files == null) {
      throw new IllegalStateException("this system does not tell which files are open");
    }
    return new Resources(
        Thread.getAllStackTraces().keySet().stream().filter(Resources::isOfInterest).count(),
        Stream.of(files).filter(Resources::isOfInterest).count(),
        ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
            .filter(pool -> pool.getName().equals("direct"))
            .mapToLong(BufferPoolMXBean::getMemoryUsed)
            .sum());
  }

  private static boolean isOfInterest(Thread thread) {
    ThreadGroup group = thread.getThreadGroup();
    return group != null && !OF_THE_JVM.contains(group.getName());
  }

  private static boolean isOfInterest(File descriptor) {
    try {
      return !Files.readSymbolicLink(descriptor.toPath()).toString().endsWith(".jar");
    } catch (IOException e) {
      // It was closed since it was listed.
      return false;
    }
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
