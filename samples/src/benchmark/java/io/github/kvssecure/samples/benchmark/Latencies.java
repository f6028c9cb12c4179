package io.github.kvssecure.samples.benchmark;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;

/** Counts latencies in steps of one microsecond, up to a second. Thread-safe; never allocates. */
final class Latencies {

  private static final int LONGEST_MICROS = 1_000_000;

  private final AtomicIntegerArray counts = new AtomicIntegerArray(LONGEST_MICROS + 1);
  private final AtomicInteger total = new AtomicInteger();
  private volatile int run = FrameStamp.NO_RUN;

  /** The run whose frames are counted. */
  int run() {
    return run;
  }

  void add(long nanos) {
    counts.incrementAndGet((int) Math.min(LONGEST_MICROS, Math.max(0, nanos / 1_000)));
    total.incrementAndGet();
  }

  int count() {
    return total.get();
  }

  /** The latency that this share of frames did not exceed, in microseconds. */
  int percentile(double share) {
    int wanted = (int) Math.ceil(total.get() * share);
    int seen = 0;
    for (int micros = 0; micros <= LONGEST_MICROS; micros++) {
      seen += counts.get(micros);
      if (seen >= wanted) {
        return micros;
      }
    }
    return LONGEST_MICROS;
  }

  /** Forgets everything, and counts frames of this run from now on. */
  void begin(int next) {
    run = FrameStamp.NO_RUN;
    for (int micros = 0; micros <= LONGEST_MICROS; micros++) {
      counts.set(micros, 0);
    }
    total.set(0);
    run = next;
  }
}
