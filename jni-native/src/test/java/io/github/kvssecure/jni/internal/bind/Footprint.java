package io.github.kvssecure.jni.internal.bind;

import java.io.IOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What a process holds at one moment.
 *
 * @param threads live Java threads
 * @param descriptors open files, from {@code /proc/self/fd}
 * @param directBytes memory of direct buffers
 * @param residentKib memory of every kind, native too: VmRSS of {@code /proc/self/status}
 */
record Footprint(int threads, long descriptors, long directBytes, long residentKib) {

  static Footprint now() throws IOException {
    System.gc();
    return new Footprint(
        ManagementFactory.getThreadMXBean().getThreadCount(), descriptorCount(), direct(), rss());
  }

  private static long descriptorCount() throws IOException {
    try (var open = Files.list(Path.of("/proc/self/fd"))) {
      return open.count();
    }
  }

  private static long direct() {
    return ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
        .filter(pool -> pool.getName().equals("direct"))
        .mapToLong(BufferPoolMXBean::getMemoryUsed)
        .sum();
  }

  private static long rss() throws IOException {
    return Files.readAllLines(Path.of("/proc/self/status")).stream()
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
        .findFirst()
        .orElseThrow();
  }
}
