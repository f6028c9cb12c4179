package io.github.kvssecure.internal.gate;

import io.github.kvssecure.policy.Control;
import io.github.kvssecure.policy.Decision;
import io.github.kvssecure.stream.StreamName;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * Where every control stands: the latest decision, unless a stream that is open has a worse one.
 * Thread-safe.
 *
 * <p>Hundreds of streams share one producer, and what is good of one says nothing of another: a
 * violation of an open stream stands until the same control is satisfied for that stream, or the
 * stream is closed. At most one decision for each control and open stream is kept.
 */
final class StandingDecisions {

  private final Map<Control, Decision> latest = new EnumMap<>(Control.class);

  /** Of streams that are open or being opened: the latest decision where it is not satisfied. */
  private final Map<StreamName, Map<Control, Decision>> open = new HashMap<>();

  /** Begins to keep what is decided of a stream. */
  synchronized void begin(StreamName stream) {
    open.putIfAbsent(stream, new EnumMap<>(Control.class));
  }

  /** Forgets a stream, whether it was opened and closed or never came to be. */
  synchronized void end(StreamName stream) {
    open.remove(stream);
  }

  /**
   * Keeps a decision.
   *
   * @param decision what was decided
   * @param streams of which streams; empty if of the producer
   */
  synchronized void note(Decision decision, Set<StreamName> streams) {
    latest.put(decision.control(), decision);
    for (StreamName stream : streams) {
      Map<Control, Decision> ofStream = open.get(stream);
      if (ofStream == null) {
        continue;
      }
      if (decision instanceof Decision.Satisfied) {
        ofStream.remove(decision.control());
      } else {
        ofStream.put(decision.control(), decision);
      }
    }
  }

  /**
   * The worst of what stands.
   *
   * @return a copy; without controls of which nothing was decided
   */
  synchronized Map<Control, Decision> worst() {
    Map<Control, Decision> worst = new EnumMap<>(Control.class);
    worst.putAll(latest);
    for (Map<Control, Decision> ofStream : open.values()) {
      ofStream.forEach(
          (control, decision) -> worst.merge(control, decision, StandingDecisions::worse));
    }
    return worst;
  }

  /**
   * The worse of two decisions.
   *
   * @return violated before not evaluated before satisfied; the first of two that weigh the same
   */
  static Decision worse(Decision one, Decision other) {
    return weight(other) > weight(one) ? other : one;
  }

  private static int weight(Decision decision) {
    if (decision instanceof Decision.Violated) {
      return 2;
    }
    return decision instanceof Decision.NotEvaluated ? 1 : 0;
  }
}
