package io.github.kvssecure.local.media;

import io.github.kvssecure.local.Fault;
import io.github.kvssecure.local.FaultPlan;
import io.github.kvssecure.local.faults.HttpFaults;
import java.util.Optional;

/** The fault of one upload, which is counted once, when it has its effect. Thread-safe. */
final class UploadFault {
  private final Optional<FaultPlan> plan;
  private final HttpFaults faults;
  private boolean happened;

  UploadFault(Optional<FaultPlan> plan, HttpFaults faults) {
    this.plan = plan;
    this.faults = faults;
  }

  /** Whether it is of this kind; if so, it has its effect now. */
  synchronized boolean happens(Fault fault) {
    boolean armed = isArmed(fault);
    if (armed && !happened) {
      happened = true;
      faults.happened(plan.orElseThrow());
    }
    return armed;
  }

  /** Whether it is of this kind. */
  boolean isArmed(Fault fault) {
    return plan.filter(armed -> armed.fault() == fault).isPresent();
  }

  /** The details of a fault that is armed. */
  FaultPlan plan() {
    return plan.orElseThrow();
  }
}
