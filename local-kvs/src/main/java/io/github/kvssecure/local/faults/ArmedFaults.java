package io.github.kvssecure.local.faults;

import io.github.kvssecure.local.FaultPlan;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
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
    for (Iterator<FaultPlan> armed = plans.iterator(); armed.hasNext(); ) {
      FaultPlan plan = armed.next();
      if (plan.hits(operation)) {
        armed.remove();
        if (plan.times() > 1) {
          plans.add(0, plan.times(plan.times() - 1));
        }
        return Optional.of(plan);
      }
    }
    return Optional.empty();
  }
}
