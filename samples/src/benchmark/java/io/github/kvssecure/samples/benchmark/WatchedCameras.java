package io.github.kvssecure.samples.benchmark;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The cameras whose connections the sink cuts, by run. Thread-safe. */
final class WatchedCameras {

  private final Map<Integer, WatchedCamera> cameras = new ConcurrentHashMap<>();

  /** The camera of a run, if it is watched. */
  @Nullable WatchedCamera of(int run) {
    // Nobody is watched while latencies are measured: no boxing for each frame then.
    return cameras.isEmpty() ? null : cameras.get(run);
  }

  /** Watches the camera of a run from now on. */
  void watch(int run) {
    cameras.put(run, new WatchedCamera(run));
  }

  /** Watches none any more. */
  void forget() {
    cameras.clear();
  }

  /**
   * The camera of a run.
   *
   * @throws IllegalArgumentException if it is not watched
   */
  WatchedCamera require(int run) {
    WatchedCamera camera = cameras.get(run);
    if (camera == null) {
      throw new IllegalArgumentException("nobody watches run " + run);
    }
    return camera;
  }
}
