package io.github.kvssecure.internal.session;

import io.github.kvssecure.media.Track;
import io.github.kvssecure.stream.Accounting;
import io.github.kvssecure.stream.DropReason;
import io.github.kvssecure.stream.StreamAccounting;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The counts of a ledger. Guarded by its ledger. */
final class LedgerTotals {

  private static final class Count {
    private long accepted;
    private long persisted;
    private long dropped;

    Accounting accounting() {
      return new Accounting(accepted, persisted, dropped);
    }
  }

  private final Map<Integer, Count> tracks = new TreeMap<>();
  private final Count frames = new Count();
  private final Count fragments = new Count();
  private final Map<DropReason, Long> reasons = new EnumMap<>(DropReason.class);

  LedgerTotals(List<Track> declared) {
    declared.forEach(track -> tracks.put(track.number(), new Count()));
  }

  private Count track(int number) {
    return tracks.computeIfAbsent(number, unused -> new Count());
  }

  /** One more frame, or one less if it was booked too early. */
  void accepted(int track, int sign) {
    track(track).accepted += sign;
    frames.accepted += sign;
  }

  void fragmentAccepted(int sign) {
    fragments.accepted += sign;
  }

  void persisted(LedgerEntry entry) {
    tracks.forEach((track, count) -> count.persisted += entry.frames(track));
    frames.persisted += entry.frames();
    fragments.persisted++;
  }

  void dropped(LedgerEntry entry, DropReason reason) {
    tracks.forEach((track, count) -> count.dropped += entry.frames(track));
    frames.dropped += entry.frames();
    fragments.dropped++;
    if (entry.frames() > 0) {
      reasons.merge(reason, entry.frames(), Long::sum);
    }
  }

  StreamAccounting accounting() {
    Map<Integer, Accounting> byTrack = new TreeMap<>();
    tracks.forEach((number, count) -> byTrack.put(number, count.accounting()));
    return new StreamAccounting(frames.accounting(), fragments.accounting(), byTrack, reasons);
  }
}
