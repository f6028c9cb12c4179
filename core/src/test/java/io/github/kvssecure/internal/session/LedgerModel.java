package io.github.kvssecure.internal.session;

import io.github.kvssecure.media.Frame;
import io.github.kvssecure.stream.Accounting;
import io.github.kvssecure.stream.DropReason;
import io.github.kvssecure.stream.DroppedFragment;
import io.github.kvssecure.stream.StreamAccounting;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * What a ledger should say, in the plainest way: every fragment that ever was is kept with its
 * frames and its fate, and every count is counted anew. Shares no code with the ledger.
 */
final class LedgerModel {

  enum Fate {
    WAITING,
    PERSISTED,
    DROPPED
  }

  private static final class Piece {
    private final List<Frame> frames = new ArrayList<>();
    private Fate fate = Fate.WAITING;
    private Optional<DropReason> reason = Optional.empty();

    long timecode() {
      return frames.get(0).presentationTime().toEpochMilli();
    }

    long bytes() {
      return frames.stream().mapToLong(Frame::size).sum();
    }
  }

  private final List<Piece> pieces = new ArrayList<>();
  private final List<DroppedFragment> told = new ArrayList<>();
  private final int[] tracks;
  private boolean sealed;

  /**
   * A model of an empty ledger.
   *
   * @param tracks their numbers
   */
  LedgerModel(int... tracks) {
    this.tracks = tracks.clone();
  }

  void accept(Frame frame, boolean begins) {
    settle();
    if (begins) {
      pieces.add(new Piece());
    }
    pieces.get(pieces.size() - 1).frames.add(frame);
  }

  void retract() {
    Piece last = pieces.get(pieces.size() - 1);
    last.frames.remove(last.frames.size() - 1);
    if (last.frames.isEmpty()) {
      pieces.remove(last);
    }
  }

  void seal() {
    sealed = true;
    settle();
  }

  /** What was lost while it was being filled is dropped once it is whole, and surely so. */
  private void settle() {
    whole()
        .filter(piece -> piece.reason.isPresent())
        .toList()
        .forEach(piece -> drop(piece, piece.reason.orElseThrow()));
  }

  boolean persisted(long timecode) {
    Optional<Piece> found =
        whole().filter(piece -> piece.timecode() == timecode && piece.reason.isEmpty()).findFirst();
    found.ifPresent(piece -> piece.fate = Fate.PERSISTED);
    return found.isPresent();
  }

  List<Long> wholeTimecodes() {
    return whole().map(Piece::timecode).toList();
  }

  boolean drop(long timecode, DropReason reason) {
    Optional<Piece> found = whole().filter(piece -> piece.timecode() == timecode).findFirst();
    found.ifPresent(piece -> drop(piece, piece.reason.orElse(reason)));
    return found.isPresent();
  }

  /** A frame is lost, and its fragment with it. */
  void lost(Frame frame, DropReason reason) {
    Piece hit = waiting().filter(piece -> piece.frames.contains(frame)).findFirst().orElseThrow();
    if (whole().anyMatch(piece -> piece == hit)) {
      drop(hit, reason);
    } else {
      hit.reason = Optional.of(reason);
    }
  }

  private void drop(Piece piece, DropReason reason) {
    piece.fate = Fate.DROPPED;
    piece.reason = Optional.of(reason);
    told.add(new DroppedFragment(piece.timecode(), piece.frames.size(), piece.bytes(), reason));
  }

  private Stream<Piece> waiting() {
    return pieces.stream().filter(piece -> piece.fate == Fate.WAITING);
  }

  /** Those that wait and of which no frame is missing: all but the last, unless none follows. */
  private Stream<Piece> whole() {
    return waiting().filter(piece -> sealed || piece != pieces.get(pieces.size() - 1));
  }

  /** Of the fragment that is being filled. */
  long bytesOfTheLast() {
    return pieces.get(pieces.size() - 1).bytes();
  }

  boolean isEmpty() {
    return waiting().findAny().isEmpty();
  }

  /** The frames that wait, oldest first. */
  List<Frame> framesWaiting() {
    return waiting().flatMap(piece -> piece.frames.stream()).toList();
  }

  /** The timecodes of the fragments that wait, oldest first. */
  List<Long> pending() {
    return waiting().map(Piece::timecode).toList();
  }

  /** The timecodes of all that were ever begun. */
  List<Long> begun() {
    return pieces.stream().map(Piece::timecode).toList();
  }

  /** How long before that moment the oldest fragment that waits ended, if it has. */
  long behind(long millis) {
    return waiting()
        .findFirst()
        .map(pieces::indexOf)
        .filter(oldest -> oldest + 1 < pieces.size())
        .map(oldest -> millis - pieces.get(oldest + 1).timecode())
        .orElse(0L);
  }

  long bytesWaiting() {
    return waiting().mapToLong(Piece::bytes).sum();
  }

  /** What was dropped and not asked for yet. */
  List<DroppedFragment> takeTold() {
    List<DroppedFragment> taken = List.copyOf(told);
    told.clear();
    return taken;
  }

  StreamAccounting accounting() {
    Map<Integer, Accounting> byTrack = new TreeMap<>();
    for (int track : tracks) {
      byTrack.put(track, frames(frame -> frame.track() == track));
    }
    Map<DropReason, Long> reasons = new EnumMap<>(DropReason.class);
    pieces.stream()
        .filter(piece -> piece.fate == Fate.DROPPED)
        .forEach(
            piece ->
                reasons.merge(piece.reason.orElseThrow(), (long) piece.frames.size(), Long::sum));
    return new StreamAccounting(
        frames(frame -> true),
        new Accounting(pieces.size(), fragments(Fate.PERSISTED), fragments(Fate.DROPPED)),
        byTrack,
        reasons);
  }

  private Accounting frames(Predicate<Frame> which) {
    return new Accounting(
        pieces.stream().flatMap(piece -> piece.frames.stream()).filter(which).count(),
        frames(Fate.PERSISTED, which),
        frames(Fate.DROPPED, which));
  }

  long frames(Fate fate, Predicate<Frame> which) {
    return pieces.stream()
        .filter(piece -> piece.fate == fate)
        .flatMap(piece -> piece.frames.stream())
        .filter(which)
        .count();
  }

  long fragments(Fate fate) {
    return pieces.stream().filter(piece -> piece.fate == fate).count();
  }
}
