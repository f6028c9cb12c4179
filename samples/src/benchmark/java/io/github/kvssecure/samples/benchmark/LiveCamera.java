package io.github.kvssecure.samples.benchmark;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.LockSupport;

/**
 * One camera in real time on a thread of its own, until it is told to stop: 25 frames a second, a
 * key frame every two.
 */
final class LiveCamera {

  private static final int FRAMES_PER_FRAGMENT = 2 * TickingLoad.FRAMES_PER_SECOND;
  private static final long FRAME_NANOS =
      Duration.ofSeconds(1).toNanos() / TickingLoad.FRAMES_PER_SECOND;

  private final MeasuredClient client;
  private final int run;
  private final ByteBuffer frame;
  private final CompletableFuture<Long> frames = new CompletableFuture<>();
  private volatile boolean stopping;

  private LiveCamera(MeasuredClient client, int run, int frameBytes) {
    this.client = client;
    this.run = run;
    this.frame = ByteBuffer.allocateDirect(frameBytes);
  }

  /** Starts one on the client's first stream. */
  static LiveCamera start(MeasuredClient client, int run, int frameBytes) {
    LiveCamera camera = new LiveCamera(client, run, frameBytes);
    Thread thread = new Thread(camera::film, "camera");
    thread.setDaemon(true);
    thread.start();
    return camera;
  }

  /** Ends it with its fragment, and says how many frames it put. */
  Figures stop() throws ExecutionException, InterruptedException {
    stopping = true;
    return new Figures().with("frames", (double) frames.get());
  }

  private void film() {
    try {
      long start = System.nanoTime();
      // By the camera's clock: one that is late gives two frames at once, not at the same time.
      Instant time = Instant.now();
      long number = 0;
      while (!stopping || number % FRAMES_PER_FRAGMENT != 0) {
        await(start + number * FRAME_NANOS);
        put(number % FRAMES_PER_FRAGMENT == 0, time.plusNanos(number * FRAME_NANOS), run);
        number++;
      }
      await(start + number * FRAME_NANOS);
      // The next fragment, which counts for nothing: the last that counts is acknowledged then.
      put(true, time.plusNanos(number * FRAME_NANOS), FrameStamp.NO_RUN);
      frames.complete(number);
    } catch (Exception e) {
      frames.completeExceptionally(e);
    }
  }

  private void put(boolean key, Instant time, int stamped) throws Exception {
    FrameStamp.write(frame, key, stamped);
    client.put(0, key, time, frame);
  }

  private static void await(long due) {
    for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }
}
