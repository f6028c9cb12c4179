package io.github.kvssecure.stream;

import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * What became of everything a stream accepted. Immutable; one consistent look at all counts.
 *
 * @param frames in frames, on all tracks
 * @param fragments in fragments
 * @param tracks in frames, by track number
 * @param droppedFrames why frames were dropped; a reason that never occurred is absent
 */
public record StreamAccounting(
    Accounting frames,
    Accounting fragments,
    Map<Integer, Accounting> tracks,
    Map<DropReason, Long> droppedFrames) {

  /**
   * Copies the maps and checks the sums.
   *
   * @throws IllegalArgumentException if the tracks or the reasons do not add up to the frames
   */
  public StreamAccounting {
    tracks = java.util.Collections.unmodifiableMap(new TreeMap<>(tracks));
    EnumMap<DropReason, Long> reasons = new EnumMap<>(DropReason.class);
    reasons.putAll(droppedFrames);
    droppedFrames = java.util.Collections.unmodifiableMap(reasons);
    Accounting sum =
        tracks.values().stream().reduce(new Accounting(0, 0, 0), StreamAccounting::plus);
    long dropped = droppedFrames.values().stream().mapToLong(Long::longValue).sum();
    if (!sum.equals(frames) || dropped != frames.dropped()) {
      throw new IllegalArgumentException(
          "the tracks " + tracks + " and reasons " + droppedFrames + " do not add up to " + frames);
    }
  }

  private static Accounting plus(Accounting one, Accounting other) {
    return new Accounting(
        one.accepted() + other.accepted(),
        one.persisted() + other.persisted(),
        one.dropped() + other.dropped());
  }
}
