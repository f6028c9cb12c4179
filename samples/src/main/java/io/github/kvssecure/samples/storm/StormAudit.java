package io.github.kvssecure.samples.storm;

import io.github.kvssecure.local.LocalKvs;
import io.github.kvssecure.local.mkv.MkvFrame;
import io.github.kvssecure.local.streams.StoredFragment;
import io.github.kvssecure.stream.Accounting;
import io.github.kvssecure.stream.DropReason;
import io.github.kvssecure.stream.DroppedFragment;
import io.github.kvssecure.stream.StreamAccounting;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Compares what cameras put with what the stand-in has stored. Not thread-safe. */
final class StormAudit {

  private final LocalKvs kvs;
  private final StormFaults faults;
  private final StormFailures failures = new StormFailures();
  private final List<String> findings = new ArrayList<>();
  private final Map<DropReason, Long> reasons = new EnumMap<>(DropReason.class);
  private final Map<Integer, Long> errors = new TreeMap<>();
  private long accepted;
  private long persisted;
  private long pending;
  private long refused;
  private long lostWithStore;

  /**
   * An audit that has looked at nothing.
   *
   * @param kvs what was stored
   * @param faults what may have happened to it
   */
  StormAudit(LocalKvs kvs, StormFaults faults) {
    this.kvs = kvs;
    this.faults = faults;
  }

  void look(StormCamera camera) {
    balance(camera);
    explain(camera);
    Set<Long> stored = compare(camera, kvs.streams().persisted(camera.name().value()));
    Set<Long> lost = compare(camera, faults.lost(camera.name().value()));
    Set<Long> told = camera.toldPersisted();
    Set<Long> counted = new TreeSet<>(camera.accepted().keySet());
    counted.removeAll(camera.notPersisted());
    camera.dropped().stream().map(DroppedFragment::timecodeMillis).forEach(counted::remove);
    for (Long timecode : counted) {
      if (!told.contains(timecode)) {
        find(camera, "fragment " + timecode + " is counted as persisted, told by nobody");
      } else if (!stored.contains(timecode)) {
        if (lost.contains(timecode)) {
          lostWithStore++;
        } else {
          find(camera, "fragment " + timecode + " is counted as persisted and not stored");
        }
      }
    }
  }

  /** Looks at each stored fragment, and returns their timecodes. */
  private Set<Long> compare(StormCamera camera, List<StoredFragment> fragments) {
    Set<Long> timecodes = new HashSet<>();
    for (StoredFragment fragment : fragments) {
      long timecode = fragment.media().timecodeMillis();
      timecodes.add(timecode);
      List<Integer> numbers = camera.accepted().get(timecode);
      if (numbers == null) {
        find(camera, "fragment " + timecode + " is stored and was not put");
      } else {
        compare(camera, timecode, numbers, fragment);
      }
    }
    return timecodes;
  }

  private void balance(StormCamera camera) {
    for (StreamAccounting account : camera.accounts()) {
      Accounting frames = account.frames();
      accepted += frames.accepted();
      persisted += frames.persisted();
      pending += frames.pending();
      account.droppedFrames().forEach((reason, count) -> reasons.merge(reason, count, Long::sum));
    }
    refused += camera.refused();
    new StormBalance(camera).findings().forEach(finding -> find(camera, finding));
    if (camera.last().isEmpty() || camera.last().get().failure().isPresent()) {
      find(camera, "it failed: " + camera.last());
    } else if (camera.closedInCalm() && camera.last().get().frames().pending() > 0) {
      find(camera, "after the storm something is pending: " + camera.last().get());
    }
  }

  /** Only what the storm did may have ended a stream. */
  private void explain(StormCamera camera) {
    for (RuntimeException failure : camera.failures()) {
      if (!failures.add(failure)) {
        find(camera, "it failed for no reason of the storm: " + failure);
      }
    }
    camera.errors().forEach((error, count) -> errors.merge(error, count, Long::sum));
  }

  /** Each error that was acknowledged must be one of the storm's; for when all were looked at. */
  void lookAtErrors() {
    errors.forEach(
        (error, count) -> {
          long made = faults.acknowledged(error);
          if (count > made) {
            findings.add(
                "error " + error + " came " + count + " times, and the storm made " + made);
          }
        });
  }

  private void compare(
      StormCamera camera, long timecode, List<Integer> numbers, StoredFragment fragment) {
    List<Integer> found = new ArrayList<>();
    Duration before = Duration.ZERO;
    for (MkvFrame frame : fragment.media().frames()) {
      found.add(StormFrames.number(frame));
      if (!camera.media().isIntact(frame)) {
        find(camera, "a frame of fragment " + timecode + " was changed on its way");
      }
      if (frame.timestamp().compareTo(before) < 0) {
        find(camera, "the frames of fragment " + timecode + " are out of order");
      }
      before = frame.timestamp();
    }
    if (!found.equals(numbers)) {
      find(camera, "fragment " + timecode + " holds " + found + ", put were " + numbers);
    }
  }

  private void find(StormCamera camera, String what) {
    findings.add(camera.name() + ": " + what);
  }

  List<String> findings() {
    return findings;
  }

  /** The counts over all cameras, one line each. */
  List<String> totals() {
    return List.of(
        "frames accepted: " + accepted,
        "frames persisted: " + persisted,
        "frames dropped by reason: " + reasons,
        "frames pending when a stream was closed: " + pending,
        "frames refused for want of room: " + refused,
        "fragments that were persisted, and lost with the store: " + lostWithStore,
        "streams that failed and were opened again: " + failures.total() + " " + failures.counts());
  }
}
