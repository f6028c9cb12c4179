package io.github.kvssecure.samples.storm;

import io.github.kvssecure.stream.Accounting;
import io.github.kvssecure.stream.DroppedFragment;
import io.github.kvssecure.stream.StreamAccounting;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;

/**
 * The accounts of one camera beside what they should add up to: each frame that was put belongs to
 * a fragment that was named as dropped, was named as not persisted when its stream was closed, or
 * must be counted as persisted.
 */
final class StormBalance {

  private final StormCamera camera;
  private final Set<Long> dropped;
  private final Set<Long> pending;
  private final List<String> findings = new ArrayList<>();

  StormBalance(StormCamera camera) {
    this.camera = camera;
    this.dropped =
        camera.dropped().stream().map(DroppedFragment::timecodeMillis).collect(Collectors.toSet());
    this.pending = new HashSet<>(camera.notPersisted());
  }

  /** Where the accounts and the names differ. */
  List<String> findings() {
    compare("fragments", sum(StreamAccounting::fragments), numbers -> 1);
    compare("frames", sum(StreamAccounting::frames), List::size);
    for (int track : List.of(StormFrames.VIDEO, StormFrames.AUDIO)) {
      compare(
          "frames of track " + track,
          sum(account -> account.tracks().getOrDefault(track, new Accounting(0, 0, 0))),
          numbers -> (int) numbers.stream().filter(n -> StormFrames.track(n) == track).count());
    }
    return findings;
  }

  /** Over every time that the stream was open. */
  private Accounting sum(Function<StreamAccounting, Accounting> what) {
    return camera.accounts().stream()
        .map(what)
        .reduce(
            new Accounting(0, 0, 0),
            (one, other) ->
                new Accounting(
                    one.accepted() + other.accepted(),
                    one.persisted() + other.persisted(),
                    one.dropped() + other.dropped()));
  }

  private void compare(String what, Accounting booked, ToIntFunction<List<Integer>> size) {
    Accounting named =
        new Accounting(
            count(timecode -> true, size),
            count(timecode -> !dropped.contains(timecode) && !pending.contains(timecode), size),
            count(dropped::contains, size));
    if (!booked.equals(named)) {
      findings.add(what + " are booked as " + booked + ", named were " + named);
    }
    long waiting = count(pending::contains, size);
    if (booked.pending() != waiting) {
      findings.add(
          what + ": " + booked.pending() + " are booked as pending, named were " + waiting);
    }
  }

  private long count(Predicate<Long> which, ToIntFunction<List<Integer>> size) {
    return camera.accepted().entrySet().stream()
        .filter(fragment -> which.test(fragment.getKey()))
        .mapToLong(fragment -> size.applyAsInt(fragment.getValue()))
        .sum();
  }
}
