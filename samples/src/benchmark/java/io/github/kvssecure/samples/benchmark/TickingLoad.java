package io.github.kvssecure.samples.benchmark;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.LockSupport;

/**
 * Cameras in time with a tick of 5 ms: every stream puts a frame each eighth tick, and a key frame
 * every two seconds. One thread plays all of them; a sleep for each frame would cost more than the
 * frame.
 */
final class TickingLoad {

  static final int FRAMES_PER_SECOND = 25;

  private static final long TICK_NANOS = 5_000_000;
  private static final int TICKS_PER_FRAME = 8;
  private static final int FRAMES_PER_FRAGMENT = 2 * FRAMES_PER_SECOND;

  private final MeasuredClient client;
  private final int streams;
  private final ByteBuffer frame;

  /**
   * A load.
   *
   * @param streams a multiple of 8
   * @param frameBytes of every frame
   */
  TickingLoad(MeasuredClient client, int streams, int frameBytes) {
    this.client = client;
    this.streams = streams;
    this.frame = ByteBuffer.allocateDirect(frameBytes);
  }

  /**
   * Runs; what is put in the first part does not count.
   *
   * @param number of the run
   * @return frames, their rate, CPU time and allocated bytes per frame
   */
  Figures run(int number, Duration discarded, Duration measured) throws Exception {
    long first = ticks(discarded);
    long last = first + ticks(measured);
    long start = System.nanoTime();
    Instant time = Instant.now();
    Usage before = Usage.NONE;
    for (long tick = 0; tick < last; tick++) {
      if (tick == first) {
        // What the start was late is not made up for in what counts.
        start = Math.max(start, System.nanoTime() - tick * TICK_NANOS);
        before = Usage.now();
      }
      awaitTick(start + tick * TICK_NANOS);
      putTick(tick, time.plusNanos(tick * TICK_NANOS), tick >= first ? number : FrameStamp.NO_RUN);
    }
    Usage used = Usage.now().since(before);
    double frames = (double) (last - first) * streams / TICKS_PER_FRAME;
    return new Figures()
        .with("frames", frames)
        .with("framesPerSecond", frames / (used.nanos() / 1e9))
        .with("cpuMicros", used.cpuNanos() / 1e3 / frames)
        .with("allocated", used.allocated() / frames);
  }

  private static long ticks(Duration duration) {
    return duration.toNanos() / TICK_NANOS;
  }

  private static void awaitTick(long due) {
    for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }

  private void putTick(long tick, Instant time, int run) throws Exception {
    long number = tick / TICKS_PER_FRAME;
    for (int stream = (int) (tick % TICKS_PER_FRAME); stream < streams; stream += TICKS_PER_FRAME) {
      // Cameras do not make their key frames all at once, but each has to begin with one, and KVS
      // wants a second between two.
      boolean due = number > FRAMES_PER_SECOND && (number + stream) % FRAMES_PER_FRAGMENT == 0;
      boolean key = number == 0 || due;
      FrameStamp.write(frame, key, run);
      client.put(stream, key, time, frame);
    }
  }

  /** What the process has used. */
  private record Usage(long nanos, long cpuNanos, long allocated) {

    static final Usage NONE = new Usage(0, 0, 0);

    private static final OperatingSystemMXBean SYSTEM =
        (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    static Usage now() {
      long allocated = 0;
      for (long bytes : THREADS.getThreadAllocatedBytes(THREADS.getAllThreadIds())) {
        allocated += Math.max(0, bytes);
      }
      return new Usage(System.nanoTime(), SYSTEM.getProcessCpuTime(), allocated);
    }

    Usage since(Usage earlier) {
      return new Usage(
          nanos - earlier.nanos, cpuNanos - earlier.cpuNanos, allocated - earlier.allocated);
    }
  }
}
