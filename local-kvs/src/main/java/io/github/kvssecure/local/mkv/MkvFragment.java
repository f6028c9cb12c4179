package io.github.kvssecure.local.mkv;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One fragment: a cluster with the tags that describe it.
 *
 * @param timecodeMillis the timecode of the cluster in milliseconds, rounded down
 * @param frames the frames in file order
 * @param tags the tags written before the cluster, in file order; the last of equal names wins
 * @param sizeBytes the size of the cluster element with its own id and size, without the tags
 * @param duration the latest minus the earliest timestamp of its frames: how long the last frame is
 *     shown is not written in the file
 */
public record MkvFragment(
    long timecodeMillis,
    List<MkvFrame> frames,
    Map<String, String> tags,
    long sizeBytes,
    Duration duration) {

  /** Copies frames and tags, keeping their order. */
  public MkvFragment {
    frames = List.copyOf(frames);
    tags = Collections.unmodifiableMap(new LinkedHashMap<>(tags));
  }

  /**
   * A fragment that is to be written: its size is that of the frames' data, its duration that of
   * their timestamps.
   *
   * @param timecodeMillis the timecode of the cluster in milliseconds
   * @param frames the frames in file order
   */
  public static MkvFragment of(long timecodeMillis, List<MkvFrame> frames) {
    long bytes = frames.stream().mapToLong(MkvFrame::size).sum();
    return new MkvFragment(timecodeMillis, frames, Map.of(), bytes, span(frames));
  }

  /** This fragment with these tags instead of its own. */
  public MkvFragment withTags(Map<String, String> other) {
    return new MkvFragment(timecodeMillis, frames, other, sizeBytes, duration);
  }

  private static Duration span(List<MkvFrame> frames) {
    if (frames.isEmpty()) {
      return Duration.ZERO;
    }
    Duration earliest = Collections.min(frames.stream().map(MkvFrame::timestamp).toList());
    Duration latest = Collections.max(frames.stream().map(MkvFrame::timestamp).toList());
    return latest.minus(earliest);
  }
}
