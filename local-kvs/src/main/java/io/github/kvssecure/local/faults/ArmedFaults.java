package io.github.kvssecure.local.faults;

import io.github.kvssecure.local.FaultPlan;
import java.util.ArrayList;
import java.util.List;
import java.util.ListIterator;
import java.util.Optional;

/** The faults that are still to happen, in the order they were armed. Thread-safe. */
public final class ArmedFaults {
  private final List<FaultPlan> plans = new ArrayList<>();

  /** Adds a plan behind those already armed. */
  public synchronized void arm(FaultPlan plan) {
    plans.add(plan);
  }

  /** Forgets all plans. */
  public synchronized void disarm() {
    plans.clear();
  }

  /** Takes the fault for a call of an operation; at most one per call, the oldest that matches. */
  public synchronized Optional<FaultPlan> take(String operation) {
    for (ListIterator<FaultPlan> armed = plans.listIterator(); armed.hasNext(); ) {
      FaultPlan plan = armed.next();
      if (plan.hits(operation)) {
        if (plan.times() > 1) {
          armed.set(plan.times(plan.times() - 1));
        } else {
          armed.remove();
        }
        return Optional.of(plan);
      }
    }
    return Optional.empty();
  }
}
